import type { EventEnvelope } from "@signalbox/contract/event";
import { expect, test } from "vitest";
import { matches } from "./matches.ts";
import { mergeEvents } from "./merge.ts";
import { beginOf, readEventsSearch } from "./search.ts";

const now = Date.parse("2026-11-22T12:00:00.000Z");
const anEvent = (position: number, facts: Partial<EventEnvelope> = {}): EventEnvelope => ({
  position: String(position),
  id: `01a1fe8d-9052-75fe-a976-0000000000${10 + position}`,
  type: "command.opened",
  at: "2026-11-22T11:59:00.000Z",
  actor: "agent",
  projectId: null,
  agentId: null,
  commandId: null,
  turnId: null,
  subject: { kind: "command", id: "01a1fe8d-9052-75fe-a976-e96e3abfeb83" },
  correlationId: "request",
  causationId: null,
  version: 1,
  data: {},
  ...facts,
});

test("an address is read leniently: what is not understood is left out", () => {
  expect(
    readEventsSearch({ type: "command.*", event: 12, projectId: "half", last: "1y", agent: "x" }),
  ).toEqual({
    type: "command.*",
    event: "12",
  });
});

test("a filter takes what happens by the same rules as the server finds by it", () => {
  const event = anEvent(1, { actor: "sign_in:7" });
  const taken = (filter: Parameters<typeof matches>[0]) => matches(filter, event, now);
  expect([
    taken({}),
    taken({ type: "command.*" }),
    taken({ actor: "sign_in" }),
    taken({ last: "15m" }),
    taken({ text: "E96E3ABF" }),
    taken({ correlationId: "request" }),
  ]).not.toContain(false);
  expect([
    taken({ type: "comm.*" }),
    taken({ actor: "sign" }),
    taken({ until: "2026-11-22T11:00:00.000Z" }),
    taken({ text: "nowhere" }),
    taken({ agentId: "01a1fe8d-9052-75fe-a976-e96e3abfeb83" }),
  ]).not.toContain(true);
});

test("what lasts begins so long before now, and says nothing of a time given otherwise", () => {
  expect(beginOf({ last: "1h", since: "2026-01-01" }, now)).toBe("2026-11-22T11:00:00.000Z");
  expect(beginOf({}, now)).toBeUndefined();
});

test("what was told joins what was read, each once, newest first, and nothing older than the list reaches", () => {
  const read = [anEvent(7), anEvent(5)];
  const told = [anEvent(9), anEvent(7), anEvent(6), anEvent(2)];
  const positions = (reaches: string | null) =>
    mergeEvents({ read, told, reaches }).map(({ position }) => position);
  expect(positions("5")).toEqual(["9", "7", "6", "5"]);
  expect(positions(null)).toEqual(["9", "7", "6", "5", "2"]);
});
