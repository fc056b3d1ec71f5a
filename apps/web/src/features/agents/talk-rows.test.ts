import type { Command } from "@signalbox/contract/agents";
import { expect, test } from "vitest";
import type { Stop } from "./conversation.ts";
import { rowOfTurn, rowsOf, type TalkRow } from "./talk-rows.ts";
import { aTurn } from "./testing/a-turn.ts";

const command = (id: string, more: Partial<Command> = {}): Command => ({
  ...{ id, agentId: "a", state: "complete", outcome: "done", errorClass: null, errorText: null },
  ...{ resetsAt: null, instruction: id, startedAt: "", completedAt: "", usage: null },
  ...more,
});
const said = (id: string, at: string): Stop => ({ kind: "said", at, turn: aTurn({ id, at }) });
const sections = [
  { command: command("c1"), stops: [said("t1", "1"), said("t2", "2")] },
  { command: command("c2", { state: "processing", outcome: null }), stops: [said("t3", "3")] },
];
const lay = (more: Partial<Parameters<typeof rowsOf>[1]> = {}) =>
  rowsOf({ sections, queued: [] }, { folded: new Set(), seenTo: null, ...more });
const keys = (rows: readonly TalkRow[]) => rows.map(({ key }) => key);

test("each command has a head, its stops, and its end where that says more", () => {
  expect(keys(lay())).toEqual(["c1", "t1", "t2", "c2", "t3", "end c2"]);
  expect(
    lay()
      .filter((row) => row.kind === "stop" && row.isLast)
      .map(({ key }) => key),
  ).toEqual(["t2"]);
});

test("a folded command shows its head alone", () => {
  expect(keys(lay({ folded: new Set(["c1"]) }))).toEqual(["c1", "c2", "t3", "end c2"]);
});

test("what came since one looked stands below a line; none where all of it or nothing is new", () => {
  expect(keys(lay({ seenTo: "1" }))).toEqual(["c1", "t1", "new", "t2", "c2", "t3", "end c2"]);
  expect(keys(lay({ seenTo: "2" }))).toEqual(["c1", "t1", "t2", "new", "c2", "t3", "end c2"]);
  expect(keys(lay({ seenTo: "0" }))).not.toContain("new");
  expect(keys(lay({ seenTo: "9" }))).not.toContain("new");
});

test("a turn is found among calls that are shown together", () => {
  const calls: Stop = { kind: "calls", at: "1", turns: [aTurn({ id: "x" }), aTurn({ id: "y" })] };
  const rows = rowsOf(
    { sections: [{ command: null, stops: [calls] }], queued: [] },
    { folded: new Set(), seenTo: null },
  );
  expect([rowOfTurn(rows, "y"), rowOfTurn(rows, "z")]).toEqual([1, -1]);
});
