import { z } from "zod";
import type { Place } from "./ledger.ts";
import type { MovedTable } from "./moved-tables.ts";
import { pageSqlOf } from "./page-sql.ts";
import type { Source } from "./source.ts";
import type { Target } from "./target.ts";

interface Copying {
  source: Source;
  target: Target;
  table: MovedTable;
  place: Place;
  signal: AbortSignal;
  /** Told how many rows of the table are there. */
  tell(rows: number): void;
}

/** How many rows, the key of the last, and the columns, each as the text of an array. */
const Page = z.tuple([z.number(), z.array(z.string())]).rest(z.string());
const NoPage = z.tuple([z.literal(0)]).rest(z.unknown());

/** Copies what is not there yet, page by page, each together with its place in the ledger. */
export async function copyTable(copying: Copying): Promise<void> {
  const { target, table, place, signal, tell } = copying;
  const pages = pagesOf(copying);
  const insert = insertSql(table);
  let page = await pages(place.reached);
  while (page !== null) {
    signal.throwIfAborted();
    const { columns, last } = page;
    // The one engine reads while the other writes.
    const [[noted], next] = await Promise.all([
      target.ask<{ rows: number }>(insert, [...columns, table.name, last]),
      pages(last),
    ]);
    tell(noted?.rows ?? 0);
    page = next;
  }
  await target.ask("update signalbox_move.tables set done = true where name = $1", [table.name]);
}

/** Inserts a page and notes it in one statement, so that there is never the one without the other. */
function insertSql(table: MovedTable): string {
  const name = table.columns.length + 1;
  return `
    with page as (${pageSqlOf(table).insert} returning 1)
    update signalbox_move.tables
    set rows = rows + (select count(*) from page), reached = $${name + 1}
    where name = $${name} returning rows::int`;
}

/** Reads the page after a key; null where there is none. Pages are about as large as is good for the memory. */
function pagesOf({ source, table }: Copying) {
  const { read } = pageSqlOf(table);
  let limit = firstLimit;
  return async (after: string[] | null): Promise<{ last: string[]; columns: string[] } | null> => {
    const [found] = await source.list(read(after === null), [...(after ?? []), limit]);
    if (NoPage.safeParse(found).success) return null;
    const [, last, ...columns] = Page.parse(found);
    limit = nextLimit(limit, sizeOf(columns));
    return { last, columns };
  };
}

const firstLimit = 100;
const mostRows = 1_000;
const wantedSize = 1_000_000;

/** How many rows the next page has, after one of so many rows and characters. */
export function nextLimit(limit: number, size: number): number {
  const fitting = Math.floor((limit * wantedSize) / Math.max(1, size));
  return Math.max(1, Math.min(fitting, limit * 2, mostRows));
}

const sizeOf = (columns: readonly string[]): number => columns.reduce((sum, { length }) => sum + length, 0);
