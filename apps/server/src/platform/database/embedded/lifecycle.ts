import { chmodSync, constants, cpSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../../kernel/errors.ts";
import { dataFolder, draftFolder } from "./data-folder.ts";
import { flushFile } from "./durable-files.ts";
import { openSession, type Session } from "./session.ts";
import { query } from "./wire.ts";

/** Makes the data folder. It gets its name when it is whole and on disk, so a half-made one is never opened. */
export async function initialise(folder: string): Promise<void> {
  const draft = draftFolder(folder);
  rmSync(draft, { recursive: true, force: true });
  await closeSession(await openSession(draft));
  seal(draft);
  renameSync(draft, dataFolder(folder));
  flushFile(folder);
}

/** Writes everything to its place, so that the next start has nothing to recover, and closes. */
export async function closeSession(session: Session): Promise<void> {
  session.exchange(query("checkpoint"));
  await session.close();
}

/** Copies the data of a running session; answers why not, or null. Blocks as long as the disk takes. */
export function copyData(session: Session, folder: string, to: string): string | null {
  try {
    session.exchange(query("checkpoint"));
    cpSync(dataFolder(folder), to, { recursive: true, mode: constants.COPYFILE_FICLONE, errorOnExist: true });
    return null;
  } catch (thrown) {
    return messageOf(thrown);
  }
}

/** Whether a flush of the log reaches the disk; a changed build of the engine may lose our fsync. */
export function isDurable(session: Session): boolean {
  const before = session.flushes();
  session.exchange(query("select pg_logical_emit_message(false, '', '', true)"));
  return session.flushes() > before;
}

/** Makes a tree private and durable; as made, its files are open to everyone. */
export function seal(path: string): void {
  const isFolder = statSync(path).isDirectory();
  chmodSync(path, isFolder ? 0o700 : 0o600);
  if (isFolder) for (const entry of readdirSync(path)) seal(join(path, entry));
  flushFile(path);
}
