/** A folder where nothing was found is searched again after so long, doubling. */
const [firstWaitMs, longestWaitMs] = [5_000, 5 * 60_000];
/** A session may be heard of a moment before it is written. */
const triesForOne = 3;

interface Search {
  nextAt: number;
  waitMs: number;
  /** How often was searched since a session was heard of. */
  tries: ReadonlyMap<string, number>;
}

/** Knows when to look again for the session of a process. */
export class Searches {
  #known = new Map<string, Search>();

  forgetAllBut(isThere: (key: string) => boolean): void {
    for (const key of this.#known.keys()) if (!isThere(key)) this.#known.delete(key);
  }

  /** At once where there are sessions, heard of without a process, that were not looked for; else after a while. */
  isDue(key: string, { now, unplaced }: { now: number; unplaced: readonly string[] }): boolean {
    const search = this.#known.get(key) ?? { nextAt: 0, waitMs: firstWaitMs, tries: new Map() };
    const triesOf = (sessionId: string) => search.tries.get(sessionId) ?? 0;
    if (now < search.nextAt && unplaced.every((sessionId) => triesOf(sessionId) >= triesForOne)) return false;
    const waitMs = Math.min(search.waitMs * 2, longestWaitMs);
    const tries = new Map(unplaced.map((sessionId) => [sessionId, triesOf(sessionId) + 1]));
    this.#known.set(key, { nextAt: now + search.waitMs, waitMs, tries });
    return true;
  }
}
