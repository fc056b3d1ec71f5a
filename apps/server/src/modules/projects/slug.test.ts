import { expect, test } from "vitest";
import { freeSlug, slugOf } from "./slug.ts";

test.each([
  ["Signalbox", "signalbox"],
  ["  My  Shop (2nd try)!", "my-shop-2nd-try"],
  ["Überfluß_Café", "uberflu-cafe"],
  ["日本語", "project"],
  ["", "project"],
  [`${"a".repeat(59)} b`, "a".repeat(59)],
])("%j is addressed as %j", (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});

test("a slug that is taken gets the next free number", () => {
  expect(freeSlug("shop", new Set())).toBe("shop");
  expect(freeSlug("shop", new Set(["shop", "shop-2", "shop-4"]))).toBe("shop-3");
});
