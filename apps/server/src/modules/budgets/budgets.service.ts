import type { Budget, BudgetContent } from "@signalbox/contract/budgets";
import type { Clock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import type { Db, Queryable } from "../../platform/database/database.ts";
import type { EventLog } from "../../platform/events/events.ts";
import type { Cause } from "../../platform/http/http.ts";
import type { Audit } from "../auth/index.ts";
import type { ExecutionsModule } from "../executions/index.ts";
import { budgetErrors } from "./budgets.errors.ts";
import {
  type BudgetRow,
  contentOf,
  deleteBudget,
  findBudgets,
  insertBudget,
  mostBudgets,
  updateBudget,
} from "./budgets.repository.ts";
import { spanOf, standingOf } from "./decide.ts";
import { takenOf } from "./taken-of.ts";

export interface BudgetsOptions {
  db: Db;
  events: Pick<EventLog, "append">;
  clock: Clock;
  audit: Pick<Audit, "record">;
  executions: Pick<ExecutionsModule["api"], "usage">;
  /** @throws AppError `projects.not_found` */
  project(id: string): Promise<unknown>;
  /** @throws AppError `bots.not_found` */
  bot(id: string): Promise<unknown>;
}

export interface BudgetsService {
  list(): Promise<Budget[]>;
  /** @throws AppError `budgets.too_many`, `projects.not_found`, `bots.not_found` */
  make(content: BudgetContent, by: Cause): Promise<Budget>;
  /** @throws AppError `budgets.not_found`, `projects.not_found`, `bots.not_found` */
  change(id: string, content: BudgetContent, by: Cause): Promise<Budget>;
  /** @throws AppError `budgets.not_found` */
  remove(id: string, by: Cause): Promise<void>;
}

export const createBudgetsService = (options: BudgetsOptions): BudgetsService => {
  const { db, clock, audit } = options;
  const check = async ({ scope }: BudgetContent) => {
    if (scope.kind === "project") await options.project(scope.projectId);
    if (scope.kind === "bot") await options.bot(scope.botId);
  };
  const present = (read: Queryable, row: BudgetRow) => presentBudget(read, row, options);
  const about = (id: string) => ({ subject: { kind: "budget", id } });
  return {
    async list() {
      const budgets: Budget[] = [];
      for (const row of await findBudgets(db.read)) budgets.push(await present(db.read, row));
      return budgets;
    },
    async make(content, by) {
      await check(content);
      return db.transaction(async (tx) => {
        if ((await findBudgets(tx)).length >= mostBudgets) throw budgetErrors.tooMany(mostBudgets);
        const row = await insertBudget(tx, { id: newId(), content, at: clock.now() });
        await audit.record(tx, { ...by, action: "budget.created", ...about(row.id), detail: { ...content } });
        return present(tx, row);
      });
    },
    async change(id, content, by) {
      await check(content);
      return db.transaction(async (tx) => {
        const row = await updateBudget(tx, { id, content, at: clock.now() });
        if (row === undefined) throw budgetErrors.notFound(id);
        await audit.record(tx, { ...by, action: "budget.changed", ...about(id), detail: { ...content } });
        return present(tx, row);
      });
    },
    remove: (id, by) =>
      db.transaction(async (tx) => {
        if ((await deleteBudget(tx, id)) === undefined) throw budgetErrors.notFound(id);
        await audit.record(tx, { ...by, action: "budget.removed", ...about(id) });
      }),
  };
};

async function presentBudget(
  read: Queryable,
  row: BudgetRow,
  { clock, executions }: Pick<BudgetsOptions, "clock" | "executions">,
): Promise<Budget> {
  const content = contentOf(row);
  const span = spanOf(content.period, clock.now());
  const used = await takenOf(read, content.scope, span, executions);
  const { state, percent } = standingOf(content, used);
  return {
    ...{ id: row.id, ...content, used, percent, state },
    ...{ from: span.from.toISOString(), until: span.until.toISOString() },
  };
}
