import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";

const looksEveryMs = 100;
const sqliteBusy = 5;

/**
 * Waits until a file is this process's alone, or throws where `signal` aborts. The answered function lets it go; the
 * kernel does where the process dies, however it dies. For local disks only.
 */
export async function lockFile(path: string, signal: AbortSignal): Promise<() => void> {
  for (;;) {
    signal.throwIfAborted();
    const lock = take(path);
    if (lock !== null) return () => lock.close();
    await delay(looksEveryMs, undefined, { signal });
  }
}

/** Null where another has it. */
function take(path: string): DatabaseSync | null {
  const lock = new DatabaseSync(path, { timeout: 0 });
  try {
    lock.exec("pragma journal_mode = delete; begin exclusive");
    return lock;
  } catch (error) {
    lock.close();
    if (error instanceof Error && "errcode" in error && error.errcode === sqliteBusy) return null;
    throw error;
  }
}
