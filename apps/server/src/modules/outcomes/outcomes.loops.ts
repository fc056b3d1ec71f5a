import type { Loop } from "../../platform/nodes/loops.ts";
import type { Bell } from "../liveness/index.ts";

/** Another node may have written something down, and what failed comes due. */
const idleMs = 1_000;
/** One that is slow keeps the others waiting no longer than that. */
const atOnce = 4;

/** Each worker carries out what is due, several at a time. */
export const outcomesLoop = (next: (signal: AbortSignal) => Promise<boolean>, bell: Bell): Loop => ({
  name: "outcomes",
  summary: "Carries out what executions leave behind: comments, pull requests and the like",
  alone: false,
  async run(signal) {
    const drain = async () => {
      while (!signal.aborted && (await next(signal)));
    };
    while (!signal.aborted) {
      await Promise.all(Array.from({ length: atOnce }, drain));
      await bell.wait(idleMs, signal);
    }
  },
});
