import { expect, test } from "vitest";
import type { TmuxPane } from "../../platform/tmux/panes.ts";
import { paneFor, standingOf } from "./pane-standing.ts";

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
