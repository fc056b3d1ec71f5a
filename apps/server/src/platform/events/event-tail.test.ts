import type { EventEnvelope } from "@signalbox/contract/event";
import { expect, test } from "vitest";
import { EventTail } from "./event-tail.ts";

const at = (...positions: number[]): EventEnvelope[] =>
  positions.map((position) => ({
    position: String(position),
    id: "",
    type: "note.written",
    at: "",
    actor: "system",
    projectId: null,
    agentId: null,
    commandId: null,
    turnId: null,
    subject: { kind: "note", id: "" },
    correlationId: "",
    causationId: null,
    version: 1,
    data: {},
  }));

const positions = (tail: EventTail) => {
  const slice = tail.after(4n, 100);
  return slice === "behind" ? slice : slice.events.map(({ position }) => Number(position));
};

test("takes from a writer what follows at once on what is here", () => {
  const tail = new EventTail(4n, 100);
  expect(tail.append(at(5, 6))).toBe(true);
  expect(positions(tail)).toEqual([5, 6]);
});

test("refuses it where something between is missing, for that must be read first", () => {
  const tail = new EventTail(4n, 100);
  expect(tail.append(at(6))).toBe(false);
  tail.push(at(5, 6));
  expect(positions(tail)).toEqual([5, 6]);
});

test("what was read meanwhile, and what is read again, is not here twice", () => {
  const tail = new EventTail(4n, 100);
  tail.push(at(5, 6));
  expect(tail.append(at(5, 6, 7))).toBe(true);
  tail.push(at(6, 7, 8));
  expect(positions(tail)).toEqual([5, 6, 7, 8]);
});
