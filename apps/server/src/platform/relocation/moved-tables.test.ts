import { expect, test } from "vitest";
import { differentTables, type MovedTable } from "./moved-tables.ts";

const table = (name: string, columns: readonly string[], key = columns.slice(0, 1)): MovedTable => {
  const typed = (names: readonly string[]) => names.map((column) => ({ name: column, type: "text" }));
  return { name, columns: typed(columns), key: typed(key) };
};

test("tables that both databases have alike are moved, in whatever order they come", () => {
  const tables = [table("a", ["id"]), table("b", ["id", "text"])];
  expect(differentTables(tables, tables.toReversed())).toEqual([]);
});

test("a table is named that one lacks, that has another column, or that can't be paged by a key", () => {
  const source = [table("a", ["id"]), table("b", ["id", "text"]), table("c", ["id"]), table("e", ["id"], [])];
  const target = [
    table("b", ["id", "words"]),
    table("c", ["id"]),
    table("d", ["id"]),
    table("e", ["id"], []),
  ];
  expect(differentTables(source, target)).toEqual(["a", "b", "e", "d"]);
});
