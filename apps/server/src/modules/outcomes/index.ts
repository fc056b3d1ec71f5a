export { createOutcomes } from "./outcomes.module.ts";
export { outcomesTables } from "./outcomes.tables.ts";
export { noWorkspaces, type Workspaces } from "./ports.ts";
