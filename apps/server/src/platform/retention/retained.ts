import { type RawBuilder, sql } from "kysely";
import type { Db } from "../database/database.ts";

/** One table or folder that grows, and what of it is kept no longer. */
export interface Retained {
  name: string;
  /** What is kept, and how long: for people. */
  rule: string;
  /** How much would go. */
  count(): Promise<{ count: number; bytes: number | null }>;
  /** Removes so many at most, the oldest first; answers how many went. Safe to repeat. */
  remove(atMost: number): Promise<number>;
  /** How many go in one step, where that is not left to whoever removes. */
  atOnce?: number;
}

interface RetainedRows {
  name: string;
  rule: string;
  /** The keys of the rows that go, the oldest first, as one column `key`; of rows that can be locked, so not grouped. */
  expired(): RawBuilder<unknown>;
  /** Deletes the rows with the keys that `keys` selects. */
  remove(keys: RawBuilder<unknown>): RawBuilder<unknown>;
}

/** Rows of a table that go when they are old. */
export const retainedRows = (db: Db, { name, rule, expired, remove }: RetainedRows): Retained => ({
  name,
  rule,
  async count() {
    const { rows } = await sql<{
      count: number;
    }>`select count(*)::int as count from (${expired()}) e`.execute(db.read);
    return { count: rows[0]?.count ?? 0, bytes: null };
  },
  async remove(atMost) {
    const { numAffectedRows, rows } = await db.transaction((tx) =>
      remove(held(sql`${expired()} limit ${atMost}`)).execute(tx),
    );
    return Number(numAffectedRows ?? rows.length);
  },
});

/**
 * Holds rows until they are gone. What waits for a row that another transaction changes looks at its key alone after
 * that, and would delete what is in use again; locked here, it is asked once more whether it is old, and what is being
 * written is left for the next time.
 */
const held = (rows: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`(with old as materialized (${rows} for update skip locked) select key from old)`;

const dayMs = 86_400_000;

/** The instant so many days before another. */
export const daysBefore = (now: Date, days: number): Date => new Date(now.getTime() - days * dayMs);
