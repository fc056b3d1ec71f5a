export { type Agents, type AgentsApi, type AgentsOptions, createAgents } from "./agents.module.ts";
export { agentTables } from "./agents.tables.ts";
export { createImports, type Imports, type ImportsOptions } from "./imports/imports.module.ts";
export type { GoneProcess } from "./processes/process-gone.ts";
export type { WatchedProcess } from "./processes/watched.repository.ts";
export type { ProjectCounts } from "./reading/agents.repository.ts";
export type { WaitingQuestion } from "./reading/questions.repository.ts";
export { retainedAgents } from "./retained-agents.ts";
export { retainedSignals } from "./retained-signals.ts";
