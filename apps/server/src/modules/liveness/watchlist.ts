import type { AgentsApi, WatchedProcess } from "../agents/index.ts";

/** The processes that are watched, as they were when last asked for. */
export interface Watchlist {
  /** Asks for them, unless there were none and none can have come. */
  ask(): Promise<readonly WatchedProcess[]>;
  latest(): readonly WatchedProcess[];
  /** One came that was not there. */
  grew(): void;
}

/** Where there were none they are asked for again after this long: another node of this machine may have heard one. */
const emptyForMs = 30_000;

export const createWatchlist = (
  agents: Pick<AgentsApi, "watchedProcesses">,
  elapsed: () => number,
): Watchlist => {
  let latest: readonly WatchedProcess[] = [];
  let emptyUntil = Number.NEGATIVE_INFINITY;
  let growth = 0;
  return {
    async ask() {
      if (elapsed() < emptyUntil) return latest;
      const before = growth;
      latest = await agents.watchedProcesses();
      // One that came meanwhile may be missing.
      const isEmpty = latest.length === 0 && growth === before;
      emptyUntil = isEmpty ? elapsed() + emptyForMs : Number.NEGATIVE_INFINITY;
      return latest;
    },
    latest: () => latest,
    grew() {
      growth++;
      emptyUntil = Number.NEGATIVE_INFINITY;
    },
  };
};
