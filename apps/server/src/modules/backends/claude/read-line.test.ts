import { expect, test } from "vitest";
import { answer, readerOf, told, user, userWith } from "./lines.testing.ts";

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
