export { createOutcomes } from "./outcomes.module.ts";
export { outcomesTables } from "./outcomes.tables.ts";
export type { Workspaces } from "./ports.ts";
