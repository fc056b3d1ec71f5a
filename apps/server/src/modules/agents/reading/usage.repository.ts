import type { AgentUsage, Usage } from "@signalbox/contract/usage";
import { sql } from "kysely";
import type { Queryable } from "../../../platform/database/database.ts";

/** The sums of the rows of `usage` that stand together. */
const sums = {
  answers: sql<number>`count(usage.id)::int`.as("answers"),
  input: sql<number>`coalesce(sum(usage.input), 0)::float8`.as("input"),
  output: sql<number>`coalesce(sum(usage.output), 0)::float8`.as("output"),
  cacheRead: sql<number>`coalesce(sum(usage.cache_read), 0)::float8`.as("cacheRead"),
  cacheWrite: sql<number>`coalesce(sum(usage.cache_write), 0)::float8`.as("cacheWrite"),
  costMicros: sql<number | null>`sum(usage.cost)::float8`.as("costMicros"),
  unpriced: sql<number>`(count(usage.id) filter (where usage.cost is null))::int`.as("unpriced"),
};

/** What the answers to a command took, for a query of `agents_commands as command`; null where there are none. */
export const usageOfCommand = sql<Usage | null>`(
  select nullif(jsonb_build_object(
    'answers', count(*), 'input', sum(input), 'output', sum(output), 'cacheRead', sum(cache_read),
    'cacheWrite', sum(cache_write), 'costMicros', sum(cost), 'unpriced', count(*) filter (where cost is null)
  ), jsonb_build_object(
    'answers', 0, 'input', null, 'output', null, 'cacheRead', null, 'cacheWrite', null, 'costMicros', null,
    'unpriced', 0
  ))
  from agents_usage where command_id = command.id
)`;

const nothing: Usage = {
  ...{ answers: 0, input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
  ...{ costMicros: null, unpriced: 0 },
};

const sumOf = (a: number | null, b: number | null) => (a === null && b === null ? null : (a ?? 0) + (b ?? 0));

const plus = (a: Usage, b: Usage): Usage => ({
  answers: a.answers + b.answers,
  input: a.input + b.input,
  output: a.output + b.output,
  cacheRead: a.cacheRead + b.cacheRead,
  cacheWrite: a.cacheWrite + b.cacheWrite,
  costMicros: sumOf(a.costMicros, b.costMicros),
  unpriced: a.unpriced + b.unpriced,
});

/**
 * What an agent and its children took, by model. Where the CLI told what the session cost, that holds, and only
 * what was answered later is counted on top.
 */
export async function findUsage(read: Queryable, agentId: string): Promise<AgentUsage | undefined> {
  const rows = await read
    .selectFrom("agents as agent")
    .leftJoin("agents_usage as usage", (join) =>
      join.on(
        sql<boolean>`usage.agent_id = any(array(select id from agents where id = ${agentId} or parent_id = ${agentId}))`,
      ),
    )
    .where("agent.id", "=", agentId)
    .groupBy(["usage.model", "agent.id"])
    .orderBy(sql`sum(usage.cost)`, (order) => order.desc().nullsLast())
    .orderBy("usage.model")
    .select([
      "usage.model as model",
      "agent.reported_cost as reported",
      "agent.reported_cost_at as reportedAt",
      ...Object.values(sums),
      sql<number | null>`(sum(usage.cost) filter (where usage.at > agent.reported_cost_at))::float8`.as(
        "later",
      ),
      sql<number>`(count(usage.id) filter (where usage.cost is null and usage.at > agent.reported_cost_at))::int`.as(
        "laterUnpriced",
      ),
    ])
    .execute();
  const [first] = rows;
  if (first === undefined) return undefined;
  const byModel = rows
    .filter(({ answers }) => answers > 0)
    .map(({ reported: _, reportedAt: __, later: ___, laterUnpriced: ____, ...row }) => row);
  const total = byModel.reduce<Usage>((sum, { model: _, ...usage }) => plus(sum, usage), nothing);
  if (first.reported === null || first.reportedAt === null) return { total, byModel, reported: null };
  const costMicros = Number(first.reported);
  const later = rows.reduce((sum, row) => sum + (row.later ?? 0), costMicros);
  const unpriced = rows.reduce((sum, row) => sum + row.laterUnpriced, 0);
  return {
    total: { ...total, costMicros: later, unpriced },
    byModel,
    reported: { costMicros, at: first.reportedAt.toISOString() },
  };
}
