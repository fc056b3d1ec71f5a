import type { AgentsApi, WatchedProcess } from "../agents/index.ts";

/** The processes that are watched, as they were when last asked for. */
export interface Watchlist {
  /** Asks for them, unless that was just done and none came since. */
  ask(): Promise<readonly WatchedProcess[]>;
  latest(): readonly WatchedProcess[];
  /** One came that was not there. */
  grew(): void;
}

/** They are asked for again after this long: some have ended, and another node of this machine may have heard of some. */
const freshForMs = 1_000;
/** Where there were none. */
const emptyForMs = 30_000;

export const createWatchlist = (
  agents: Pick<AgentsApi, "watchedProcesses">,
  elapsed: () => number,
): Watchlist => {
  let latest: readonly WatchedProcess[] = [];
  let freshUntil = Number.NEGATIVE_INFINITY;
  let growth = 0;
  return {
    async ask() {
      if (elapsed() < freshUntil) return latest;
      const before = growth;
      latest = await agents.watchedProcesses();
      // One that came meanwhile may be missing.
      const lasts = latest.length === 0 ? emptyForMs : freshForMs;
      freshUntil = growth === before ? elapsed() + lasts : Number.NEGATIVE_INFINITY;
      return latest;
    },
    latest: () => latest,
    grew() {
      growth++;
      freshUntil = Number.NEGATIVE_INFINITY;
    },
  };
};
