import type { Loop } from "../../platform/nodes/loops.ts";
import type { Bell } from "../liveness/index.ts";
import type { Rounds } from "./opening/rounds.ts";

/** While an agent is waited for, while some run, and while there is nothing to see. */
const [waitingMs, runningMs, idleMs] = [250, 1_000, 30_000];

/** Each node that watches CLIs looks after what it started. */
export const launchLoop = (rounds: Rounds, bell: Bell): Loop => ({
  name: "launches",
  summary: "Opens what is started, finds its agents and sees it end",
  alone: false,
  async run(signal) {
    while (!signal.aborted) {
      const { open, starting } = await rounds.round();
      await bell.wait(starting > 0 ? waitingMs : open > 0 ? runningMs : idleMs, signal);
    }
  },
});
