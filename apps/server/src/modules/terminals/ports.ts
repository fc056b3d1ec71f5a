import type { TerminalEnding } from "@signalbox/contract/terminals";
import type { TmuxPane } from "../../platform/tmux/panes.ts";

/** The pane that an agent's process runs in. */
export type WatchedPane = Pick<TmuxPane, "server" | "id" | "pid">;

/** Whether two are the same pane with the same program. */
export const isSamePane = (one: WatchedPane, other: WatchedPane): boolean =>
  one.server === other.server && one.id === other.id && one.pid === other.pid;

/** Who knows the panes of agents. */
export interface Panes {
  /** The pane of an agent, or why there is none. */
  paneOf(agentId: string): WatchedPane | Extract<TerminalEnding, "no_process" | "no_pane" | "no_server">;
}
