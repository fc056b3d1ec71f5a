import type { TmuxPane } from "../../platform/tmux/panes.ts";
import type { PaneWatch } from "./pane-watch.ts";
import type { Watchlist } from "./watchlist.ts";

/** Why no pane of an agent is known: no process of it is watched here, none is in tmux, or in no server that is watched. */
type NoPane = "no_process" | "no_pane" | "no_server";

/** The panes of agents, as they were at the last look. */
export interface AgentPanes {
  paneOf(agentId: string): TmuxPane | NoPane;
}

export const agentPanes = (
  watchlist: Pick<Watchlist, "latest">,
  panes: Pick<PaneWatch, "paneOf">,
): AgentPanes => ({
  paneOf(agentId) {
    const processes = watchlist.latest().filter((process) => process.agentId === agentId);
    const newest = processes.toSorted((one, other) => other.seenAt.getTime() - one.seenAt.getTime());
    for (const { processId } of newest) {
      const pane = panes.paneOf(processId);
      if (pane !== undefined) return pane;
    }
    if (newest.length === 0) return "no_process";
    return newest.some(({ pane }) => pane !== null) ? "no_server" : "no_pane";
  },
});
