import type { Agent, CompletedCommand } from "@signalbox/contract/agents";
import { expect, test } from "vitest";
import { type BoardParts, layCards, limitedOf, withoutLimited } from "./columns.ts";

const noon = "2026-11-21T12:00:00.000Z";
const anAgent = (id: string, facts: Partial<Agent> = {}): Agent => ({
  ...{
    id,
    hostId: "host",
    projectId: null,
    parentId: null,
    previousAgentId: null,
    backend: "claude" as const,
  },
  ...{ sessionId: id, state: "idle" as const, stateSince: noon, title: id, agentType: null, cwd: null },
  ...{ branch: null, model: null, startedAt: noon, lastSeenAt: noon, endedAt: null, endReason: null },
  ...{ contextTokens: null, contextLimit: null },
  ...{
    queuedPrompts: 0,
    errorClass: null,
    resetsAt: null,
    costMicros: null,
    archivedAt: null,
    personaId: null,
    evidence: { rule: "", signal: "", at: noon },
  },
  ...facts,
});

const lay = (parts: Partial<BoardParts>) =>
  layCards({ live: [], complete: [], attention: [], now: Date.parse(noon), ...parts }).map(
    ({ agent, column }) => `${column} ${agent.id}`,
  );

test("each agent stands in the column of its state, the longest wait first", () => {
  const live = [
    anAgent("new", { state: "awaiting_input" }),
    anAgent("old", { state: "awaiting_input", stateSince: "2026-11-21T11:00:00.000Z" }),
    anAgent("working", { state: "processing" }),
    anAgent("resting"),
  ];
  expect(lay({ live })).toEqual(["needs_you old", "needs_you new", "processing working", "idle resting"]);
});

test("a child stands on its parent's card, unless a person is needed", () => {
  const live = [
    anAgent("parent", { state: "processing" }),
    anAgent("child", { parentId: "parent", state: "processing" }),
    anAgent("stuck", { parentId: "parent", state: "awaiting_input" }),
  ];
  const cards = layCards({ live, complete: [], attention: [], now: Date.parse(noon) });
  expect(cards.map(({ agent, subagents }) => [agent.id, subagents])).toEqual([
    ["stuck", 0],
    ["parent", 2],
  ]);
});

test("what was completed lately stays, the newest first, ended ones too; what was completed long ago does not", () => {
  const complete = [
    anAgent("long ago", { state: "complete", stateSince: "2026-11-20T11:00:00.000Z" }),
    anAgent("earlier", { state: "complete", stateSince: "2026-11-21T09:00:00.000Z", endedAt: noon }),
    anAgent("just now", { state: "complete" }),
  ];
  expect(lay({ complete, live: [anAgent("just now", { state: "complete" })] })).toEqual([
    "complete just now",
    "complete earlier",
  ]);
});

test("an agent at a limit stays until long after that has reset, even where it resets in days", () => {
  const limited = (id: string, resetsAt: string | null) =>
    anAgent(id, {
      ...{ state: "complete", errorClass: "rate_limit", stateSince: "2026-11-19T12:00:00.000Z" },
      resetsAt,
    });
  const complete = [
    limited("days ahead", "2026-11-24T12:00:00.000Z"),
    limited("reset lately", "2026-11-21T11:00:00.000Z"),
    limited("reset long ago", "2026-11-20T11:00:00.000Z"),
    limited("unknown", null),
  ];
  expect(lay({ complete })).toEqual(["complete days ahead", "complete reset lately"]);
});

test("a command at whose limit its agent still stands is told there alone, and earlier ones are finished", () => {
  const stopped = { state: "complete", errorClass: "rate_limit" } as const;
  const complete = [anAgent("held", stopped), anAgent("left", { ...stopped, endedAt: noon })];
  const cards = layCards({ live: [], complete, attention: [], now: Date.parse(noon) });
  const command = (agentId: string, facts: Partial<CompletedCommand> = {}): CompletedCommand => ({
    ...{ id: "c", agentId, backend: "claude", projectId: null, state: "complete", outcome: "failed" },
    ...{ errorClass: "rate_limit", errorText: null, resetsAt: null, instruction: null },
    ...{ startedAt: noon, completedAt: noon, ...facts },
  });
  const earlier = command("held", { completedAt: "2026-11-21T11:00:00.000Z" });
  const done = command("held", { errorClass: null, outcome: "done" });
  const others = [earlier, done, command("left"), command("working")];
  expect(withoutLimited([command("held"), ...others], limitedOf(cards))).toEqual(others);
});
