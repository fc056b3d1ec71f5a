import { setTimeout as pause } from "node:timers/promises";

interface Awaited {
  /** The process that asked. */
  pid: number;
  runsAs(commandLine: string): boolean;
  startedBy(pid: number): ReadonlyMap<number, string> | null;
  signal: AbortSignal;
  everyMs?: number;
}

/**
 * Whether what was asked about was seen to run before `signal` aborted. What runs when it is asked was not waiting for
 * the answer.
 */
export async function untilRuns({
  pid,
  runsAs,
  startedBy,
  signal,
  everyMs = 250,
}: Awaited): Promise<boolean> {
  const before = startedBy(pid);
  if (before === null) return false;
  while (!signal.aborted) {
    for (const [child, line] of startedBy(pid) ?? []) if (!before.has(child) && runsAs(line)) return true;
    await pause(everyMs, undefined, { signal }).catch(() => {});
  }
  return false;
}
