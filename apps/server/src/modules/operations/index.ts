export { createJobOperations, type JobOperations } from "./jobs/jobs.module.ts";
export { createOperations, type Operations, type OperationsOptions } from "./operations.module.ts";
