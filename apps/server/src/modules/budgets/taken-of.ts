import type { BudgetScope, BudgetUsed } from "@signalbox/contract/budgets";
import type { Queryable } from "../../platform/database/database.ts";
import type { ExecutionScope, ExecutionsModule, TakenBy } from "../executions/index.ts";
import type { Span } from "./decide.ts";

/** The same in the words of executions. */
export function executionsIn(scope: Exclude<BudgetScope, { kind: "account" }>): ExecutionScope {
  if (scope.kind === "user") return { userId: scope.userId };
  if (scope.kind === "bot") return { botId: scope.botId };
  return scope.kind === "project" ? { projectId: scope.projectId } : {};
}

/** What counts for a budget. */
export const takenBy = (scope: BudgetScope): TakenBy =>
  scope.kind === "account" ? { accountId: scope.accountId } : executionsIn(scope);

/** What was taken for a budget by what began in a time. */
export const takenOf = (
  read: Queryable,
  scope: BudgetScope,
  span: Span,
  executions: Pick<ExecutionsModule["api"], "usage">,
): Promise<BudgetUsed> => executions.usage.taken(read, { scope: takenBy(scope), ...span });
