export { type Agents, type AgentsOptions, createAgents } from "./agents.module.ts";
export { agentTables } from "./agents.tables.ts";
export type { ProjectCounts } from "./reading/agents.repository.ts";
export type { WaitingQuestion } from "./reading/questions.repository.ts";
export { retainedAgents } from "./retained-agents.ts";
export { retainedSignals } from "./retained-signals.ts";
