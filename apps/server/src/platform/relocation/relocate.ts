import type { Clock } from "../../kernel/clock.ts";
import { refuseHalfRestored } from "../backups/half-restored.ts";
import { claim, migrationsChecksum } from "../database/migrate.ts";
import { compareAll, copyAll, countRows, type TableProgress } from "./all-tables.ts";
import { begin, finish, look, noteUsage, putForeignKeysBack, readPlaces, startOver } from "./ledger.ts";
import { noteFile, readNote, writeNote } from "./moved-note.ts";
import { differentTables, type MovedTable, readMovedTables } from "./moved-tables.ts";
import { type NextStep, nextStep, wasMoved } from "./next-step.ts";
import { relocationErrors } from "./relocation-errors.ts";
import { moveSequences } from "./sequences.ts";
import { bringUpToDate, openSource, type Source } from "./source.ts";
import { openTarget, type Target } from "./target.ts";

export interface RelocateOptions {
  /** Where the embedded database lives. */
  folder: string;
  /** The server that is to keep it. */
  url: string;
  clock: Clock;
  /** Ends it in order, to be gone on with. */
  signal: AbortSignal;
  tell(progress: Progress): void;
}

export type Progress = { step: NextStep; where: string } | TableProgress;

export interface Relocated {
  to: string;
  /** Null where it was moved before. */
  moved: { tables: number; rows: number } | null;
  at: string;
}

/** Moves the embedded database of a folder to an empty one on a server, and compares all of it. */
export async function relocate(options: RelocateOptions): Promise<Relocated> {
  const target = await openTarget(options.url);
  try {
    const { where } = target;
    const found = await look(target);
    const note = readNote(options.folder);
    if (note !== null && wasMoved(note, { where, ...found }, noteFile(options.folder)))
      return { to: where, moved: null, at: note.at };
    const source = await openSource(options.folder, options.clock);
    try {
      return await move({ ...options, source, target });
    } finally {
      await source.close();
    }
  } catch (thrown) {
    throw thrown === options.signal.reason ? relocationErrors.stopped() : thrown;
  } finally {
    await target.close();
  }
}

type Moving = RelocateOptions & { source: Source; target: Target };

async function move(moving: Moving): Promise<Relocated> {
  const { source, target, folder, clock } = moving;
  const migrations = await migrationsChecksum();
  const step = await claim(target.ask, () => takeOver(moving, migrations));
  moving.tell({ step, where: target.where });
  await target.using(() => bringUpToDate(target.db));
  const tables = await tablesOf(moving);
  const isBegun = step === "go_on" && (await readPlaces(target)).size > 0;
  if (!isBegun) await startOver(target, tables);
  await noteUsage(target, source.usedNow);
  const all = { ...moving, tables, counts: await countRows(source, tables) };
  await copyAll(all);
  await moveSequences(source, target);
  await putForeignKeysBack(target);
  const rows = await compareAll(all);
  await target.ask(`analyze ${tables.map(({ name }) => name).join(", ")}`);
  // First the note: between the two neither of them is used by mistake.
  const at = clock.now().toISOString();
  await writeNote(folder, { to: target.where, at });
  await finish(target);
  return { to: target.where, moved: { tables: tables.length, rows }, at };
}

/** Sees that the target is free, and marks it. */
async function takeOver({ source, target, url }: Moving, migrations: string): Promise<NextStep> {
  await target.using(() => refuseHalfRestored(target.db.pool, url));
  const step = nextStep({ where: target.where, ...(await look(target)), migrations, source });
  if (step === "begin") await begin(target, { source: source.id, used: source.usedNow, migrations });
  return step;
}

async function tablesOf({ source, target }: Moving): Promise<MovedTable[]> {
  const tables = await readMovedTables((text) => source.ask(text));
  const different = differentTables(tables, await readMovedTables((text) => target.ask(text)));
  if (different.length > 0) throw relocationErrors.differentTables(different);
  return tables;
}
