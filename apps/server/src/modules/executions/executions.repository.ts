import type { Allowed } from "@signalbox/contract/allowed";
import type { ChainLink } from "@signalbox/contract/chain";
import type {
  Access,
  Checkout,
  ExecutionBudget,
  ExecutionState,
  ExecutionTarget,
  WorkspaceKind,
} from "@signalbox/contract/executions";
import { type Selectable, sql } from "kysely";
import { redactText, redactValue } from "../../kernel/redact.ts";
import type { Queryable, Tx } from "../../platform/database/database.ts";
import type { Executions } from "../../platform/database/tables.ts";
import { needsLook } from "./looking/looked-at.repository.ts";
import type { Hold } from "./ports.ts";
import { notHeld } from "./usage/held.ts";

export type ExecutionRow = Selectable<Executions>;

/** What is to be run. */
export interface NewExecution {
  id: string;
  key: string;
  bot: { id: string; name: string; version: number };
  projectId: string | null;
  /** The only host that it can run on. */
  wantedHostId: string | null;
  /** What is tried, in this order; at least one. */
  chain: readonly [ChainLink, ...ChainLink[]];
  /** How often a fault that passes is tried again with the same link. */
  retries: number;
  access: Access;
  /** Beside that. */
  allowed: Allowed;
  /** For how long a person is asked for what it may not do; null where nobody is. */
  askMinutes: number | null;
  workspace: WorkspaceKind;
  /** Of a worktree or a clone. */
  checkout: Checkout;
  prompt: string;
  /** What it was made of. */
  values: Readonly<Record<string, string>>;
  /** What it is about on GitHub. */
  target: ExecutionTarget | null;
  /** A JSON Schema that its result must be valid against. */
  resultSchema: Readonly<Record<string, unknown>> | null;
  /** What it may take. */
  budget: ExecutionBudget | null;
  /** How many of the bot's executions run at once. */
  concurrency: number;
  timeoutMs: number;
  /** The execution in whose session it goes on. */
  goesOn?: { resumes: string; firstId: string; session: string };
  by: { actor: string; name: string; correlationId: string; userId?: string | null | undefined };
  at: Date;
}

/** Undefined where the key has named an execution before. */
export const insertExecution = (tx: Tx, wish: NewExecution): Promise<ExecutionRow | undefined> =>
  tx
    .insertInto("executions")
    .values({
      ...{ id: wish.id, idempotency_key: wish.key, state: "queued", queued_at: wish.at },
      ...{ bot_id: wish.bot.id, bot_name: wish.bot.name, bot_version: wish.bot.version },
      ...{
        project_id: wish.projectId,
        wanted_host_id: wish.wantedHostId,
        access: wish.access,
        ask_minutes: wish.askMinutes,
        allowed: JSON.stringify(wish.allowed),
      },
      // The first that is tried, until one is.
      ...{ backend: wish.chain[0].backend, model: wish.chain[0].model },
      ...{ chain: JSON.stringify(wish.chain), retries: wish.retries },
      ...{ workspace: wish.workspace, prompt: redactText(wish.prompt), input: wish.prompt },
      ...{ checkout_ref: wish.checkout.ref, checkout_base: wish.checkout.base },
      given_values: JSON.stringify(redactValue(wish.values)),
      target: wish.target === null ? null : JSON.stringify(wish.target),
      result_schema: wish.resultSchema === null ? null : JSON.stringify(wish.resultSchema),
      ...{ budget_cost_micros: wish.budget?.costMicros ?? null, budget_tokens: wish.budget?.tokens ?? null },
      concurrency: wish.concurrency,
      ...{ timeout_ms: wish.timeoutMs, actor: wish.by.actor, by_name: wish.by.name },
      ...{ resumes: wish.goesOn?.resumes ?? null, first_id: wish.goesOn?.firstId ?? null },
      resumes_session: wish.goesOn?.session ?? null,
      ...{ correlation_id: wish.by.correlationId, user_id: wish.by.userId ?? null },
    })
    .onConflict((conflict) => conflict.column("idempotency_key").doNothing())
    .returningAll()
    .executeTakeFirst();

/** What counts for which budgets. */
export const scopeOf = (row: ExecutionRow) => ({
  ...{ id: row.id, botId: row.bot_id, projectId: row.project_id, userId: row.user_id },
});

export const findExecution = (read: Queryable, id: string): Promise<ExecutionRow | undefined> =>
  read.selectFrom("executions").where("id", "=", id).selectAll().executeTakeFirst();

export const findExecutionByKey = (read: Queryable, key: string): Promise<ExecutionRow | undefined> =>
  read.selectFrom("executions").where("idempotency_key", "=", key).selectAll().executeTakeFirst();

/** The one that goes on in its session. */
export const findResumedBy = (read: Queryable, id: string): Promise<{ id: string } | undefined> =>
  read.selectFrom("executions").where("resumes", "=", id).select("id").executeTakeFirst();

/** Nobody else changes it until the transaction is over. */
export const lockExecution = (tx: Tx, id: string): Promise<ExecutionRow | undefined> =>
  tx.selectFrom("executions").where("id", "=", id).selectAll().forUpdate().executeTakeFirst();

interface Window {
  before: string | undefined;
  limit: number;
  botId?: string | undefined;
  projectId?: string | undefined;
  state?: ExecutionState | undefined;
  /** Words, or their beginnings. */
  text?: string | undefined;
  look?: "needed" | undefined;
}

