import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { replaceFile } from "../files/replace-file.ts";
import { relocationErrors } from "./relocation-errors.ts";

const Note = z.object({ to: z.string(), at: z.string() });
/** Where the database of a folder went, and when. */
export type Note = z.infer<typeof Note>;

export const noteFile = (folder: string): string => join(folder, "moved.json");

/** @throws AppError `relocation.unreadable_note` */
export function readNote(folder: string): Note | null {
  const file = noteFile(folder);
  if (!existsSync(file)) return null;
  try {
    return Note.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (cause) {
    throw relocationErrors.unreadableNote(file, cause);
  }
}

export const writeNote = (folder: string, note: Note): Promise<void> =>
  replaceFile(noteFile(folder), JSON.stringify(note), { mode: 0o600 });

/**
 * Keeps a database that was moved from being gone on with, as a second truth beside the other.
 * @throws AppError `relocation.moved`
 */
export function refuseMoved(folder: string): void {
  const note = readNote(folder);
  if (note !== null) throw relocationErrors.moved(note.to, note.at, noteFile(folder));
}
