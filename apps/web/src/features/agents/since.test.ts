import { expect, test } from "vitest";
import { clockWithSeconds } from "../../lib/format.ts";
import { shownSince, sinceWords } from "./since.ts";
import { anAgent } from "./testing/an-agent.ts";

const noon = Date.parse("2026-11-21T12:00:00.000Z");
const began = "2026-11-21T11:31:00.000Z";
const agent = anAgent({ state: "processing", stateSince: began, lastSeenAt: "2026-11-21T11:59:00.000Z" });

test("an agent is told to be as it is since its state began", () => {
  expect(sinceWords(agent, noon)).toBe(`for 29 min, since ${clockWithSeconds(began)}`);
});

test("a silent agent is silent since it was last heard, and at work since before", () => {
  const silent = { ...agent, lastSeenAt: "2026-11-21T11:45:00.000Z" };
  expect(sinceWords(silent, noon)).toBe(`Processing since ${clockWithSeconds(began)}, silent for 15 min`);
  expect(shownSince(silent, noon)).toBe(silent.lastSeenAt);
});

test("one that ended is told to be over since its end", () => {
  const ended = { ...agent, endedAt: "2026-11-21T11:58:00.000Z", endReason: "exit" };
  expect(shownSince(ended, noon)).toBe(ended.endedAt);
});
