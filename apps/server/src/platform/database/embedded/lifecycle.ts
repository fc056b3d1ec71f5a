import { chmodSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
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

/** Whether a flush of the log reaches the disk; a changed build of the engine may lose our fsync. */
export function isDurable(session: Session): boolean {
  const before = session.flushes();
  session.exchange(query("select pg_logical_emit_message(false, '', '', true)"));
  return session.flushes() > before;
}

/** Makes a tree private and durable; as made, its files are open to everyone. */
function seal(path: string): void {
  const isFolder = statSync(path).isDirectory();
  chmodSync(path, isFolder ? 0o700 : 0o600);
  if (isFolder) for (const entry of readdirSync(path)) seal(join(path, entry));
  flushFile(path);
}
