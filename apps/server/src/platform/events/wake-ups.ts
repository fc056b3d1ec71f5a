import type { Loop } from "../nodes/loops.ts";

/** How nodes tell one another that the log grew. What they tell may be lost: every node looks now and then too. */
export interface WakeUps {
  /** Says that the log reaches to a position. What is said within a moment is said once. */
  tell(newest: bigint): void;
  /** Calls `onNews` when another node said so, or may have said so unheard; to be set before the loops start. */
  heardBy(onNews: () => void): void;
  /** What keeps listening. */
  readonly loops: readonly Loop[];
}

/** Where there is no other node. */
export const noWakeUps: WakeUps = { tell: () => {}, heardBy: () => {}, loops: [] };
