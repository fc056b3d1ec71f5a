import { type Budget, BudgetContent } from "@signalbox/contract/budgets";
import { pino } from "pino";
import type { z } from "zod";
import { newId } from "../../kernel/ids.ts";
import type { TestDatabase } from "../../platform/database/testing.ts";
import type { NewEvent } from "../../platform/events/events.ts";
import { createExecutions, type ExecutionsModule } from "../executions/index.ts";
import { createAdmission } from "./admission.ts";
import { type BudgetsOptions, createBudgetsService } from "./budgets.service.ts";
import { lookAtBudgets } from "./watch.ts";

type Wish = z.input<typeof BudgetContent>;

/** A server whose executions are only written down, with budgets. Its clock stands until it is set. */
export async function aWorld(db: TestDatabase) {
  let now = new Date("2026-11-30T12:00:00Z");
  const told: NewEvent[] = [];
  const [hostId, bot] = [newId(), { id: newId(), name: "A bot", version: 1 }];
  const shared = {
    ...{ db, clock: { now: () => now }, log: pino({ level: "silent" }) },
    events: { append: (_tx: unknown, event: NewEvent) => void told.push(event) },
    audit: { record: async () => {} },
  };
  const nowhere = () => Promise.reject(new Error("There are no projects here"));
  const executions: ExecutionsModule = createExecutions({
    ...{ ...shared, places: { hostId: () => hostId, project: nowhere }, runs: false },
    workspaces: {
      prepare: nowhere,
      handingOver: (_id, act) => act(),
      handOver: async () => false,
      over: async () => {},
      told: async () => null,
    },
    rules: { most: 0, home: "", path: "", environment: {} },
    ...{
      accounts: { choose: nowhere, environmentOf: nowhere, note: nowhere },
      chance: () => 0,
      hookSettings: () => "{}",
    },
    outcomes: { writeDown: async () => {}, of: async () => [] },
    budgets: {
      refuses: (tx, execution) => admission.refuses(tx, execution),
      holds: (tx) => admission.holds(tx),
      moreTaken: () => {},
    },
    refuseWatchedAgent: async () => {},
  });
  const options: BudgetsOptions = {
    ...{ ...shared, executions: executions.api, project: nowhere, bot: async () => {} },
  };
  const admission = createAdmission(options);
  const budgets = createBudgetsService(options);
  await db.pool.query("delete from executions");
  await db.pool.query("delete from budgets");
  await db.pool.query(
    "insert into bots (id, name, version, content, enabled, created_at, updated_at) values ($1, 'A bot', 1, '{}', true, now(), now())",
    [bot.id],
  );
  const by = { actor: "user", name: "Ada", correlationId: newId() };
  const link = { backend: "claude", model: null, accountId: null } as const;
  const start = (key: string = newId()) =>
    executions.api.queue(
      {
        ...{
          key,
          bot,
          projectId: null,
          chain: [link],
          retries: 0,
          access: "read",
          askMinutes: null,
          workspace: "none",
        },
        ...{ prompt: "Go", values: {}, checkout: { ref: null, base: null }, target: null, by },
        ...{ resultSchema: null, budget: null, concurrency: 1, timeoutMs: 60_000 },
      },
      async () => {},
    );
  return {
    ...{ budgets, bot, start, options },
    at: (time: string) => {
      now = new Date(time);
    },
    make: (content: Wish) => budgets.make(BudgetContent.parse(content), by),
    change: (id: string, content: Wish) => budgets.change(id, BudgetContent.parse(content), by),
    remove: (id: string) => budgets.remove(id, by),
    used: async (): Promise<Budget["used"] | undefined> => (await budgets.list())[0]?.used,
    look: () => lookAtBudgets(options),
    holds: () => db.transaction((tx) => admission.holds(tx)),
    /** Those of budgets that were told, with why. */
    told: () =>
      told.filter(({ type }) => type.startsWith("budget.")).map(({ type, data }) => [type, data.percent]),
    /** One that began now, and took so much; it is over, or goes on. */
    ran: async (took: { costMicros?: number; tokens?: number; minutes?: number; goesOn?: true } = {}) => {
      const id = newId();
      await db.pool.query(
        `insert into executions (id, idempotency_key, bot_id, bot_name, bot_version, backend, access, workspace, prompt,
          concurrency, timeout_ms, state, actor, by_name, correlation_id, queued_at, started_at, ended_at, host_id,
          cost_micros, tokens_output, given_values)
        values ($1, gen_random_uuid()::text, $2, 'A bot', 1, 'claude', 'read', 'none', 'Go', 1, 60000, $3, 'user', 'Ada', 'c', $4, $4, $5,
          null, $6, $7, '{}')`,
        [
          ...[id, bot.id, took.goesOn ? "running" : "succeeded", now],
          took.goesOn ? null : new Date(now.getTime() + (took.minutes ?? 0) * 60_000),
          ...[took.costMicros ?? null, took.tokens ?? 0],
        ],
      );
      return id;
    },
    /** Why it is to end. */
    endsFor: async (id: string): Promise<string | null> => {
      const { rows } = await db.pool.query("select over_budget from executions where id = $1", [id]);
      return rows[0]?.over_budget ?? null;
    },
  };
}
