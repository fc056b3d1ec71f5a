import type { Budget, BudgetContent, listBudgets } from "@signalbox/contract/budgets";
import type { ReplyOf } from "@signalbox/contract/route";
import type { Clock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
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
import { type Span, spanOf, standingOf } from "./decide.ts";
import { forecastOf, recentDays } from "./forecast.ts";
import { takenBy, takenOf } from "./taken-of.ts";

export interface BudgetsOptions {
  db: Db;
  events: Pick<EventLog, "append">;
  clock: Clock;
  audit: Pick<Audit, "record">;
  executions: Pick<ExecutionsModule["api"], "usage" | "lookAgain">;
  /** What a project is called. @throws AppError `projects.not_found` */
  project(id: string): Promise<string>;
  /** What a bot is called. @throws AppError `bots.not_found` */
  bot(id: string): Promise<string>;
  /** What an account is called. @throws AppError `accounts.not_found` */
  account(id: string): Promise<string>;
  /** What a person is called. @throws AppError `auth.user_not_found` */
  user(id: string): Promise<string>;
}

export interface BudgetsService {
  list(): Promise<ReplyOf<typeof listBudgets>>;
  /** @throws AppError `budgets.too_many`, `projects.not_found`, `bots.not_found`, `accounts.not_found`, `auth.user_not_found` */
  make(content: BudgetContent, by: Cause): Promise<Budget>;
  /** @throws AppError `budgets.not_found`, and as `make` does */
  change(id: string, content: BudgetContent, by: Cause): Promise<Budget>;
  /** @throws AppError `budgets.not_found` */
  remove(id: string, by: Cause): Promise<void>;
}

/** What somebody calls that whose executions count; null for all. */
async function nameOf({ scope }: BudgetContent, options: BudgetsOptions): Promise<string | null> {
  if (scope.kind === "project") return options.project(scope.projectId);
  if (scope.kind === "bot") return options.bot(scope.botId);
  if (scope.kind === "account") return options.account(scope.accountId);
  return scope.kind === "user" ? options.user(scope.userId) : null;
}

export const createBudgetsService = (options: BudgetsOptions): BudgetsService => {
  const { db, clock, audit, executions } = options;
  const present = async (read: Queryable, row: BudgetRow, of: string | null) => ({
    ...(await presentBudget(read, row, options)),
    of,
  });
  const about = (id: string) => ({ subject: { kind: "budget", id } });
  return {
    async list() {
      const budgets: Budget[] = [];
      for (const row of await findBudgets(db.read)) {
        // What it is of may go between the two.
        const of = await nameOf(contentOf(row), options).catch(ifGone);
        budgets.push(await present(db.read, row, of));
      }
      return { items: budgets, month: await monthOf(db.read, options) };
    },
    async make(content, by) {
      const of = await nameOf(content, options);
      return db.transaction(async (tx) => {
        if ((await findBudgets(tx)).length >= mostBudgets) throw budgetErrors.tooMany(mostBudgets);
        const row = await insertBudget(tx, { id: newId(), content, at: clock.now() });
        await audit.record(tx, { ...by, action: "budget.created", ...about(row.id), detail: { ...content } });
        return present(tx, row, of);
      });
    },
    async change(id, content, by) {
      const of = await nameOf(content, options);
      const changed = await db.transaction(async (tx) => {
        const row = await updateBudget(tx, { id, content, at: clock.now() });
        if (row === undefined) throw budgetErrors.notFound(id);
        await audit.record(tx, { ...by, action: "budget.changed", ...about(id), detail: { ...content } });
        return present(tx, row, of);
      });
      // What waits for an account may have it now.
      await executions.lookAgain();
      return changed;
    },
    async remove(id, by) {
      await db.transaction(async (tx) => {
        if ((await deleteBudget(tx, id)) === undefined) throw budgetErrors.notFound(id);
        await audit.record(tx, { ...by, action: "budget.removed", ...about(id) });
      });
      await executions.lookAgain();
    },
  };
};

function ifGone(error: unknown): null {
  if (error instanceof AppError && error.kind === "not_found") return null;
  throw error;
}

async function presentBudget(
  read: Queryable,
  row: BudgetRow,
  { clock, executions }: Pick<BudgetsOptions, "clock" | "executions">,
): Promise<Omit<Budget, "of">> {
  const content = contentOf(row);
  const span = spanOf(content.period, clock.now());
  const used = await takenOf(read, content.scope, span, executions);
  const { state, percent } = standingOf(content, used);
  const forecast = await forecastNow(read, { ...content, span, used }, { clock, executions });
  return {
    ...{ id: row.id, ...content, used, percent, state, forecast },
    ...{ from: span.from.toISOString(), until: span.until.toISOString() },
  };
}

interface Known extends Pick<BudgetContent, "scope" | "limits"> {
  span: Span;
  used: Budget["used"];
}

type Means = Pick<BudgetsOptions, "clock" | "executions">;

async function forecastNow(
  read: Queryable,
  { scope, ...known }: Known,
  { clock, executions }: Means,
): Promise<Budget["forecast"]> {
  const first = await executions.usage.first(read, takenBy(scope));
  const { days, ...span } = recentDays(clock.now(), first);
  const used = await takenOf(read, scope, span, executions);
  return forecastOf(known, { used, days }, clock.now());
}

const unlimited = { costMicros: null, tokens: null, executions: null, minutes: null };

/** What all executions take in the month that runs. */
async function monthOf(read: Queryable, means: Means): Promise<ReplyOf<typeof listBudgets>["month"]> {
  const [scope, span] = [{ kind: "instance" } as const, spanOf("month", means.clock.now())];
  const used = await takenOf(read, scope, span, means.executions);
  const forecast = await forecastNow(read, { scope, limits: unlimited, span, used }, means);
  return { used, forecast, from: span.from.toISOString(), until: span.until.toISOString() };
}
