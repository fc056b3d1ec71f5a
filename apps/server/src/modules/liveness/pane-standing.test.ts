import { expect, test } from "vitest";
import type { TmuxPane } from "../../platform/tmux/panes.ts";
import { type InPane, paneFor, standingOf, whyNotInFront } from "./pane-standing.ts";

const pane = (of: Partial<TmuxPane> = {}): TmuxPane => ({
  ...{ server: "/s", id: "%1", pid: 70, command: "claude", activeAt: 0, dead: false },
  ...of,
});
const seen = (...panes: TmuxPane[]) => ({ servers: new Set(["/s", "/t"]), panes });

test.each([
  ["held while its command runs", seen(pane()), "held"],
  ["held while another command runs in it", seen(pane({ command: "node" })), "held"],
  ["left once it shows a shell", seen(pane({ command: "-zsh" })), "left"],
  ["gone once it is closed", seen(pane({ id: "%2" })), "gone"],
  ["gone once its process ended, though it stays", seen(pane({ dead: true })), "gone"],
  ["gone when a server that came back gave its id away", seen(pane({ pid: 99 })), "gone"],
  ["unknown while its server does not answer", { servers: new Set<string>(), panes: [] }, "unknown"],
])("a pane is %s", (_, now, standing) => {
  expect(standingOf(pane(), now)).toBe(standing);
});

test("a pane that showed a shell from the start is not left by showing one", () => {
  expect(standingOf(pane({ command: "bash" }), seen(pane({ command: "bash" })))).toBe("held");
});

test("of panes with the same id on several servers it is the one from which the process descends", () => {
  const [here, there] = [pane(), pane({ server: "/t", pid: 80 })];
  expect(paneFor("%1", [here, there], [500, 81, 80, 1])).toBe(there);
  expect(paneFor("%1", [here, there], [500, 1])).toBeUndefined();
  expect(paneFor("%1", [here, there], [])).toBeUndefined();
  expect(paneFor("%1", [here, pane({ id: "%2" })], [])).toBe(here);
  expect(paneFor("%1", [pane({ command: "bash" })], [])).toBeUndefined();
  expect(paneFor("%1", [pane({ dead: true })], [70])).toBeUndefined();
});

test("a process whose pane no hook told is in the one from which it descends, or in none", () => {
  const [one, other] = [pane(), pane({ id: "%2", pid: 80 })];
  expect(paneFor(null, [one, other], [500, 80, 1])).toBe(other);
  expect(paneFor(null, [one, other], [500, 1])).toBeUndefined();
  expect(paneFor(null, [one], [])).toBeUndefined();
});

const inPane = (agentId: string, lineage: readonly number[], of: Partial<InPane> = {}): InPane => ({
  ...{ processId: agentId, agentId, pid: lineage[0] ?? null, pane: pane(), lineage, inFront: true },
  ...of,
});

test("of several agents in one pane none gets keys, but for the one that started the others", () => {
  const [one, other] = [inPane("one", [71, 70]), inPane("other", [72, 70])];
  expect(whyNotInFront(one, [one])).toBeNull();
  expect(whyNotInFront(one, [one, other])).toContain("another agent stands in its pane");
  expect(whyNotInFront(other, [one, other])).toContain("another agent stands in its pane");
  const elsewhere = inPane("elsewhere", [82, 80], { pane: pane({ id: "%2", pid: 80 }) });
  expect(whyNotInFront(one, [one, elsewhere])).toBeNull();
  const child = inPane("child", [90, 71, 70]);
  expect(whyNotInFront(one, [one, child])).toBeNull();
  expect(whyNotInFront(child, [one, child])).toContain("another agent stands in its pane");
});

test("an agent that was put behind another program gets no keys, and the one in front does", () => {
  const [behind, front] = [inPane("behind", [71, 70], { inFront: false }), inPane("front", [72, 70])];
  expect(whyNotInFront(behind, [behind, front])).toContain("another program stands in front");
  expect(whyNotInFront(front, [behind, front])).toBeNull();
});
