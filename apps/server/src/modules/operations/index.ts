export { createOperations, type Operations, type OperationsOptions } from "./operations.module.ts";
