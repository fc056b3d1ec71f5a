import { expect, test } from "vitest";
import { kindWord, seenAgent } from "./aspect.ts";
import { patched } from "./patched.ts";
import { readAgentsSearch } from "./search.ts";
import { anAgent } from "./testing/an-agent.ts";

const noon = Date.parse("2026-11-21T12:00:00.000Z");

test("an agent at work of whom nothing was seen for ten minutes is silent", () => {
  const agent = anAgent({ state: "processing", lastSeenAt: "2026-11-21T11:49:59.000Z" });
  expect(seenAgent(agent, noon).word).toBe("Silent");
  expect(seenAgent({ ...agent, lastSeenAt: "2026-11-21T11:51:00.000Z" }, noon).word).toBe("Processing");
  expect(seenAgent({ ...agent, endedAt: agent.lastSeenAt }, noon).word).toBe("Ended");
});

test("a command that failed shows as failed, an ended agent without one as ended", () => {
  expect(seenAgent(anAgent({ state: "complete", errorClass: "server_error" }), noon).aspect).toBe("failed");
  expect(seenAgent(anAgent({ endedAt: "2026-11-21T12:00:00.000Z" }), noon).aspect).toBe("ended");
});

test("a question says what kind of answer it wants", () => {
  expect(kindWord({ kind: "options", parts: [{ several: true }] })).toBe("Choose several");
  expect(kindWord({ kind: "options", parts: [{ several: false }, { several: false }] })).toBe(
    "Question in 2 parts",
  );
  expect(kindWord({ kind: "permission", parts: [] })).toBe("Permission");
});

test("an event older than what was fetched changes nothing", () => {
  const agent = anAgent({ state: "complete", lastSeenAt: "2026-11-21T12:00:05.000Z" });
  const older = anAgent({ state: "processing", lastSeenAt: "2026-11-21T12:00:04.000Z" });
  expect(patched(agent, older)).toBe(agent);
  expect(patched(older, agent).state).toBe("complete");
});

test("an address that is not understood lists everything", () => {
  expect(readAgentsSearch({ state: "dreaming", live: true, projectId: 3 })).toEqual({ live: "true" });
});
