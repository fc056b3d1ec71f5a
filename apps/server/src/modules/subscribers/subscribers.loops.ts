import type { Loop } from "../../platform/nodes/loops.ts";
import type { Bell } from "../liveness/index.ts";

/** Another node may have written something down, and what failed comes due. */
const idleMs = 1_000;
/** Those that are slow keep the others waiting no longer than that. */
const atOnce = 12;

/** Each node that works sends what is due. */
export const messagesLoop = (next: (signal: AbortSignal) => Promise<boolean>, bell: Bell): Loop => ({
  name: "subscribers",
  summary: "Sends webhooks about events to their subscribers",
  alone: false,
  async run(signal) {
    const drain = async () => {
      while (!signal.aborted && (await next(signal)));
    };
    while (!signal.aborted) {
      // Where nothing is due, one look is enough.
      if (await next(signal)) await Promise.all(Array.from({ length: atOnce }, drain));
      else await bell.wait(idleMs, signal);
    }
  },
});
