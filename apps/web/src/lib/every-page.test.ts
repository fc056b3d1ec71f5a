import { expect, test } from "vitest";
import { everyPage } from "./every-page.ts";

test("a list is read to its end, page by page", async () => {
  const asked: (string | undefined)[] = [];
  const items = await everyPage(async (cursor) => {
    asked.push(cursor);
    return cursor === undefined ? { items: [1, 2], nextCursor: "two" } : { items: [3], nextCursor: null };
  });
  expect(items).toEqual([1, 2, 3]);
  expect(asked).toEqual([undefined, "two"]);
});

test("an endless list is cut off", async () => {
  expect(await everyPage(async () => ({ items: ["x"], nextCursor: "more" }), 3)).toHaveLength(3);
});
