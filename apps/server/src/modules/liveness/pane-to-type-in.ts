import type { PaneKeys } from "../../platform/tmux/pane-keys.ts";
import type { Tmux } from "../../platform/tmux/tmux.ts";
import type { WatchedProcess } from "../agents/index.ts";
import { adapterOf } from "../backends/index.ts";
import type { PaneWatch } from "./pane-watch.ts";

/** The pane that an agent stands in. */
export interface TypablePane {
  /** By one at a time; its screen is as the CLI's adapter reads it. @throws PaneClosed where it takes no keys; the message says why */
  use<T>(act: (keys: PaneKeys) => Promise<T>): Promise<T>;
}

interface Seen {
  tmux: Pick<Tmux, "withPane">;
  panes: Pick<PaneWatch, "paneOf" | "standing" | "whyNotInFront">;
  watched: readonly WatchedProcess[];
}

/** As it was at the last look; where it can't be typed into, why, in a sentence. */
export function paneToTypeIn(agentId: string, { tmux, panes, watched }: Seen): TypablePane | string {
  const own = watched.filter((process) => process.agentId === agentId);
  const held = own.filter(
    ({ processId }) => panes.standing(processId) === "held" && panes.paneOf(processId) !== undefined,
  );
  const fronts = held.filter(({ processId }) => panes.whyNotInFront(processId) === null);
  const [pane, other] = fronts.flatMap(({ processId }) => panes.paneOf(processId) ?? []);
  if (other !== undefined) return "it is open in several panes of tmux";
  const inColours = adapterOf(own[0]?.backend ?? "")?.readsColours === true;
  if (pane !== undefined)
    return {
      use: (act) => tmux.withPane(pane, (keys) => act(inColours ? { ...keys, screen: keys.drawn } : keys)),
    };
  const [behind] = held;
  if (behind !== undefined) return panes.whyNotInFront(behind.processId) ?? inOtherHands;
  return own.length === 0 ? "it does not run here" : whyNoPane(own);
}

const inOtherHands = "its pane of tmux is of a server that is not watched, or in other hands";

function whyNoPane(own: readonly WatchedProcess[]): string {
  if (own.some(({ pane }) => pane !== null)) return inOtherHands;
  return own.every(({ pid }) => pid === null)
    ? "nothing tells which process is its own, nor in which pane it is"
    : "it is in no pane of a tmux server that is watched";
}
