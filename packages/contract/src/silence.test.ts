import { expect, test } from "vitest";
import { isSilent } from "./silence.ts";

const now = Date.parse("2026-11-21T12:00:00.000Z");
const atWork = { state: "processing", lastSeenAt: "2026-11-21T11:49:59.000Z", endedAt: null } as const;

test.each([
  ["at work and not heard of for ten minutes is silent", atWork, true],
  ["at work and heard of lately is not", { ...atWork, lastSeenAt: "2026-11-21T11:50:01.000Z" }, false],
  ["that waits for a person may wait in silence", { ...atWork, state: "awaiting_input" as const }, false],
  ["that is done is not silent", { ...atWork, state: "complete" as const }, false],
  ["that has ended is not silent", { ...atWork, endedAt: atWork.lastSeenAt }, false],
])("an agent %s", (_, agent, silent) => {
  expect(isSilent(agent, now)).toBe(silent);
});
