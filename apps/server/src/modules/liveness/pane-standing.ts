import { paneAround, type TmuxPane } from "../../platform/tmux/panes.ts";
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
 * The pane that a process runs in, among those of all servers: the one from which it descends, whatever it was told.
 * `lineage` is the process with those it descends from; where no process is known, the pane must be the only one with the
 * id that hooks told, and be in use.
 */
export function paneFor(
  paneId: string | null,
  panes: readonly TmuxPane[],
  lineage: readonly number[],
): TmuxPane | undefined {
  const alive = panes.filter(({ dead }) => !dead);
  if (lineage.length > 0) return paneAround(alive, lineage);
  const [only, other] = alive.filter(({ id }) => id === paneId);
  return other === undefined && only !== undefined && !showsShell(only) ? only : undefined;
}

/** A process of an agent in a pane of its own or of others. */
export interface InPane {
  processId: string;
  agentId: string;
  pid: number | null;
  pane: TmuxPane;
  lineage: readonly number[];
  /** The terminal gives its keys to it, as far as that is known. */
  inFront: boolean;
}

/**
 * Why an agent does not get what is typed into its pane, in a sentence; null where it does. Of several in front it is the
 * one that started the others.
 */
export function whyNotInFront(own: InPane, all: readonly InPane[]): string | null {
  if (!own.inFront) return "another program stands in front in its pane of tmux";
  const rivals = all.filter(
    (one) => one.agentId !== own.agentId && one.inFront && paneOf(own.pane, [one.pane]) !== undefined,
  );
  const isOutermost = own.pid !== null && rivals.every(({ lineage }) => lineage.includes(own.pid ?? 0));
  return rivals.length === 0 || isOutermost ? null : "another agent stands in its pane of tmux, too";
}
