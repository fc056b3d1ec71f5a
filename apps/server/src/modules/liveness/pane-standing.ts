import type { TmuxPane } from "../../platform/tmux/panes.ts";
import type { Panes } from "../../platform/tmux/tmux.ts";

/** How the pane of a process is: its own, in other hands, gone; or nobody knows. */
export type PaneStanding = "held" | "left" | "gone" | "unknown";

/** What stands in front in a pane where no program runs. */
const shells = new Set([
  "sh",
  "bash",
  "dash",
  "zsh",
  "fish",
  "ksh",
  "csh",
  "tcsh",
  "nu",
  "xonsh",
  "elvish",
  "pwsh",
]);

export const showsShell = ({ command }: Pick<TmuxPane, "command">): boolean =>
  shells.has(command.replace(/^-/, ""));

/** How a pane stands that was `known` as it was when its agent was in it. */
export function standingOf(known: TmuxPane, { servers, panes }: Panes): PaneStanding {
  if (!servers.has(known.server)) return "unknown";
  const now = paneOf(known, panes);
  if (now === undefined || now.dead) return "gone";
  return showsShell(now) && !showsShell(known) ? "left" : "held";
}

/** The same pane in a newer list: a server that came back counts from 0 again, but its processes are others. */
export const paneOf = (known: TmuxPane, panes: readonly TmuxPane[]): TmuxPane | undefined =>
  panes.find(({ server, id, pid }) => server === known.server && id === known.id && pid === known.pid);

/**
 * The pane that a process runs in, among those of all servers: hooks tell its id, and not of which server. `lineage`
 * is the process with those it descends from; where no process is known, the pane must be the only one with that id,
 * and be in use.
 */
export function paneFor(
  paneId: string,
  panes: readonly TmuxPane[],
  lineage: readonly number[],
): TmuxPane | undefined {
  const named = panes.filter(({ id, dead }) => id === paneId && !dead);
  if (lineage.length > 0) return named.find(({ pid }) => lineage.includes(pid));
  const [only] = named;
  return named.length === 1 && only !== undefined && !showsShell(only) ? only : undefined;
}
