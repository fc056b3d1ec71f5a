import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { replaceFile } from "../files/replace-file.ts";
import { relocationErrors } from "./relocation-errors.ts";

const Note = z.object({ to: z.string(), at: z.string() });
/** Where the database of a folder went, and when. */
export type Note = z.infer<typeof Note>;

export const noteFile = (folder: string): string => join(folder, "moved.json");

export function readNote(folder: string): Note | null {
  try {
    return Note.parse(JSON.parse(readFileSync(noteFile(folder), "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
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
