export { AgentTerminal } from "./components/agent-terminal.tsx";
export { StartAgent } from "./components/start-agent.tsx";
export { followLaunches } from "./live.ts";
