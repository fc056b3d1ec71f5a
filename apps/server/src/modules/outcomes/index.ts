export { createOutcomes } from "./outcomes.module.ts";
export { outcomesTables } from "./outcomes.tables.ts";
export type { TellPeople, Workspaces } from "./ports.ts";
