export { createExecutions, type ExecutionsModule } from "./executions.module.ts";
export type { ExecutionWish } from "./executions.service.ts";
export { executionsTables } from "./executions.tables.ts";
export { parseResult } from "./parse-result.ts";
export type {
  ExecutionAccounts,
  ExecutionBudgets,
  ExecutionOutcomes,
  ExecutionScope,
  ExecutionWorkspaces,
  Hold,
  PreparedWorkspace,
  SpentAccount,
  TakenBy,
  WorkspaceWish,
} from "./ports.ts";
export { askForSchema, checkResultSchema } from "./result-schema.ts";
export { retainedExecutions } from "./retained-executions.ts";
export { costWords } from "./usage/words.ts";
