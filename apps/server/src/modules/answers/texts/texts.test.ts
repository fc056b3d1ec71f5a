import { expect, test } from "vitest";
import { claudeInput } from "../../backends/claude/input.ts";
import { placeBefore } from "./queue.ts";
import { whyNotNow } from "./tell.ts";

const queue = [
  { id: "a", place: 1 },
  { id: "b", place: 2 },
  { id: "c", place: 4 },
];

test("a text is moved before another one, or to the end", () => {
  expect(placeBefore(queue, { id: "c" }, "a")).toBe(0);
  expect(placeBefore(queue, { id: "c" }, "b")).toBe(1.5);
  expect(placeBefore(queue, { id: "a" }, "c")).toBe(3);
  expect(placeBefore(queue, { id: "a" }, null)).toBe(5);
  expect(placeBefore([{ id: "a", place: 1 }], { id: "a" }, null)).toBe(1);
});

const now = new Date("2026-01-01T00:01:00Z");
const since = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
const agent = { state: "complete", stateSince: since(20).toISOString(), endedAt: null } as const;
const at = { row: { interrupt: false }, question: null, sentAt: null, now };

test("a text is said to an agent that waits, and has begun with what was said before", () => {
  expect(whyNotNow(agent, at)).toBeNull();
  expect(whyNotNow({ ...agent, state: "processing" }, at)).toBe("it works");
  expect(whyNotNow({ ...agent, endedAt: since(1).toISOString() }, at)).toBe("the agent has ended");
  expect(whyNotNow(agent, { ...at, sentAt: since(30) })).toBeNull();
  expect(whyNotNow(agent, { ...at, sentAt: since(2) })).toBe("soon");
  expect(whyNotNow(agent, { ...at, sentAt: since(12) })).toBeNull();
});

test("one that interrupts waits for nothing", () => {
  expect(whyNotNow({ ...agent, state: "processing" }, { ...at, row: { interrupt: true } })).toBeNull();
});

const line = "─".repeat(60);
const screen = (typed: string, below = "  ⏸ manual mode on") => [line, `❯ ${typed}`, line, below].join("\n");

test("what stands in Claude Code's input is told from an empty one, and from a dialog", () => {
  expect(claudeInput.read(screen(""))).toEqual({ typed: "", busy: false });
  expect(claudeInput.read(screen('Try "edit a file"'))).toEqual({ typed: "", busy: false });
  expect(claudeInput.read(screen("A\n  draft"))).toEqual({ typed: "A\n  draft", busy: false });
  expect(claudeInput.read([line, "! ls", line].join("\n"))).toMatchObject({ typed: "!ls" });
  expect(claudeInput.read(screen("", " esc to interrupt"))).toEqual({ typed: "", busy: true });
  expect(claudeInput.read(" Do you want to proceed?\n ❯ 1. Yes\n   2. No")).toMatchObject({ typed: null });
});

test("a text is known in the input by all of it, or by the sign of what was pasted", () => {
  expect(claudeInput.holds("one\n  two", "one two")).toBe(true);
  expect(claudeInput.holds("one two and more", "one two")).toBe(false);
  expect(claudeInput.holds("[Pasted text #1 +2 lines]", "one\ntwo\nthree")).toBe(true);
  expect(claudeInput.holds("my [Pasted text #1 +2 lines]", "one\ntwo\nthree")).toBe(false);
  expect(claudeInput.asSaid("!ls")).toBe(" !ls");
});
