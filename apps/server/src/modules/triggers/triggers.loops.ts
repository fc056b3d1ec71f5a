import type { Loop } from "../../platform/nodes/loops.ts";
import { handleWaiting } from "./deliveries/handle.ts";
import type { TriggersOptions } from "./options.ts";
import { nextDueAt, tick } from "./schedules/tick.ts";

/** Another node may have stored a delivery, or written a schedule. */
const idleMs = 500;

export const triggersLoops = (options: TriggersOptions): Loop[] => [
  {
    name: "deliveries",
    summary: "Lets triggers look at what sources delivered",
    alone: true,
    async run(signal) {
      while (!signal.aborted)
        if ((await handleWaiting(options)) === 0) await options.bells.deliveries.wait(idleMs, signal);
    },
  },
  {
    name: "schedules",
    summary: "Begins what is due by the clock",
    alone: true,
    async run(signal) {
      while (!signal.aborted) {
        if ((await tick(options)) > 0) continue;
        const next = await nextDueAt(options);
        const ms = next === null ? idleMs : next.getTime() - options.clock.now().getTime();
        await options.bells.schedules.wait(Math.min(Math.max(ms, 1), idleMs), signal);
      }
    },
  },
];
