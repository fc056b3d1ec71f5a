import type { Loop } from "../../platform/nodes/loops.ts";
import type { Bell } from "../liveness/index.ts";
import type { Rounds } from "./running/rounds.ts";

/** While some run, and while there is nothing to do: another node may have put something into the queue. */
const [runningMs, idleMs] = [100, 1_000];

/** Each worker takes what it has room for, and looks after what runs on its machine. */
export const executionsLoop = (rounds: Rounds, bell: Bell): Loop => ({
  name: "executions",
  summary: "Takes executions that wait, runs them, and sees them end",
  alone: false,
  async run(signal) {
    while (!signal.aborted) {
      const running = await rounds.round();
      await bell.wait(running > 0 ? runningMs : idleMs, signal);
    }
  },
});
