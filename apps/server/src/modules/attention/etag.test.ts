import { expect, test } from "vitest";
import { etagOf, matchesEtag } from "./etag.ts";

test("a tag changes with the value, and only with it", () => {
  expect(etagOf({ a: 1 })).toBe(etagOf({ a: 1 }));
  expect(etagOf({ a: 1 })).not.toBe(etagOf({ a: 2 }));
  expect(etagOf({ a: 1 })).toMatch(/^W\/"[\w-]+"$/);
});

test.each([
  [undefined, false],
  ["", false],
  ['W/"other"', false],
  ['W/"same"', true],
  ['"same"', true],
  ['"other", W/"same"', true],
  ["*", true],
])('If-None-Match %j matches W/"same": %s', (header, matches) => {
  expect(matchesEtag(header, 'W/"same"')).toBe(matches);
});