/** As the index has them: what joins the parts of a name or a path is none of a word. */
const wordsIn = (text: string): string[] =>
  text
    .replaceAll("\u0000", " ")
    .split(/[\s./\\_\-:@#=+~*&|<>()[\]{}"'`,;!?$%^]+/u)
    .filter((word) => word !== "");

/** The newest first: ids are in the order of time. */
export function listExecutionRows(
  read: Queryable,
  { before, limit, botId, projectId, state, text = "", look }: Window,
): Promise<ExecutionRow[]> {
  let query = read.selectFrom("executions").selectAll().orderBy("id", "desc").limit(limit);
  if (before !== undefined) query = query.where("id", "<", before);
  if (botId !== undefined) query = query.where("bot_id", "=", botId);
  if (projectId !== undefined) query = query.where("project_id", "=", projectId);
  if (state !== undefined) query = query.where("state", "=", state);
  if (look === "needed") query = query.where(needsLook);
  const words = wordsIn(text);
  if (words.length > 0)
    query = query.where(
      sql<boolean>`executions_words(bot_name, by_name, prompt, reason, result)
        @@ to_tsquery('simple', ${words.map((word) => `'${word}':*`).join(" & ")})`,
    );
  return query.execute();
}

/** Counts those that are meant. */
export async function countExecutions(
  read: Queryable,
  { botId, state, correlationId }: { botId?: string; state?: ExecutionState; correlationId?: string },
): Promise<number> {
  let query = read.selectFrom("executions").select((eb) => eb.fn.countAll<string>().as("count"));
  if (botId !== undefined) query = query.where("bot_id", "=", botId);
  if (state !== undefined) query = query.where("state", "=", state);
  if (correlationId !== undefined) query = query.where("correlation_id", "=", correlationId);
  return Number((await query.executeTakeFirstOrThrow()).count);
}

/** The newest of a bot that succeeded. */
export const findLastSucceeded = (
  read: Queryable,
  botId: string,
): Promise<Pick<ExecutionRow, "id" | "result" | "ended_at"> | undefined> =>
  read
    .selectFrom("executions")
    .where("bot_id", "=", botId)
    .where("state", "=", "succeeded")
    .select(["id", "result", "ended_at"])
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();

/** Those that a host runs. */
export const findRunning = (read: Queryable, hostId: string): Promise<ExecutionRow[]> =>
  read
    .selectFrom("executions")
    .where("state", "in", ["running", "paused"])
    .where("host_id", "=", hostId)
    .selectAll()
    .orderBy("queued_at")
    .execute();

/** A server process. */
export interface Owner {
  pid: number;
  birth: string | null;
}

/** Nodes take executions one after the other, so that none of them counts what another is about to take. */
const claimLock = 7_373_006;

export const lockClaims = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(${claimLock})`.execute(tx);
};

/** Those that wait, the oldest first, whose time has come, whose bot has room, and that may run on a host. */
const claimable = (read: Queryable, { hostId, at }: { hostId: string; at: Date }) =>
  read
    .selectFrom("executions as next")
    .leftJoin(
      (eb) =>
        eb
          .selectFrom("executions")
          .where("state", "in", ["running", "paused"])
          .select((of) => ["bot_id", of.fn.countAll<string>().as("count")])
          .groupBy("bot_id")
          .as("busy"),
      (join) => join.onRef("busy.bot_id", "=", "next.bot_id"),
    )
    .where("next.state", "=", "queued")
    .where((or) => or.or([or("next.waits_until", "is", null), or("next.waits_until", "<=", at)]))
    .where((or) => or.or([or("next.wanted_host_id", "is", null), or("next.wanted_host_id", "=", hostId)]))
    .where(sql<boolean>`coalesce(busy.count, 0) < next.concurrency`)
    .orderBy("next.queued_at")
    .orderBy("next.id")
    .select("next.id");

/** Whether anything waits that may run, as far as budgets let it. */
export const isAnyClaimable = async (read: Queryable, on: { hostId: string; at: Date }): Promise<boolean> =>
  (await claimable(read, on).limit(1).executeTakeFirst()) !== undefined;

/** All the time since it began that it stood still or waited for another attempt, up to now. */
export const waited = (at: Date) => {
  const ms = sql`greatest(0, extract(epoch from ${at}::timestamptz - coalesce(paused_at, waits_since))) * 1000`;
  return sql<string>`case when started_at is null then paused_ms else paused_ms + coalesce(${ms}, 0)::bigint end`;
};

/** Takes the oldest that may run now: whose bot has room, that no budget holds, and that may run on this host. */
export async function claimNext(
  tx: Tx,
  { hostId, owner, at, holds = [] }: { hostId: string; owner: Owner; at: Date; holds?: readonly Hold[] },
): Promise<ExecutionRow | undefined> {
  await lockClaims(tx);
  return tx
    .updateTable("executions")
    .set({
      ...{ state: "running", host_id: hostId, reason: null },
      // It began with its first attempt; the time between two counts for nobody.
      started_at: sql<Date>`coalesce(started_at, greatest(${at}::timestamptz, queued_at))`,
      ...{ paused_ms: waited(at), waits_since: null, waits_until: null },
      ...{ owner_pid: owner.pid, owner_birth: owner.birth },
      deadline: sql<Date>`${at}::timestamptz + timeout_ms * interval '1 millisecond'`,
    })
    .where("id", "=", claimable(tx, { hostId, at }).where(notHeld(holds, "next")).limit(1))
    .where("state", "=", "queued")
    .returningAll()
    .executeTakeFirst();
}
