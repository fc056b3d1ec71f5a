import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Clock } from "../../../kernel/clock.ts";
import { databaseErrors } from "../errors.ts";

/**
 * Locks a folder for this process until the answered function is called. The kernel frees it when the
 * process dies, however it dies. For local disks only. With patience it blocks until the folder is free.
 */
export function lockFolder(folder: string, clock: Clock, patienceMs = 0): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(join(folder, lockName), { timeout: patienceMs });
    lock.exec("pragma journal_mode = delete; begin exclusive");
    writeFileSync(holderFile(folder), JSON.stringify({ pid: process.pid, since: clock.now() }));
  } catch (thrown) {
    lock?.close();
    throw faultOf(folder, thrown);
  }
  return () => lock.close();
}

const lockName = ".lock.sqlite";

const holderFile = (folder: string): string => join(folder, "holder.json");

const sqliteBusy = 5;

/** What SQLite says in numbers; it names no path. */
function faultOf(folder: string, thrown: unknown): unknown {
  if (!(thrown instanceof Error && "errcode" in thrown)) return thrown;
  if (thrown.errcode === sqliteBusy) return databaseErrors.inUse(folder, holderOf(folder));
  const fault = `has no usable ${lockName} (${thrown.message}): it should be a file that this user may read and write.`;
  return databaseErrors.unusableFolder(folder, fault, thrown);
}

/** Who holds the folder, as far as its file tells. */
function holderOf(folder: string): string {
  try {
    const { pid, since }: { pid?: unknown; since?: unknown } = JSON.parse(
      readFileSync(holderFile(folder), "utf8"),
    );
    return `process ${pid} since ${since}`;
  } catch {
    return "another process";
  }
}
