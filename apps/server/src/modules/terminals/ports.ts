import type { TerminalEnding } from "@signalbox/contract/terminals";
import type { TmuxPane } from "../../platform/tmux/panes.ts";

/** The pane that an agent's process runs in. */
export type WatchedPane = Pick<TmuxPane, "server" | "id" | "pid">;

/** Who knows the panes of agents. */
export interface Panes {
  /** The pane of an agent, or why there is none. */
  paneOf(agentId: string): WatchedPane | Extract<TerminalEnding, "no_process" | "no_pane" | "no_server">;
}
