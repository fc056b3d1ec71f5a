export { createExecutions, type ExecutionsModule } from "./executions.module.ts";
export { executionsTables } from "./executions.tables.ts";
export type { ExecutionWorkspaces, PreparedWorkspace, WorkspaceWish } from "./ports.ts";
export { retainedExecutions } from "./retained-executions.ts";
