import { lineageOf } from "../../platform/processes/lineage.ts";
import type { ProcessTable } from "../../platform/processes/process-table.ts";
import type { TmuxPane } from "../../platform/tmux/panes.ts";
import type { Panes, Tmux } from "../../platform/tmux/tmux.ts";
import type { WatchedProcess } from "../agents/index.ts";
import {
  type InPane,
  type PaneStanding,
  paneFor,
  paneOf,
  standingOf,
  whyNotInFront,
} from "./pane-standing.ts";

/** Knows the panes of agents as they were at the last look. */
export interface PaneWatch {
  look(watched: readonly WatchedProcess[]): Promise<void>;
  standing(processId: string): PaneStanding;
  /** The agent's pane as it is now. */
  paneOf(processId: string): TmuxPane | undefined;
  /** Why it does not get what is typed into its pane, in a sentence; null where it does. */
  whyNotInFront(processId: string): string | null;
}

type Known = Pick<InPane, "pane" | "lineage">;

/** A process that no hook told to be in tmux is looked for there so seldom, after its first look. */
const strayEveryLooks = 15;

export const createPaneWatch = (tmux: Pick<Tmux, "panes">, table: ProcessTable): PaneWatch => {
  let latest: Panes = { servers: new Set(), panes: [] };
  let known = new Map<string, Known>();
  let inPanes = new Map<string, InPane>();
  let strays = new Map<string, number>();

  const find = async ({ pid, pane }: WatchedProcess): Promise<Known | undefined> => {
    if (pid === null && !latest.panes.some(({ id }) => id === pane)) return undefined;
    const lineage = pid === null ? [] : await lineageOf(pid, table);
    const found = lineage === null ? undefined : paneFor(pane, latest.panes, lineage);
    return found && { pane: found, lineage: lineage ?? [] };
  };
  /** Those that may be in a pane; others are not asked for again at each look. */
  const candidates = (watched: readonly WatchedProcess[]) => {
    const left = new Map<string, number>();
    const now = watched.filter(({ processId, pid, pane }) => {
      if (pane !== null || known.has(processId)) return true;
      const looks = strays.get(processId) ?? 0;
      if (pid !== null) left.set(processId, looks === 0 ? strayEveryLooks : looks - 1);
      return pid !== null && looks === 0;
    });
    strays = left;
    return now;
  };
  const whoIsInFront = async (watched: readonly WatchedProcess[]) => {
    const seen = await table.look(watched.flatMap(({ pid }) => pid ?? []));
    return new Map(
      watched.flatMap(({ processId, agentId, pid }) => {
        const one = known.get(processId);
        const pane = one && paneOf(one.pane, latest.panes);
        if (one === undefined || pane === undefined) return [];
        const inFront = pid === null || (seen?.get(pid)?.inFront ?? true);
        return [[processId, { processId, agentId, pid, pane, lineage: one.lineage, inFront }] as const];
      }),
    );
  };
  return {
    async look(watched) {
      const wanted = candidates(watched);
      // Where no agent may be in a pane, tmux is left alone.
      latest = wanted.length === 0 ? { servers: new Set(), panes: [] } : await tmux.panes();
      const next = new Map<string, Known>();
      for (const process of wanted) {
        const one = known.get(process.processId) ?? (await find(process));
        if (one !== undefined) next.set(process.processId, one);
      }
      known = next;
      inPanes = await whoIsInFront(wanted);
    },
    standing: (processId) => {
      const one = known.get(processId);
      return one === undefined ? "unknown" : standingOf(one.pane, latest);
    },
    paneOf: (processId) => inPanes.get(processId)?.pane,
    whyNotInFront: (processId) => {
      const own = inPanes.get(processId);
      return own === undefined ? null : whyNotInFront(own, [...inPanes.values()]);
    },
  };
};
