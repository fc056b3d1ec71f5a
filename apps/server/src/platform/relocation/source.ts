import { pino } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import type { OpenDatabase } from "../database/database.ts";
import { hasData } from "../database/embedded/data-folder.ts";
import { migrate } from "../database/migrate.ts";
import { openDatabase } from "../database/open-database.ts";
import { readLogId } from "../events/event-store.ts";
import { openBoss } from "../jobs/boss.ts";
import { relocationErrors } from "./relocation-errors.ts";

/** The embedded database, which nobody else has open. */
export interface Source {
  /** What tells it from any other. */
  id: string;
  /** Changes with every transaction that writes: whether it was used since another look. */
  usedBefore: string;
  usedNow: string;
  ask<T extends object>(text: string, values?: unknown[]): Promise<T[]>;
  /** Answers rows as lists. */
  list(text: string, values: unknown[]): Promise<unknown[][]>;
  close(): Promise<void>;
}

/** Opens it and brings it up to this version, as a start of the server would. */
export async function openSource(folder: string, clock: Clock): Promise<Source> {
  if (!hasData(folder)) throw relocationErrors.noSource(folder);
  const db = await openDatabase({ folder, clock, limits: { connections: 2 } });
  try {
    const usedBefore = await usageOf(db);
    await bringUpToDate(db);
    return {
      id: await readLogId(db.read),
      usedBefore,
      usedNow: await usageOf(db),
      ask: <T extends object>(text: string, values?: unknown[]) =>
        reading(folder, async () => (await db.pool.query<T>(text, values)).rows),
      list: (text, values) =>
        reading(
          folder,
          async () => (await db.pool.query<unknown[]>({ text, values, rowMode: "array" })).rows,
        ),
      close: () => db.close(),
    };
  } catch (thrown) {
    await db.close();
    throw thrown;
  }
}

const reading = <T>(folder: string, read: () => Promise<T>): Promise<T> =>
  read().catch((thrown) => {
    throw thrown instanceof AppError ? thrown : relocationErrors.unreadableSource(folder, thrown);
  });

/** Applies what is missing, ours and the queue's, so that both databases have the same tables. */
export async function bringUpToDate(db: OpenDatabase): Promise<void> {
  await migrate(db.pool);
  const boss = await openBoss(db, [], pino({ level: "silent" }));
  await boss.close();
}

/** The number that the next transaction which writes will have. */
async function usageOf({ pool }: OpenDatabase): Promise<string> {
  const { rows } = await pool.query<{ next: string }>(
    "select pg_snapshot_xmax(pg_current_snapshot())::text as next",
  );
  return rows[0]?.next ?? "";
}
