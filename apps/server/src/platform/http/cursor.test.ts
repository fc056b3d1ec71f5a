import { expect, test } from "vitest";
import { z } from "zod";
import { keysetCursor, pageOfRows } from "./cursor.ts";

const byTime = keysetCursor("notes", z.tuple([z.iso.datetime(), z.uuid()]));
const key: [string, string] = ["2026-11-21T09:00:00.123Z", "0199d4a2-0000-7000-8000-000000000000"];
const encoded = (content: unknown) => Buffer.from(JSON.stringify(content)).toString("base64url");

test("a cursor leads back to the key it was made of", () => {
  expect(byTime.decode(byTime.encode(key))).toEqual(key);
  expect(byTime.decode(undefined)).toBeUndefined();
});

test.each([
  ["", "empty"],
  ["%%%", "no base64"],
  ["bm90IGpzb24", "no JSON"],
  [encoded(["notes", ["yesterday", key[1]]]), "a key of another shape"],
  [encoded(["notes", [key[0], "1; drop table"]]), "a key with a false part"],
  [encoded(["notes", [...key, "more"]]), "a key that is too long"],
  [encoded(["tasks", key]), "of another list"],
  [encoded(["notes", key]), "of the right shape, made up"],
  [encoded(["notes", key, "a seal of one's own"]), "sealed by somebody else"],
  [`${byTime.encode(key)}=`, "padded"],
  [` ${byTime.encode(key)}`, "with a blank"],
])("a forged cursor is refused: %s (%s)", (cursor) => {
  expect(() => byTime.decode(cursor)).toThrow(
    expect.objectContaining({ kind: "invalid", code: "request.cursor_invalid" }),
  );
});

test("a page has a next one only when a row is left", () => {
  const after = (last: number) => `after ${last}`;
  expect(pageOfRows([1, 2, 3], 2, after)).toEqual({ items: [1, 2], nextCursor: "after 2" });
  expect(pageOfRows([1, 2], 2, after)).toEqual({ items: [1, 2], nextCursor: null });
  expect(pageOfRows([], 2, after)).toEqual({ items: [], nextCursor: null });
});
