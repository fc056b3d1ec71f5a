import { join } from "node:path";
import type { Clock } from "../kernel/clock.ts";
import { type Progress, type Relocated, relocate } from "../platform/relocation/relocate.ts";
import { relocationErrors } from "../platform/relocation/relocation-errors.ts";
import type { Config } from "./config.ts";

interface Surroundings {
  clock: Clock;
  /** Told how far it is. */
  note(text: string): void;
}

/** Moves the embedded database to the server that DATABASE_URL names; says what it did. */
export async function migrateTo(config: Config, { clock, note }: Surroundings): Promise<string> {
  const { home, databaseUrl: url } = config;
  if (url === undefined) throw relocationErrors.noTarget();
  const stopping = new AbortController();
  // A second one of the same kind ends it at once, which harms nothing either.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());
  const since = performance.now();
  const done = await relocate({
    folder: join(home, "database"),
    url,
    clock,
    signal: stopping.signal,
    tell: noteNowAndThen(note),
  });
  return wordsOf(done, (performance.now() - since) / 1_000);
}

const number = new Intl.NumberFormat("en");

function wordsOf({ to, moved, at }: Relocated, seconds: number): string {
  const next = `Set DATABASE_URL to it in .env, where that is not done, and start with "bin/signalbox up".`;
  if (moved === null)
    return `The database was moved to PostgreSQL at ${to} on ${at}: nothing is left to do. ${next}`;
  const { tables, rows } = moved;
  return (
    `Moved ${tables} tables with ${number.format(rows)} rows to PostgreSQL at ${to} in ${seconds.toFixed(1)} s, ` +
    `every row compared. ${next} The embedded database stays as it was, and is not used any more.`
  );
}

const stepWords = {
  begin: "Moving the embedded database to PostgreSQL",
  go_on: "Going on with the move to PostgreSQL",
  begin_anew: "The embedded database was used since the move was left: beginning anew with PostgreSQL",
  copy: "copied",
  compare: "compared",
};
const everyMs = 1_000;

/** A line for each table with rows, and one a second for the large ones. */
function noteNowAndThen(note: (text: string) => void): (progress: Progress) => void {
  let last = 0;
  let whole = "";
  return (progress) => {
    if ("where" in progress) return note(`${stepWords[progress.step]} at ${progress.where}`);
    const { step, table, rows, ofRows, share } = progress;
    const isDue = performance.now() - last >= everyMs;
    if (ofRows === 0 || (rows < ofRows ? !isDue : whole === `${step} ${table}`)) return;
    if (rows === ofRows) whole = `${step} ${table}`;
    last = performance.now();
    const percent = `${Math.floor(share * 100)} %`.padStart(5);
    note(
      `${percent}  ${stepWords[step]} ${number.format(rows)} of ${number.format(ofRows)} rows of ${table}`,
    );
  };
}
