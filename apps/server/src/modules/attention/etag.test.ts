import { expect, test } from "vitest";
import { etagOf } from "./etag.ts";

test("a tag changes with the value, and only with it", () => {
  expect(etagOf({ a: 1 })).toBe(etagOf({ a: 1 }));
  expect(etagOf({ a: 1 })).not.toBe(etagOf({ a: 2 }));
  expect(etagOf({ a: 1 })).toMatch(/^W\/"[\w-]+"$/);
});
