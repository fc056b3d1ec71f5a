import { expect, test } from "vitest";
import { seenAgent } from "./aspect.ts";
import { anAgent } from "./testing/an-agent.ts";

const at = "2026-11-21T12:00:00.000Z";
const noon = Date.parse(at);
const ended = (endReason: string | null) => anAgent({ state: "complete", endedAt: at, endReason });

test.each([
  ["process_gone", "Ended: process is gone"],
  ["prompt_input_exit", "Ended: exited"],
  ["some_new_reason", "Ended: some new reason"],
  ["constructor", "Ended: constructor"],
  ["other", "Ended"],
  [null, "Ended"],
])("an agent that ended by %s after its command was complete reads: %s", (reason, words) => {
  const { aspect, word, how } = seenAgent(ended(reason), noon);
  expect([aspect, how === undefined ? word : `${word}: ${how}`]).toEqual(["ended", words]);
});

test("a child that did its work is complete, one that ended with its parent is not", () => {
  expect(seenAgent(ended("stopped"), noon).word).toBe("Complete");
  expect(seenAgent(ended("parent_ended"), noon)).toMatchObject({ word: "Ended", how: "with its parent" });
});

test("a failure is told whether its session has ended or not", () => {
  expect(seenAgent({ ...ended("process_gone"), errorClass: "server_error" }, noon).word).toBe("Failed");
});

test("a live agent whose command is complete stays complete", () => {
  expect(seenAgent(anAgent({ state: "complete" }), noon)).toEqual({ aspect: "complete", word: "Complete" });
});
