import { afterAll, beforeAll, expect, test } from "vitest";
import { describedTables } from "../../../app/described-tables.ts";
import { readCatalogue } from "../../../platform/database/catalogue.ts";
import type { AnyDescriptor } from "../../../platform/database/descriptor.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import type { BrowsableColumn } from "./browsable-table.ts";
import { isFoundByIndex, isSortable } from "./reach.ts";
import { createTableBook } from "./table-book.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const descriptors: Readonly<Record<string, AnyDescriptor>> = describedTables;

/** Kept by the ledger of migrations itself, which says nothing of the product. */
const leftOut = ["schema_migrations"];

test("every table and every column of the schema is described, and nothing else is", async () => {
  const catalogue = await readCatalogue(db.read);
  const inSchema = [...catalogue.values()].filter(({ name }) => !leftOut.includes(name));
  const columns = inSchema.flatMap(({ name, columns: own }) => own.map((column) => `${name}.${column.name}`));
  const described = Object.entries(descriptors).flatMap(([table, { columns: own }]) =>
    Object.keys(own).map((column) => `${table}.${column}`),
  );
  expect(described.toSorted()).toEqual(columns.toSorted());
});

test("what a descriptor names is shown, and its own order is read from an index", async () => {
  const book = createTableBook(descriptors, await readCatalogue(db.read));
  for (const table of book.all) {
    const { names, first, searched } = descriptors[table.name] ?? { names: "", first: [], searched: [] };
    for (const column of [names, ...first, ...searched])
      expect(table.columns.has(column), `${table.name}.${column}`).toBe(true);
    const order = table.columns.get(table.order.by);
    expect(order !== undefined && isSortable(table, order), `${table.name} by ${table.order.by}`).toBe(true);
    const hasSecretKey = table.key.some(({ secret }) => secret);
    expect(hasSecretKey && !table.small, `${table.name} is named by a digest, so it must be small`).toBe(
      false,
    );
  }
});

test("what names a row of another table leads to one that is named by one column", async () => {
  const book = createTableBook(descriptors, await readCatalogue(db.read));
  for (const table of book.all)
    for (const { refersTo } of table.columns.values())
      if (refersTo !== null) expect(book.get(refersTo).key).toHaveLength(1);
});

test("a column of a large table is sorted by only where an index keeps the order", async () => {
  const book = createTableBook(descriptors, await readCatalogue(db.read));
  const events = book.get("events");
  const namesOf = (isWanted: (column: BrowsableColumn) => boolean) =>
    [...events.columns.values()].filter(isWanted).map(({ name }) => name);
  const sortable = namesOf((column) => isSortable(events, column));
  expect(sortable).toEqual(expect.arrayContaining(["position", "id", "type"]));
  for (const without of ["at", "actor", "agent_id", "data"]) expect(sortable).not.toContain(without);
  const indexed = namesOf((column) => isFoundByIndex(events, column, events.order));
  expect(indexed).toEqual(expect.arrayContaining(["position", "id", "type", "project_id", "agent_id"]));
  for (const without of ["at", "actor", "command_id", "data"]) expect(indexed).not.toContain(without);
});
