import type { BudgetScope, BudgetUsed } from "@signalbox/contract/budgets";
import type { Queryable } from "../../platform/database/database.ts";
import type { ExecutionScope, ExecutionsModule } from "../executions/index.ts";
import type { Span } from "./decide.ts";

/** The same in the words of executions. */
export function executionsIn(scope: BudgetScope): ExecutionScope {
  if (scope.kind === "bot") return { botId: scope.botId };
  return scope.kind === "project" ? { projectId: scope.projectId } : {};
}

/** What executions of a scope took that began in a time. */
export const takenOf = (
  read: Queryable,
  scope: BudgetScope,
  span: Span,
  executions: Pick<ExecutionsModule["api"], "usage">,
): Promise<BudgetUsed> => executions.usage.taken(read, { scope: executionsIn(scope), ...span });
