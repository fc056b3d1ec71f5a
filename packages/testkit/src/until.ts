import { setTimeout as delay } from "node:timers/promises";

export interface Deadline {
  timeoutMs?: number;
  everyMs?: number;
}

/**
 * Asks `look` until it answers something other than undefined, and gives that back. For what sends no event:
 * screens, files, other processes. `describe` says in the error what was there instead.
 */
export async function until<T>(
  look: () => Promise<T | undefined> | T | undefined,
  describe: () => Promise<string> | string,
  { timeoutMs = 30_000, everyMs = 25 }: Deadline = {},
): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > end) throw new Error(`Not within ${timeoutMs} ms: ${await describe()}`);
    await delay(everyMs);
  }
}
