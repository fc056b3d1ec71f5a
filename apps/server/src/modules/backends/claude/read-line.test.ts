import { expect, test } from "vitest";
import { answer, queued, readerOf, told, toolResult, user, userWith } from "./lines.testing.ts";

const image = { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } };

test("a prompt with an image does not overtake the one before it that nobody answered", () => {
  const reader = readerOf("s");
  const signals = [
    user("Stopped before a word"),
    userWith([{ type: "text", text: "Look" }, image]),
    answer("A picture."),
  ].flatMap((line) => reader.read(line));
  expect(told(signals)).toEqual([
    "prompted Stopped before a word",
    "prompted Look\n[image]",
    "said A picture.",
  ]);
});

test("a prompt typed ahead is told where the session was met in its midst", () => {
  const reader = readerOf("s");
  const signals = [toolResult("t1"), queued("And then this")].flatMap((line) => reader.read(line));
  expect(told(signals)).toEqual(["tool_finished", "queued And then this"]);
});

test("what a headless session queues to begin with is not typed ahead", () => {
  const reader = readerOf("s");
  const signals = [queued("Go"), user("Go"), answer("Gone.")].flatMap((line) => reader.read(line));
  expect(told(signals)).toEqual(["prompted Go", "said Gone."]);
});
