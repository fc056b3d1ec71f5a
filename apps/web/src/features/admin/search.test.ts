import { expect, test } from "vitest";
import { nextOrder, readDataSearch, sameView, searchOf, viewOf } from "./search.ts";

const filter = [
  { column: "type", operator: "is", value: "agent.ended" },
  { column: "at", operator: "empty" },
];

test("an address says only what differs from the table as it is at first, and restores the view", () => {
  expect(searchOf({ filter: [], search: "", order: null, columns: null })).toEqual({});
  const search = { filter, search: "words", order: "-at", columns: ["at", "type"] };
  expect(readDataSearch(JSON.parse(JSON.stringify(search)))).toEqual(search);
  expect(searchOf(viewOf(search))).toEqual(search);
});

test("what an address can't mean is left out", () => {
  expect(readDataSearch({ filter: "x", columns: [1], search: { a: 1 }, order: null, row: [] })).toEqual({});
  expect(
    readDataSearch({ filter: [{ column: 1 }, null, { column: "a", operator: "is", value: {} }] }),
  ).toEqual({});
  expect(readDataSearch({ row: 7, search: 42 })).toEqual({ row: "7", search: "42" });
});

test("a view is the same whatever the order of its parts", () => {
  const view = { filter, search: "", order: null, columns: null };
  const turned = { ...view, filter: filter.map(({ operator, ...rest }) => ({ operator, ...rest })) };
  expect(sameView(view, turned)).toBe(true);
  expect(sameView(view, { ...view, search: "x" })).toBe(false);
});

test("a column's head sorts the last first, then the first, then as the table is", () => {
  expect(nextOrder(null, "at")).toBe("-at");
  expect(nextOrder("-at", "at")).toBe("at");
  expect(nextOrder("at", "at")).toBe(null);
  expect(nextOrder("type", "at")).toBe("-at");
});
