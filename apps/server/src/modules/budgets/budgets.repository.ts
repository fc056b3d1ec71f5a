import type { BudgetContent } from "@signalbox/contract/budgets";
import { type Selectable, sql } from "kysely";
import type { Queryable, Tx } from "../../platform/database/database.ts";
import type { Budgets } from "../../platform/database/tables.ts";

export type BudgetRow = Selectable<Budgets>;

/** More than anybody looks through: each is summed whenever one is asked about. */
export const mostBudgets = 100;

const numberOf = (limit: string | null): number | null => (limit === null ? null : Number(limit));

/** What was written of it. */
export const contentOf = (row: BudgetRow): BudgetContent => ({
  scope: scopeOf(row),
  period: row.period,
  limits: {
    ...{ costMicros: numberOf(row.cost_micros), tokens: numberOf(row.tokens) },
    ...{ executions: numberOf(row.executions), minutes: numberOf(row.minutes) },
  },
  warnAt: row.warn_at,
});

function scopeOf(row: BudgetRow): BudgetContent["scope"] {
  const { bot_id: botId, project_id: projectId, account_id: accountId, user_id: userId } = row;
  if (accountId !== null) return { kind: "account", accountId };
  if (userId !== null) return { kind: "user", userId };
  if (botId !== null) return { kind: "bot", botId };
  return projectId === null ? { kind: "instance" } : { kind: "project", projectId };
}

const columnsOf = ({ scope, period, limits, warnAt }: BudgetContent) => ({
  scope: scope.kind,
  bot_id: scope.kind === "bot" ? scope.botId : null,
  project_id: scope.kind === "project" ? scope.projectId : null,
  account_id: scope.kind === "account" ? scope.accountId : null,
  user_id: scope.kind === "user" ? scope.userId : null,
  ...{ period, warn_at: warnAt, cost_micros: limits.costMicros, tokens: limits.tokens },
  ...{ executions: limits.executions, minutes: limits.minutes },
});

/** All, the oldest first. */
export const findBudgets = (read: Queryable): Promise<BudgetRow[]> =>
  read.selectFrom("budgets").selectAll().orderBy("id").limit(mostBudgets).execute();

export const insertBudget = (
  tx: Tx,
  { id, content, at }: { id: string; content: BudgetContent; at: Date },
): Promise<BudgetRow> =>
  tx
    .insertInto("budgets")
    .values({ id, ...columnsOf(content), created_at: at, updated_at: at })
    .returningAll()
    .executeTakeFirstOrThrow();

/** What it told before was told of other limits. Undefined where it is gone. */
export const updateBudget = (
  tx: Tx,
  { id, content, at }: { id: string; content: BudgetContent; at: Date },
): Promise<BudgetRow | undefined> =>
  tx
    .updateTable("budgets")
    .set({ ...columnsOf(content), updated_at: at, warned_for: null, spent_for: null })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirst();

export const deleteBudget = (tx: Tx, id: string): Promise<BudgetRow | undefined> =>
  tx.deleteFrom("budgets").where("id", "=", id).returningAll().executeTakeFirst();

/** Undefined where it was told in this period before. */
export const markTold = (
  tx: Tx,
  id: string,
  what: "warned_for" | "spent_for",
  from: Date,
): Promise<BudgetRow | undefined> =>
  tx
    .updateTable("budgets")
    .set({ [what]: from })
    .where("id", "=", id)
    .where((eb) => eb.or([eb(what, "is", null), eb(what, "<>", from)]))
    .returningAll()
    .executeTakeFirst();

/** Starts are looked at one after the other, so that no two of them take the last that is left. */
const admissionLock = 7_373_009;

export const lockAdmission = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(${admissionLock})`.execute(tx);
};
