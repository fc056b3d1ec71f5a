import { assertAlike, digestOf } from "./compare.ts";
import { copyTable } from "./copy-table.ts";
import { type Place, readPlaces } from "./ledger.ts";
import type { MovedTable } from "./moved-tables.ts";
import type { Source } from "./source.ts";
import type { Target } from "./target.ts";

/** How far a step through all tables is. */
export interface TableProgress {
  step: "copy" | "compare";
  table: string;
  /** Of the table, and of how many. */
  rows: number;
  ofRows: number;
  /** Of all tables, from 0 to 1. */
  share: number;
}

interface AllTables {
  source: Source;
  target: Target;
  tables: readonly MovedTable[];
  /** How many rows each has in the source. */
  counts: ReadonlyMap<string, number>;
  signal: AbortSignal;
  tell(progress: TableProgress): void;
}

export async function countRows(
  { ask }: Source,
  tables: readonly MovedTable[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { name } of tables) {
    const [row] = await ask<{ count: number }>(`select count(*)::int as count from ${name}`);
    counts.set(name, row?.count ?? 0);
  }
  return counts;
}

/** Copies what is not there yet. */
export async function copyAll(all: AllTables): Promise<void> {
  const places = await readPlaces(all.target);
  const tell = tellerOf(all, "copy");
  for (const table of all.tables) {
    const place: Place = places.get(table.name) ?? { rows: 0, reached: null, done: false };
    if (!place.done) await copyTable({ ...all, table, place, tell: (rows) => tell(table, rows) });
    tell(table, all.counts.get(table.name) ?? 0);
  }
}

/**
 * Reads all of both, and answers how many rows there are.
 * @throws AppError `relocation.differs`
 */
export async function compareAll(all: AllTables): Promise<number> {
  const { source, target, signal } = all;
  const tell = tellerOf(all, "compare");
  let sum = 0;
  for (const table of all.tables) {
    const [original, copy] = await Promise.all([
      digestOf(source.list, table, { signal, tell: () => {} }),
      digestOf(target.list, table, { signal, tell: (rows) => tell(table, rows) }),
    ]);
    assertAlike(table.name, original, copy);
    tell(table, copy.rows);
    sum += copy.rows;
  }
  return sum;
}

/** Tells of a table in the midst of all. */
function tellerOf({ tables, counts, tell }: AllTables, step: TableProgress["step"]) {
  const sumOf = (some: readonly MovedTable[]) =>
    some.reduce((sum, { name }) => sum + (counts.get(name) ?? 0), 0);
  const all = Math.max(1, sumOf(tables));
  return (table: MovedTable, rows: number) => {
    const before = sumOf(tables.slice(0, tables.indexOf(table)));
    const ofRows = counts.get(table.name) ?? 0;
    tell({ step, table: table.name, rows, ofRows, share: (before + rows) / all });
  };
}
