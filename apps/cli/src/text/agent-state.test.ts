import type { Agent } from "@signalbox/contract/agents";
import { expect, test } from "vitest";
import { colourOf, stateWord } from "./agent-state.ts";

const seen = "2026-11-21T12:00:00.000Z";
const agent = (of: Partial<Agent>): Agent => ({
  ...{ id: "a", hostId: "h", projectId: null, parentId: null, previousAgentId: null },
  ...{ backend: "claude", sessionId: "s", state: "processing", stateSince: seen },
  evidence: { rule: "r", signal: "s", at: seen },
  ...{ title: null, agentType: null, cwd: null, branch: null, model: null },
  ...{
    startedAt: seen,
    lastSeenAt: seen,
    endedAt: null,
    endReason: null,
    queuedPrompts: 0,
    errorClass: null,
    resetsAt: null,
    contextTokens: null,
    contextLimit: null,
    costMicros: null,
    archivedAt: null,
    personaId: null,
  },
  ...of,
});
const after = (minutes: number) => new Date(Date.parse(seen) + minutes * 60_000);

test.each([
  ["at work", agent({}), after(9), "processing", "green"],
  ["at work, and not heard of for long", agent({}), after(11), "silent", "yellow"],
  ["that waits", agent({ state: "awaiting_input" }), after(60), "awaiting input", "red"],
  ["that failed", agent({ state: "complete", errorClass: "rate_limit" }), after(60), "rate limit", "yellow"],
  ["that has ended", agent({ state: "complete", endedAt: seen }), after(60), "ended", "gray"],
])("the state of an agent %s", (_, one, now, word, colour) => {
  expect([stateWord(one, now), colourOf(one, now)]).toEqual([word, colour]);
});
