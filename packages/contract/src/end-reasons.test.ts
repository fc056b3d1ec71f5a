import { expect, test } from "vitest";
import { endWord } from "./end-reasons.ts";

test("why a session ended is said in words, where it is known", () => {
  expect(endWord("prompt_input_exit")).toBe("left in its terminal");
  expect(endWord("other")).toBeNull();
  expect(endWord("some_new_reason")).toBe("some new reason");
  expect(endWord("constructor")).toBe("constructor");
});
