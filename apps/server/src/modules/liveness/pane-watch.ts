import { lineageOf } from "../../platform/processes/lineage.ts";
import type { ProcessTable } from "../../platform/processes/process-table.ts";
import type { TmuxPane } from "../../platform/tmux/panes.ts";
import type { Panes, Tmux } from "../../platform/tmux/tmux.ts";
import type { WatchedProcess } from "../agents/index.ts";
import { type PaneStanding, paneFor, paneOf, standingOf } from "./pane-standing.ts";

/** Knows the panes of agents as they were at the last look. */
export interface PaneWatch {
  look(watched: readonly WatchedProcess[]): Promise<void>;
  standing(processId: string): PaneStanding;
  /** The agent's pane as it is now. */
  paneOf(processId: string): TmuxPane | undefined;
}

export const createPaneWatch = (tmux: Pick<Tmux, "panes">, table: ProcessTable): PaneWatch => {
  let latest: Panes = { servers: new Set(), panes: [] };
  let known = new Map<string, TmuxPane>();

  const find = async ({ pid, pane }: WatchedProcess): Promise<TmuxPane | undefined> => {
    if (pane === null || !latest.panes.some(({ id }) => id === pane)) return undefined;
    const lineage = pid === null ? [] : await lineageOf(pid, table);
    return lineage === null ? undefined : paneFor(pane, latest.panes, lineage);
  };
  return {
    async look(watched) {
      const inPanes = watched.filter(({ pane }) => pane !== null);
      // Where no agent is in a pane, tmux is left alone.
      latest = inPanes.length === 0 ? { servers: new Set(), panes: [] } : await tmux.panes();
      const next = new Map<string, TmuxPane>();
      for (const process of inPanes) {
        const pane = known.get(process.processId) ?? (await find(process));
        if (pane !== undefined) next.set(process.processId, pane);
      }
      known = next;
    },
    standing: (processId) => {
      const pane = known.get(processId);
      return pane === undefined ? "unknown" : standingOf(pane, latest);
    },
    paneOf: (processId) => {
      const pane = known.get(processId);
      return pane && paneOf(pane, latest.panes);
    },
  };
};
