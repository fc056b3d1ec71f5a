import type { Agent } from "@signalbox/contract/agents";

/** An agent for a test that says only what it is about. */
export const anAgent = (facts: Partial<Agent> = {}): Agent => ({
  id: "agent",
  hostId: "host",
  projectId: "project",
  parentId: null,
  previousAgentId: null,
  backend: "claude",
  sessionId: "session",
  state: "idle",
  stateSince: "2026-11-21T12:00:00.000Z",
  evidence: { rule: "started", signal: "SessionStart", at: "2026-11-21T12:00:00.000Z" },
  title: null,
  agentType: null,
  cwd: null,
  branch: null,
  model: null,
  startedAt: "2026-11-21T12:00:00.000Z",
  lastSeenAt: "2026-11-21T12:00:00.000Z",
  endedAt: null,
  endReason: null,
  queuedPrompts: 0,
  errorClass: null,
  resetsAt: null,
  archivedAt: null,
  ...facts,
});
