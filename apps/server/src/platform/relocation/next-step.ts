import type { Ledger } from "./ledger.ts";
import type { Note } from "./moved-note.ts";
import { relocationErrors } from "./relocation-errors.ts";
import type { Source } from "./source.ts";

interface Found {
  /** The target, and what stands in it. */
  where: string;
  ledger: Ledger | null;
  occupied: boolean;
  /** The checksum of this version's migrations. */
  migrations: string;
  source: Pick<Source, "id" | "usedBefore">;
}

/** Whether a move begins, goes on where it was left, or anew because its source was used meanwhile. */
export type NextStep = "begin" | "go_on" | "begin_anew";

/** @throws AppError where the target is not to be touched */
export function nextStep({ where, ledger, occupied, migrations, source }: Found): NextStep {
  if (ledger === null) {
    if (occupied) throw relocationErrors.occupied(where);
    return "begin";
  }
  if (ledger.source !== source.id) throw relocationErrors.otherSource(where);
  if (ledger.migrations !== migrations) throw relocationErrors.otherVersion(where);
  return ledger.used === source.usedBefore ? "go_on" : "begin_anew";
}

/**
 * Whether nothing is left to do: the note says that it was moved there, and there is no ledger any more.
 * @throws AppError where it was moved elsewhere, or is not there any more
 */
export function wasMoved(
  note: Note | null,
  { where, ledger, occupied }: Pick<Found, "where" | "ledger" | "occupied">,
  file: string,
): boolean {
  if (note === null || (note.to === where && ledger !== null)) return false;
  if (note.to === where && occupied) return true;
  throw relocationErrors.movedElsewhere(note.to, note.at, file);
}
