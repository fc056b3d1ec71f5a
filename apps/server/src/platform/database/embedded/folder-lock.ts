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
  const lock = new DatabaseSync(join(folder, ".lock.sqlite"), { timeout: patienceMs });
  try {
    lock.exec("pragma journal_mode = delete; begin exclusive");
    writeFileSync(holderFile(folder), JSON.stringify({ pid: process.pid, since: clock.now() }));
  } catch (thrown) {
    lock.close();
    throw isBusy(thrown) ? databaseErrors.inUse(folder, holderOf(folder)) : thrown;
  }
  return () => lock.close();
}

const holderFile = (folder: string): string => join(folder, "holder.json");

const sqliteBusy = 5;

const isBusy = (thrown: unknown): boolean =>
  thrown instanceof Error && "errcode" in thrown && thrown.errcode === sqliteBusy;

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
