import { expect, test } from "vitest";
import { isBeforeLatest, mergeLatest, prependOlder, readBack, withChanged } from "./history.ts";

const items = (...ids: number[]) => ids.map((id) => ({ id: String(id) }));
const idsOf = ({ items }: { items: readonly { id: string }[] }) => items.map(({ id }) => Number(id));
const through = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

const history = { items: items(1, 2, 3), olderCursor: "older" };

test("a fresh page joins the history where they meet, and brings what changed", () => {
  const changed = { id: "3", state: "complete" };
  const met = mergeLatest<{ id: string; state?: string }>(history, {
    items: [changed, { id: "4" }],
    nextCursor: "x",
  });
  expect(idsOf(met)).toEqual([1, 2, 3, 4]);
  expect(met.items[2]).toBe(changed);
  expect(met.olderCursor).toBe("older");
});

test("where a fresh page does not meet it, the history starts anew instead of hiding a gap", () => {
  const apart = mergeLatest(history, { items: items(8), nextCursor: "x" });
  expect(apart).toEqual({ items: items(8), olderCursor: "x" });
  expect(mergeLatest(undefined, { items: [], nextCursor: null })).toEqual({ items: [], olderCursor: null });
});

test("older ones stand before the history, unless it started anew meanwhile", () => {
  const older = { items: items(0), nextCursor: null };
  expect(prependOlder(history, "older", older)).toEqual({ items: items(0, 1, 2, 3), olderCursor: null });
  expect(prependOlder(history, "another", older)).toBe(history);
});

/** A list of `count`, read from its end by tens; cursors are the numbers before which to read. */
const aList = (count: number) => {
  const asked: string[] = [];
  const read = async (cursor: string) => {
    asked.push(cursor);
    const before = Number(cursor);
    const first = Math.max(0, before - 10);
    return { items: items(...through(first, before - 1)), nextCursor: first === 0 ? null : String(first) };
  };
  const latest = { items: items(...through(count - 10, count - 1)), olderCursor: String(count - 10) };
  return { asked, read, latest };
};

test("it is read back as far as is asked, in as many pages as that takes", async () => {
  const { asked, read, latest } = aList(300);
  const older = await readBack(latest, { read, isBefore: ({ id }) => Number(id) < 265 });
  expect(asked).toEqual(["290", "280", "270"]);
  expect(idsOf(prependOlder(latest, latest.olderCursor, older))).toEqual(through(260, 299));
  expect(older.nextCursor).toBe("260");
});

test("it is read back to its beginning, and not at all where it reaches back already", async () => {
  const { asked, read, latest } = aList(30);
  const all = await readBack(latest, { read, isBefore: () => false });
  expect([idsOf(all), all.nextCursor]).toEqual([through(0, 19), null]);
  expect(asked).toHaveLength(2);
  const none = await readBack(latest, { read, isBefore: () => true });
  expect(none).toEqual({ items: [], nextCursor: "20" });
});

test("an item that changed long after takes its place by its time", () => {
  const item = (id: string, at: string) => ({ id, at });
  const items = Array.from({ length: 60 }, (_, place) => item(`t${place}`, String(100 + place)));
  const history = { items, olderCursor: null };
  expect([isBeforeLatest(history, "t5"), isBeforeLatest(history, "t30")]).toEqual([true, false]);
  const changed = withChanged(history, item("t5", "102.5"));
  expect(changed.items.slice(0, 6).map(({ id }) => id)).toEqual(["t0", "t1", "t2", "t5", "t3", "t4"]);
});
