export { createExecutions, type ExecutionsModule } from "./executions.module.ts";
export { executionsTables } from "./executions.tables.ts";
export { retainedExecutions } from "./retained-executions.ts";
