import { expect, test } from "vitest";
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
