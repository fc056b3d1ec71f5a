import type { CatalogueColumn, CatalogueTable } from "../../../platform/database/catalogue.ts";
import type { AnyDescriptor, ColumnWords } from "../../../platform/database/descriptor.ts";
import { adminErrors } from "../admin.errors.ts";
import type { BrowsableColumn, BrowsableTable, KeyPart, TableBook } from "./browsable-table.ts";
import { kindOf } from "./kinds.ts";
import { isFoundByIndex } from "./reach.ts";

/** Joins descriptors with the catalogue; fails where they contradict each other. */
export function createTableBook(
  descriptors: Readonly<Record<string, AnyDescriptor>>,
  catalogue: ReadonlyMap<string, CatalogueTable>,
): TableBook {
  const tables = new Map(
    Object.entries(descriptors).map(([name, descriptor]) => {
      const known = catalogue.get(name);
      if (known === undefined) throw new Error(`The table ${name} is described, but not in the schema`);
      return [name, tableOf(known, descriptor)];
    }),
  );
  const all = [...tables.values()].map((table) => ({ ...table, incoming: incomingOf(table.name, tables) }));
  const byName = new Map(all.map((table) => [table.name, table]));
  return {
    all,
    get(name) {
      const table = byName.get(name);
      if (table === undefined) throw adminErrors.tableUnknown(name);
      return table;
    },
  };
}

function tableOf(known: CatalogueTable, descriptor: AnyDescriptor): BrowsableTable {
  const words = (name: string): ColumnWords => {
    const given = descriptor.columns[name];
    if (given === undefined) throw new Error(`${known.name}.${name} is not described`);
    return typeof given === "string" ? { label: given } : given;
  };
  const isSecret = ({ name }: CatalogueColumn) => words(name).secret === true;
  const shown = known.columns.filter((column) => !isSecret(column));
  const key = known.primaryKey.map((name): KeyPart => {
    const column = known.columns.find((candidate) => candidate.name === name);
    if (column === undefined) throw new Error(`${known.name} has no primary key`);
    return { column: name, type: column.type, secret: isSecret(column) };
  });
  const [firstKey] = key;
  if (firstKey === undefined) throw new Error(`${known.name} has no primary key`);
  return {
    name: known.name,
    area: known.name.split("_", 1)[0] ?? known.name,
    title: descriptor.title,
    summary: descriptor.summary,
    names: descriptor.names,
    small: descriptor.small ?? false,
    key,
    order: descriptor.order ?? { by: firstKey.column, descending: true },
    columns: new Map(shown.map((column) => [column.name, columnOf(column, words(column.name))])),
    secrets: known.columns.filter(isSecret).map(({ name }) => words(name).label),
    first: descriptor.first,
    searched: descriptor.searched,
    indexes: known.indexes,
    incoming: [],
  };
}

const columnOf = (column: CatalogueColumn, words: ColumnWords): BrowsableColumn => ({
  name: column.name,
  label: words.label,
  kind: kindOf(column),
  type: column.type,
  nullable: column.nullable,
  words: column.words,
  refersTo: words.refersTo ?? column.references,
});

const incomingOf = (name: string, tables: ReadonlyMap<string, BrowsableTable>) =>
  [...tables.values()].flatMap((table) =>
    [...table.columns.values()]
      .filter((column) => column.refersTo === name && isFoundByIndex(table, column, table.order))
      .map((column) => ({ table: table.name, column: column.name })),
  );
