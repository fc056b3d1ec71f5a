export {
  type HooksHealthOptions,
  hooksHealth,
  jobHealth,
  logHealth,
  mostErrors,
} from "./health/work-health.ts";
export { createJobOperations, type JobOperations } from "./jobs/jobs.module.ts";
export { createOperations, type Operations, type OperationsOptions } from "./operations.module.ts";
