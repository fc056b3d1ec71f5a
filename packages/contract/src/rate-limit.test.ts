import { expect, test } from "vitest";
import { AgentPatch } from "./agent-events.ts";
import { isAtLimit, restsSince } from "./rate-limit.ts";

test("only a rate limit is one, and only until the agent goes on", () => {
  expect(isAtLimit({ state: "complete", errorClass: "rate_limit" })).toBe(true);
  expect(isAtLimit({ state: "processing", errorClass: "rate_limit" })).toBe(true);
  expect(isAtLimit({ state: "complete", errorClass: "billing_error" })).toBe(false);
  expect(isAtLimit({ state: "complete", errorClass: null })).toBe(false);
  expect(isAtLimit({ state: "commanded", errorClass: "rate_limit" })).toBe(false);
});

test("an agent rests since its limit has reset", () => {
  const agent = {
    state: "complete",
    errorClass: "rate_limit",
    stateSince: "2026-11-21T11:00:00.000Z",
  } as const;
  const resetsAt = "2026-11-21T12:12:00.000Z";
  expect(restsSince({ ...agent, resetsAt })).toBe(Date.parse(resetsAt));
  expect(restsSince({ ...agent, resetsAt: null })).toBe(Date.parse(agent.stateSince));
  expect(restsSince({ ...agent, errorClass: null, resetsAt })).toBe(Date.parse(agent.stateSince));
});

test("events of before resets were told can still be read", () => {
  const at = "2026-11-21T12:00:00.000Z";
  const before = {
    ...{ state: "complete", stateSince: at, evidence: { rule: "stopped", signal: "Stop", at }, title: null },
    ...{ lastSeenAt: at, endedAt: null, endReason: null, agentType: null, projectId: null, cwd: null },
    ...{ branch: null, model: null, queuedPrompts: 0, errorClass: "rate_limit" },
  };
  expect(AgentPatch.parse(before).resetsAt).toBeNull();
});
