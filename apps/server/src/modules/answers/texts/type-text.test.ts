import { expect, test } from "vitest";
import { NothingPressed, type PaneKeys } from "../../../platform/tmux/pane-keys.ts";
import { adapterOf } from "../../backends/index.ts";
import { interruptBy, typeText } from "./type-text.ts";

const input = adapterOf("claude")?.input;
if (input === undefined) throw new Error("Claude Code has an input");
const line = "─".repeat(60);

/** Claude Code's input as it is drawn; `entered` says what stands in it after the nth Enter, null for a dialog. */
function aTerminal(entered: (typed: string, times: number) => string | null) {
  let typed: string | null = "";
  const pressed: string[] = [];
  const pane: PaneKeys = {
    screen: async () => (typed === null ? " Do you want to proceed?" : [line, `❯ ${typed}`, line].join("\n")),
    drawn: async () => "",
    type: async (text) => {
      typed += text;
    },
    paste: async () => {},
    press: async (...keys) => {
      pressed.push(...keys);
      if (keys[0] === "C-u") typed = "";
      else typed = entered(typed ?? "", pressed.length);
    },
  };
  return { pane, pressed };
}

const said = (text: string) => ({ input, text, lastPrompt: null, lastSaid: null, interrupt: false });

test("a text was sent once its input is empty, or gave way to something else", async () => {
  for (const left of ["", null]) {
    const { pane, pressed } = aTerminal(() => left);
    expect(await typeText({ pane, ...said("paint") })).toEqual({ kind: "sent", problem: null });
    expect(pressed).toEqual(["Enter"]);
  }
});

test("a text that stands there still is sent by one more Enter", async () => {
  const { pane, pressed } = aTerminal((typed, times) => (times < 2 ? typed : ""));
  expect(await typeText({ pane, ...said("/paint") })).toEqual({ kind: "sent", problem: null });
  expect(pressed).toEqual(["Enter", "Enter"]);
});

test("what an Enter completed to another text was not sent, and is not", async () => {
  const { pane, pressed } = aTerminal(() => "explain @src/main.ts ");
  expect(await typeText({ pane, ...said("explain @ma") })).toEqual({
    kind: "unknown",
    problem: "it was typed, and its input shows: explain @src/main.ts",
  });
  expect(pressed).toEqual(["Enter"]);
});

test("no Enter is pressed once it took too long, and nothing is left in the input", async () => {
  const { pane, pressed } = aTerminal(() => "");
  const typed = await typeText({ pane, ...said("paint"), until: performance.now() + 100 });
  expect(typed).toEqual({ kind: "refused", why: "the terminal took too long" });
  expect(pressed).toEqual(["C-u"]);
  const late = await typeText({ pane, ...said("paint"), until: performance.now() - 1 });
  expect([late.kind, pressed]).toEqual(["refused", ["C-u"]]);
});

test("in a pane that takes no keys nothing was typed", async () => {
  const { pane } = aTerminal(() => "");
  const type = () => Promise.reject(new NothingPressed("its pane takes no input"));
  expect(await typeText({ pane: { ...pane, type }, ...said("paint") })).toEqual({
    kind: "refused",
    why: "its pane takes no input",
  });
});

test("what works is interrupted, also where the first look falls between two pieces of what it draws", async () => {
  const busy = ["✽ Thinking… (esc to interrupt)", line, "❯ ", line, "  esc to interrupt"].join("\n");
  const resting = [line, "❯ ", line].join("\n");
  const { pane, pressed } = aTerminal(() => "");
  let looks = 0;
  const screen = async () => (looks++ === 0 || pressed.length > 0 ? resting : busy);
  expect(await interruptBy({ ...pane, screen }, input)).toBe("stopped");
  expect(pressed).toEqual(["Escape"]);
  expect(await interruptBy({ ...pane, screen: async () => resting }, input)).toBe("idle");
});
