import { expect, test } from "vitest";
import type { TerminalInput } from "../../backends/index.ts";
import { placeBefore } from "./queue.ts";
import { whyNotNow } from "./tell.ts";
import { whyNotTyped } from "./why-not-typed.ts";

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
const at = { row: { interrupt: false, at: since(60) }, question: null, sentAt: null, now };

test("a text is said to an agent that waits, and has begun with what was said before", () => {
  expect(whyNotNow(agent, at)).toBeNull();
  expect(whyNotNow({ ...agent, state: "processing" }, at)).toBe("the agent is at work");
  expect(whyNotNow({ ...agent, endedAt: since(1).toISOString() }, at)).toBe("the agent has ended");
  expect(whyNotNow(agent, { ...at, sentAt: since(30) })).toBeNull();
  expect(whyNotNow(agent, { ...at, sentAt: since(2) })).toBe("soon");
  expect(whyNotNow(agent, { ...at, sentAt: since(12) })).toBeNull();
});

test("one that interrupts waits for nothing, but is another text after ten seconds", () => {
  const works = { ...agent, state: "processing" } as const;
  expect(whyNotNow(works, { ...at, row: { interrupt: true, at: since(1) } })).toBeNull();
  expect(whyNotNow(works, { ...at, row: { interrupt: true, at: since(11) } })).toBe("the agent is at work");
});

/** A terminal that shows its input as its whole screen. */
const input: TerminalInput = {
  read: (screen) => ({
    typed: screen === "dialog" ? null : screen.replace("busy", ""),
    busy: screen.startsWith("busy"),
  }),
  holds: (typed, said) => typed === said,
  asSaid: (text) => (text.startsWith("!") ? null : text),
};
const typing = { input, lastPrompt: "Paint it", lastSaid: null, text: "Go on", interrupt: false };

test("a terminal is looked at before anything is on its way", () => {
  expect(whyNotTyped("", typing)).toBeNull();
  expect(whyNotTyped("Paint it", typing)).toBeNull();
  expect(whyNotTyped("My own dra", typing)).toBe("somebody has begun to write in its terminal");
  expect(whyNotTyped("dialog", typing)).toMatch(/^its terminal shows no input/);
  expect(whyNotTyped("busy", typing)).toBe("the agent is at work");
  expect(whyNotTyped("busy", { ...typing, interrupt: true })).toBeNull();
  expect(whyNotTyped("", { ...typing, text: "!ls" })).toMatch(/would run it in a shell/);
});

test("a draft that shows as a sign is somebody's own, whatever was asked last", () => {
  const signed = { ...input, holds: (typed: string) => typed.startsWith("[Pasted") };
  expect(whyNotTyped("[Pasted ~1 lines]", { ...typing, input: signed })).toMatch(/begun to write/);
  const back = { ...signed, putsBack: (typed: string) => typed === "Paint" };
  expect(whyNotTyped("Paint", { ...typing, input: back })).toBeNull();
});

test("a terminal that may be in another session by now is not typed into", () => {
  const shows = (screen: string, said: readonly string[]) => said.some((text) => screen.includes(text));
  const seen = { ...typing, input: { ...input, read: () => ({ typed: "", busy: false }), shows } };
  expect(whyNotTyped("Paint it", seen)).toBeNull();
  expect(whyNotTyped("I painted it", { ...seen, lastSaid: "painted" })).toBeNull();
  expect(whyNotTyped("Sweep it", seen)).toMatch(/may be in another session/);
  expect(whyNotTyped("", { ...seen, lastPrompt: null })).toMatch(/may be in another session/);
});
