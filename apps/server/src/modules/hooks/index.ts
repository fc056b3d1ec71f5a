export { createHooks, type Hooks, type HooksOptions } from "./hooks.module.ts";
export type { HooksApi } from "./hooks.service.ts";
export { hookTables } from "./hooks.tables.ts";
export type { Audit, Hearing, Programs } from "./ports.ts";
export { testEventName } from "./test-event.ts";
