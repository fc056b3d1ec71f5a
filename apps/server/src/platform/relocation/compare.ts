import { z } from "zod";
import type { MovedTable } from "./moved-tables.ts";
import { pageSqlOf } from "./page-sql.ts";
import { relocationErrors } from "./relocation-errors.ts";

/** Rows of a table, and the sum of their hashes. */
export interface Digest {
  rows: number;
  sum: bigint;
}

const Sum = z.tuple([z.number(), z.array(z.string().nullable()), z.string()]);
const rowsAtOnce = 5_000;

type List = (text: string, values: unknown[]) => Promise<unknown[][]>;

/** Reads every row of a table, telling how many so far; what it answers does not depend on their order, nor on the version of PostgreSQL. */
export async function digestOf(
  list: List,
  table: MovedTable,
  { signal, tell }: { signal: AbortSignal; tell(rows: number): void },
): Promise<Digest> {
  const { sum } = pageSqlOf(table);
  const digest: Digest = { rows: 0, sum: 0n };
  for (let after: (string | null)[] | null = null; ; ) {
    signal.throwIfAborted();
    const [found] = await list(sum(after === null), [...(after ?? []), rowsAtOnce]);
    const [rows, last, hashes]: z.infer<typeof Sum> = Sum.parse(found);
    digest.rows += rows;
    digest.sum += BigInt(hashes);
    tell(digest.rows);
    if (rows < rowsAtOnce) return digest;
    after = last;
  }
}

/** @throws AppError `relocation.differs` */
export function assertAlike(table: string, source: Digest, target: Digest): void {
  if (source.rows !== target.rows)
    throw relocationErrors.differs(table, `${target.rows} rows instead of ${source.rows}`);
  if (source.sum !== target.sum) throw relocationErrors.differs(table, "its rows say something else");
}
