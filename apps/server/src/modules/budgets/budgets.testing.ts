import { nothingMore } from "@signalbox/contract/allowed";
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

interface Took {
  costMicros?: number;
  tokens?: number;
  minutes?: number;
  userId?: string;
  /** What it took, it took with this one. */
  accountId?: string;
  goesOn?: true;
}

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
      accounts: { choose: nowhere, environmentOf: nowhere, note: nowhere, noteWindows: nowhere },
      chance: () => 0,
      hookSettings: () => "{}",
    },
    ...{ programs: { find: nowhere }, refuseDisabled: async () => {} },
    outcomes: { writeDown: async () => {}, of: async () => [] },
    budgets: {
      refuses: (tx, execution) => admission.refuses(tx, execution),
      holds: (tx) => admission.holds(tx),
      spentAccounts: (tx) => admission.spentAccounts(tx),
      moreTaken: () => {},
    },
    refuseWatchedAgent: async () => {},
  });
  const options: BudgetsOptions = {
    ...{ ...shared, executions: executions.api, project: nowhere, bot: async () => bot.name },
    ...{ account: async () => "An account", user: async () => "Ada" },
  };
  const admission = createAdmission(options);
  const budgets = createBudgetsService(options);
  await db.pool.query("delete from executions");
  await db.pool.query("delete from budgets");
  await db.pool.query(
    "insert into bots (id, name, version, content, enabled, created_at, updated_at) values ($1, 'A bot', 1, '{}', true, now(), now())",
    [bot.id],
  );
  const attempted = async (id: string, took: Took): Promise<void> => {
    await db.pool.query(
      `insert into executions_attempts (execution_id, number, link, backend, asks, account_id, account_name, started_at,
        ended_at, state, tokens, cost_micros, ran_ms, bot_id, begun_at, begun_on)
      select $1, count(*) + 1, 0, 'claude', 'prompt', $2, 'An account', $3, $4, $5, $6, $7, $8, $9, $3, 0
      from executions_attempts where execution_id = $1`,
      [
        ...[id, took.accountId, now, took.goesOn ? null : new Date(now.getTime() + 1)],
        ...[took.goesOn ? null : "failed", took.goesOn ? 0 : (took.tokens ?? 0)],
        ...[took.goesOn ? null : (took.costMicros ?? null), took.goesOn ? 0 : (took.minutes ?? 0) * 60_000],
        bot.id,
      ],
    );
  };
  const by = { actor: "user", name: "Ada", correlationId: newId() };
  const link = { backend: "claude", model: null, accountId: null } as const;
  const start = (key: string = newId(), userId: string | null = null) =>
    executions.api.queue(
      {
        ...{ key, bot, projectId: null, chain: [link], retries: 0, access: "read", askMinutes: null },
        ...{ allowed: nothingMore },
        ...{ workspace: "none", prompt: "Go", values: {}, checkout: { ref: null, base: null }, target: null },
        ...{ by: { ...by, userId } },
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
    used: async (): Promise<Budget["used"] | undefined> => (await budgets.list()).items[0]?.used,
    forecast: async () => (await budgets.list()).items[0]?.forecast,
    month: async () => (await budgets.list()).month,
    look: () => lookAtBudgets(options),
    holds: () => db.transaction((tx) => admission.holds(tx)),
    /** Those of budgets that were told, with why. */
    told: () =>
      told.filter(({ type }) => type.startsWith("budget.")).map(({ type, data }) => [type, data.percent]),
    /** One that began now, and took so much; it is over, or goes on. */
    ran: async (took: Took = {}) => {
      const id = newId();
      await db.pool.query(
        `insert into executions (id, idempotency_key, bot_id, bot_name, bot_version, backend, access, workspace, prompt,
          concurrency, timeout_ms, state, actor, by_name, correlation_id, queued_at, started_at, ended_at, host_id,
          cost_micros, tokens_output, given_values, user_id)
        values ($1, gen_random_uuid()::text, $2, 'A bot', 1, 'claude', 'read', 'none', 'Go', 1, 60000, $3, 'user', 'Ada', 'c', $4, $4, $5,
          null, $6, $7, '{}', $8)`,
        [
          ...[id, bot.id, took.goesOn ? "running" : "succeeded", now],
          took.goesOn ? null : new Date(now.getTime() + (took.minutes ?? 0) * 60_000),
          ...[took.costMicros ?? null, took.tokens ?? 0, took.userId ?? null],
        ],
      );
      if (took.accountId !== undefined) await attempted(id, took);
      return id;
    },
    /** An attempt with an account, which is over at once, or runs. */
    attempted: (id: string, took: Took) => attempted(id, took),
    aPerson: async () => {
      const id = newId();
      await db.pool.query(
        "insert into auth_users (id, login, name, role, created_at) values ($1::uuid, $1::text, 'Ada', 'operator', now())",
        [id],
      );
      return id;
    },
    anAccount: async () => {
      const id = newId();
      await db.pool.query(
        `insert into accounts (id, backend, name, kind, sealed_secret, created_at, created_by, updated_at, updated_by)
          values ($1::uuid, 'claude', $1::text, 'key', 'sealed', now(), 'user', now(), 'user')`,
        [id],
      );
      return id;
    },
    spentAccounts: () => db.transaction((tx) => admission.spentAccounts(tx)),
    /** Why it is to end. */
    endsFor: async (id: string): Promise<string | null> => {
      const { rows } = await db.pool.query("select over_budget from executions where id = $1", [id]);
      return rows[0]?.over_budget ?? null;
    },
  };
}
