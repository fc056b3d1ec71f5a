import { expect, test } from "vitest";
import { launchesOf } from "./launches.ts";
import { aChild } from "./testing/a-child.ts";
import { aTurn } from "./testing/a-turn.ts";

const at = (second: number) => `2026-11-21T12:00:${String(second).padStart(2, "0")}.000Z`;
const aCall = (id: string, second: number, given: Record<string, unknown>, result: unknown = null) =>
  aTurn({
    id,
    at: at(second),
    tool: { name: "Agent", useId: id, input: given, result, failed: false, durationMs: null },
  });
const named = (launches: ReturnType<typeof launchesOf>) =>
  [...launches].map(([turn, child]) => `${turn} → ${child.id}`);

test("the call whose answer names a child started it", () => {
  const child = aChild({ id: "x", startedByTurnId: "b", startedAt: at(9) });
  const turns = [aCall("a", 1, {}), aCall("b", 2, {}, { agentId: "x" })];
  expect(named(launchesOf(turns, [child]))).toEqual(["b → x"]);
});

test("while calls still wait for their answers, each child goes to the call before it that asked for its kind", () => {
  const turns = [
    aCall("a", 1, { subagent_type: "Explore" }),
    aCall("b", 2, { subagent_type: "Plan" }),
    aCall("c", 8, { subagent_type: "Explore" }),
  ];
  const children = [
    aChild({ id: "x", agentType: "Plan", startedAt: at(3) }),
    aChild({ id: "y", agentType: "Explore", startedAt: at(4) }),
    aChild({ id: "z", agentType: "Explore", startedAt: at(5) }),
  ];
  expect(named(launchesOf(turns, children))).toEqual(["b → x", "a → y"]);
});
