import { expect, test } from "vitest";
import { type Heard, matchAgent, type Unmatched } from "./match-agent.ts";

const openedAt = new Date("2026-11-30T08:00:00Z");
const launch: Unmatched = {
  backend: "codex",
  cwd: "/workspace/shop",
  sessionId: null,
  resumes: null,
  pid: 70,
  openedAt,
};
const heard = (agentId: string, more: Partial<Heard> = {}): Heard => ({
  ...{ agentId, backend: "codex", sessionId: `session of ${agentId}`, cwd: "/workspace/shop", lineage: [] },
  startedAt: new Date("2026-11-30T08:00:03Z"),
  ...more,
});
const none = new Set<string>();

test("the session of the id that was given wins over whatever else fits", () => {
  const given = { ...launch, sessionId: "mine" };
  const all = [heard("other", { lineage: [80, 70] }), heard("own", { sessionId: "mine", cwd: "/elsewhere" })];
  expect(matchAgent(given, all, none)).toBe("own");
});

test("else the one that descends from the terminal's process, whatever folder it went to", () => {
  const all = [heard("beside", { lineage: [90, 1] }), heard("own", { lineage: [80, 70, 1], cwd: "/tmp" })];
  expect(matchAgent(launch, all, none)).toBe("own");
});

test("else the first of its folder whose process nothing tells, that began since and is no other launch's", () => {
  const all = [
    heard("before", { startedAt: new Date("2026-11-30T07:59:50Z") }),
    heard("elsewhere", { cwd: "/workspace/other" }),
    heard("taken"),
    heard("of another CLI", { backend: "gemini" }),
    heard("in another terminal", { lineage: [90, 1] }),
    heard("own"),
  ];
  expect(matchAgent(launch, all, new Set(["taken"]))).toBe("own");
  expect(matchAgent(launch, all.slice(0, -1), new Set(["taken"]))).toBeNull();
});

test("a session that is gone on with is its own, though the launch that it began in runs still with another", () => {
  const resumed = { ...launch, sessionId: "mine", resumes: "own" };
  const all = [heard("own", { sessionId: "mine" })];
  expect(matchAgent(resumed, all, new Set(["own"]))).toBe("own");
  expect(matchAgent({ ...resumed, resumes: null }, all, new Set(["own"]))).toBeNull();
});
