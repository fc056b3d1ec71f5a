import type { Question } from "@signalbox/contract/agents";
import { expect, test } from "vitest";
import { NothingPressed, type PaneKeys } from "../../platform/tmux/pane-keys.ts";
import type { TerminalDialogs } from "../backends/index.ts";
import { keysUntil } from "./keys-until.ts";
import { walkDialog } from "./walk-dialog.ts";

const question: Question = {
  ...{ id: "q", agentId: "a", commandId: null, turnId: null, kind: "permission", state: "open", version: 1 },
  ...{ tool: "Bash", text: "Run x", input: null, parts: [], plan: null, terminalOnly: false },
  ...{ answerId: null, callTurnId: null, at: "2026-01-01T00:00:00.000Z", closedAt: null },
};

/** A CLI that shows one dialog while its screen says so, and takes a 1 for an answer. */
const dialogs: TerminalDialogs = {
  kinds: ["permission"],
  read: (screen) => (screen === "asks" ? { words: ["Run x"], isCut: false, options: [], foot: "" } : null),
  isAbout: () => true,
  canRemember: () => false,
  takesWords: true,
  unable: () => null,
  next: () => ({ kind: "press", keys: ["1"], last: true }),
};

/** A terminal that asks until a key is pressed; `pressed` says what becomes of one. */
function aTerminal(pressed: () => void) {
  let screen = "asks";
  const keys: string[] = [];
  const pane: PaneKeys = {
    screen: async () => screen,
    drawn: async () => "",
    type: async () => {},
    paste: async () => {},
    press: async (...names) => {
      keys.push(...names);
      screen = "";
      pressed();
    },
  };
  return { pane, keys };
}

const answer = { question, content: { kind: "allow" } as const, now: new Date("2026-01-01T01:00:00.000Z") };

test("the key that answers is pressed once, and seen to have answered", async () => {
  const { pane, keys } = aTerminal(() => {});
  expect(await walkDialog({ ...answer, until: keysUntil(), pane, dialogs })).toEqual({ kind: "gone" });
  expect(keys).toEqual(["1"]);
});

test("a key of which tmux does not tell whether it was pressed is not taken back, nor pressed again", async () => {
  const { pane, keys } = aTerminal(() => {
    throw new Error("tmux did not answer");
  });
  expect(await walkDialog({ ...answer, until: keysUntil(), pane, dialogs })).toEqual({
    kind: "unseen",
    problem: "whether it arrived could not be seen: tmux did not answer",
  });
  expect(keys).toEqual(["1"]);
});

test("a pane that takes no keys was pressed nothing in", async () => {
  const { pane } = aTerminal(() => {
    throw new NothingPressed("its pane takes no input");
  });
  expect(await walkDialog({ ...answer, until: keysUntil(), pane, dialogs })).toEqual({
    kind: "stuck",
    why: "its pane takes no input",
  });
});

test("nothing is pressed any more once the answer was on its way for long", async () => {
  const { pane, keys } = aTerminal(() => {});
  const walked = await walkDialog({ ...answer, until: performance.now() + 50, pane, dialogs });
  expect(walked).toEqual({ kind: "stuck", why: "the terminal took too long" });
  expect(keys).toEqual([]);
});

/** A CLI that asks on one page, and confirms on another that does not tell of what. */
const paged: TerminalDialogs = {
  ...dialogs,
  read: (screen) => (screen === "" ? null : { words: [screen], isCut: false, options: [], foot: "" }),
  isAbout: ({ words }) => words[0] === "asks",
  mayFollow: ({ words }) => words[0] === "confirms",
  next: ({ words }) => ({ kind: "press", keys: ["1"], last: words[0] === "confirms" }),
};

function pages(...shown: string[]) {
  const pressed: string[] = [];
  const pane = { ...aTerminal(() => {}).pane, screen: async () => shown[0] ?? "" };
  const press: PaneKeys["press"] = async (...names) => {
    pressed.push(...names);
    shown.shift();
  };
  return { pane: { ...pane, press }, pressed };
}

test("a page that does not tell what it asks is answered behind the one that does", async () => {
  const { pane, pressed } = pages("asks", "confirms");
  expect(await walkDialog({ ...answer, until: keysUntil(), pane, dialogs: paged })).toEqual({ kind: "gone" });
  expect(pressed).toEqual(["1", "1"]);
});

test("by itself such a page is another dialog, and no key is pressed", async () => {
  const { pane, pressed } = pages("confirms");
  expect(await walkDialog({ ...answer, until: keysUntil(), pane, dialogs: paged })).toEqual({
    kind: "stuck",
    why: "the terminal shows: confirms",
  });
  expect(pressed).toEqual([]);
});
