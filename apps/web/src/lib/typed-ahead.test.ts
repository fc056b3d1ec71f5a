import { expect, test } from "vitest";
import { withKey } from "./typed-ahead.ts";

const typed = (...keys: string[]) => keys.reduce(withKey, { words: "", entered: false });

test("words that are typed ahead can be corrected, and end with Enter", () => {
  expect(typed("n", "i", "Backspace", "o", "Shift", "w")).toEqual({ words: "now", entered: false });
  expect(typed("a", "Enter", "b", "Enter")).toEqual({ words: "a", entered: true });
  expect(typed("Backspace", "Tab")).toEqual({ words: "", entered: false });
});
