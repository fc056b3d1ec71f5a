import type { EventEnvelope } from "@signalbox/contract/event";
import { expect, test } from "vitest";
import { type ChainNode, chainTree } from "./chain-tree.ts";

const anEvent = (id: string, causationId: string | null): EventEnvelope => ({
  position: "1",
  id,
  type: "note.written",
  at: "2026-11-22T12:00:00.000Z",
  actor: "system",
  projectId: null,
  agentId: null,
  commandId: null,
  turnId: null,
  subject: { kind: "note", id },
  correlationId: "c",
  causationId,
  version: 1,
  data: {},
});

const aSignal = {
  id: "s",
  backend: "claude",
  event: "Stop",
  receivedAt: "2026-11-22T12:00:00.000Z",
  agentId: null,
};
const drawn = (nodes: readonly ChainNode[]): unknown[] =>
  nodes.map(({ id, what, effects }) => [what.kind === "unknown" ? `?${id}` : id, ...drawn(effects)]);
const treeOf = (
  events: readonly EventEnvelope[],
  signals = [aSignal],
  causes: readonly EventEnvelope[] = [],
) =>
  drawn(
    chainTree({ correlationId: "c", events: [...events], causes: [...causes], signals, truncated: false }),
  );

test("each event hangs below what caused it, and those of one signal beside each other", () => {
  expect(treeOf([anEvent("a", "s"), anEvent("b", "s"), anEvent("c", "b")])).toEqual([
    ["s", ["a"], ["b", ["c"]]],
  ]);
});

test("a cause that is not kept stands once above what it led to; what has no cause begins by itself", () => {
  expect(treeOf([anEvent("a", "gone"), anEvent("b", "gone"), anEvent("c", null)], [])).toEqual([
    ["?gone", ["a"], ["b"]],
    ["c"],
  ]);
});

test("causes of other chains stand above, and a circle is drawn open", () => {
  expect(treeOf([anEvent("b", "a")], [], [anEvent("a", null)])).toEqual([["a", ["b"]]]);
  expect(treeOf([anEvent("a", "b"), anEvent("b", "a")], [])).toHaveLength(1);
});
