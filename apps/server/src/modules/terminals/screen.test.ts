import { expect, test } from "vitest";
import { incompleteLetter, screenOf } from "./screen.ts";
import { pasteable } from "./typing.ts";

/** What tmux answers: numbers, then which of its flags are on. */
const state = (numbers: string, flags = "0 1 0 0 0 1 0 0 0 0") => [`${numbers} ${flags}`];
const nothing = Buffer.alloc(0);
const shown = (...answers: string[][]) => screenOf(answers, nothing)?.bytes.toString();

test("a screen is drawn row by row, with what has left it above, and the cursor in its place", () => {
  const text = shown(state("20 3 4 1 0 0 2"), ["older", "old"], ["one", "two", ""], [], []);
  expect(text).toBe("\u001b[?7lolder\r\nold\r\none\r\ntwo\r\n\u001b[0m\u001b[?7h\u001b[2;5H");
});

test("where nothing has left the screen, its first row is not shown twice", () => {
  expect(shown(state("20 2 0 0 0 0 0"), ["one"], ["one", ""], [], [])).not.toContain("one\r\none");
});

test("modes that a program has switched on are on, and a cursor that it hid is hidden", () => {
  const text = shown(state("20 1 0 0 0 0 0", "0 0 0 1 1 1 0 1 0 1"), [], [""], [], []);
  for (const mode of ["\u001b[?25l", "\u001b[?1h", "\u001b=", "\u001b[?1002h", "\u001b[?1006h"]) {
    expect(text).toContain(mode);
  }
});

test("the beginning of a sequence, and of a letter, goes on with what is printed next", () => {
  const screen = screenOf([state("20 1 0 0 0 0 0"), [], [""], [], ["\\033[3"]], Buffer.from([0xe6]));
  expect(screen?.bytes.subarray(-4)).toEqual(Buffer.from([0x1b, 0x5b, 0x33, 0xe6]));
});

test("what is no answer to what was asked is no screen", () => {
  expect(screenOf([], nothing)).toBeNull();
  expect(screenOf([["can't find pane: %9"]], nothing)).toBeNull();
  expect(screenOf([["      "]], nothing)).toBeNull();
});

test("only the beginning of a letter is one", () => {
  const train = Buffer.from("🚂");
  for (const length of [1, 2, 3]) {
    expect(
      incompleteLetter(Buffer.concat([Buffer.from("a"), train.subarray(0, length)]).subarray(-3)),
    ).toHaveLength(length);
  }
  for (const whole of ["", "a", "ü", "漢", "🚂"])
    expect(incompleteLetter(Buffer.from(whole))).toHaveLength(0);
  expect(incompleteLetter(Buffer.from([0x80, 0x80, 0x80]))).toHaveLength(0);
});

test("of what is pasted, lines and tabs are kept, and what would command a terminal is not", () => {
  expect(pasteable("a\tb\r\nc\rd\u001b[201~\u0003\u009b1m\u0000")).toBe("a\tb\nc\nd[201~1m");
});
