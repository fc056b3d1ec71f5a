import type { DataRow, DataTable } from "@signalbox/contract/admin";
import { hashText } from "../../kernel/ids.ts";
import { readCatalogue } from "../../platform/database/catalogue.ts";
import type { OpenDatabase, Queryable } from "../../platform/database/database.ts";
import type { AnyDescriptor } from "../../platform/database/descriptor.ts";
import { type KeysetCursor, keysetCursor } from "../../platform/http/cursor.ts";
import { adminErrors } from "./admin.errors.ts";
import { type OneRow, readOneRow } from "./rows/one-row.read-model.ts";
import type { Position } from "./rows/order-terms.ts";
import { countRows } from "./rows/row-counts.read-model.ts";
import { Place, type RowPage, readRowPage } from "./rows/row-pages.read-model.ts";
import { type GivenSelection, orderWord, readSelection, type Selection } from "./selection/read-selection.ts";
import type { BrowsableColumn, BrowsableTable, TableBook } from "./tables/browsable-table.ts";
import { isFoundByIndex, isSortable } from "./tables/reach.ts";
import { createTableBook } from "./tables/table-book.ts";

export interface BrowseOptions {
  db: Pick<OpenDatabase, "read" | "readWithin">;
  tables: Readonly<Record<string, AnyDescriptor>>;
}

export interface ListedRows {
  items: DataRow[];
  nextCursor: string | null;
  looked: RowPage["looked"];
}

/** Looking into tables: reading only. */
export interface Browse {
  tables(): Promise<DataTable[]>;
  rows(
    table: string,
    given: GivenSelection,
    page: { cursor: string | undefined; limit: number },
  ): Promise<ListedRows>;
  row(table: string, key: string): Promise<OneRow>;
  /** Checks a selection without asking for its rows. */
  check(table: string, given: GivenSelection): Promise<{ table: BrowsableTable; selection: Selection }>;
  /** Rows in full, page by page. */
  page(table: BrowsableTable, selection: Selection, after: Position | undefined): Promise<RowPage>;
}

/** How long a server works on one statement. */
const statementLimitMs = 5_000;
/** Rows that an export holds at a time; a row may have megabytes. */
const exportedAtOnce = 200;

export function createBrowse({ db, tables }: BrowseOptions): Browse {
  let book: Promise<TableBook> | undefined;
  // The schema stays as it is while we run; one that could not be read is read again.
  const readBook = () => {
    book ??= readCatalogue(db.read).then((catalogue) => createTableBook(tables, catalogue));
    book.catch(() => {
      book = undefined;
    });
    return book;
  };
  const read = <T>(work: (reading: Queryable) => Promise<T>) =>
    db.readWithin(statementLimitMs, work).catch((thrown: unknown) => {
      throw isTimeout(thrown) ? adminErrors.tooSlow(thrown) : thrown;
    });
  const check = async (name: string, given: GivenSelection) => {
    const table = (await readBook()).get(name);
    return { table, selection: readSelection(table, given) };
  };
  return {
    check,
    async tables() {
      const { all } = await readBook();
      const counts = await read((reading) =>
        countRows(
          reading,
          all.map(({ name }) => name),
        ),
      );
      return all.map((table) => ({ ...presentTable(table), rows: counts.get(table.name) ?? uncounted }));
    },
    async rows(name, given, { cursor, limit }) {
      const { table, selection } = await check(name, given);
      const cursors = cursorsOf(name, given);
      const after = cursors.decode(cursor);
      const page = await read((reading) =>
        readRowPage(reading, table, selection, { after, limit, depth: "glance" }),
      );
      const nextCursor = page.next === null ? null : cursors.encode([...page.next]);
      return { items: page.rows, nextCursor, looked: page.looked };
    },
    async row(name, key) {
      const known = await readBook();
      return read((reading) => readOneRow(reading, known, known.get(name), key));
    },
    page: (table, selection, after) =>
      read((reading) =>
        readRowPage(reading, table, selection, { after, limit: exportedAtOnce, depth: "all" }),
      ),
  };
}

const uncounted = { count: 0, exact: true };

/** A cursor goes on in the same list only: the same order, and the same conditions. */
const cursorsOf = (
  table: string,
  { filter, search, order }: GivenSelection,
): KeysetCursor<(string | null)[]> =>
  keysetCursor(`data ${hashText(JSON.stringify([table, filter ?? [], search ?? "", order ?? null]))}`, Place);

const isTimeout = (thrown: unknown): boolean =>
  thrown instanceof Error && "code" in thrown && thrown.code === "57014";

const presentTable = (table: BrowsableTable): Omit<DataTable, "rows"> => ({
  name: table.name,
  area: table.area,
  title: table.title,
  summary: table.summary,
  columns: [...table.columns.values()].map((column) => presentColumn(table, column)),
  first: [...table.first],
  secrets: [...table.secrets],
  searched: [...table.searched],
  order: orderWord(table.order),
});

const presentColumn = (table: BrowsableTable, column: BrowsableColumn) => ({
  name: column.name,
  label: column.label,
  kind: column.kind,
  nullable: column.nullable,
  words: column.words === null ? null : [...column.words],
  refersTo: column.refersTo,
  sortable: isSortable(table, column),
  indexed: isFoundByIndex(table, column, table.order),
});
