import type { Loop } from "../../platform/nodes/loops.ts";
import { handleWaiting } from "./deliveries/handle.ts";
import type { TriggersOptions } from "./options.ts";
import { askDue, nextAskAt } from "./polls/ask-due.ts";
import { nextDueAt, tick } from "./schedules/tick.ts";
import { Watches } from "./watches/watches.ts";

/** Another node may have stored a delivery, or written a schedule. */
const idleMs = 500;

const msUntil = (next: Date | null, { clock }: TriggersOptions): number =>
  Math.min(Math.max(next === null ? idleMs : next.getTime() - clock.now().getTime(), 1), idleMs);

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
      while (!signal.aborted)
        if ((await tick(options)) === 0)
          await options.bells.schedules.wait(msUntil(await nextDueAt(options), options), signal);
    },
  },
  {
    name: "polls",
    summary: "Asks the addresses of triggers whether they answer something new",
    alone: true,
    async run(signal) {
      while (!signal.aborted)
        if ((await askDue(options, signal)) === 0)
          await options.bells.polls.wait(msUntil(await nextAskAt(options), options), signal);
    },
  },
];

export const watchesLoop = (options: TriggersOptions): Loop => ({
  name: "watches",
  summary: "Watches the files of projects on this machine that triggers name",
  alone: false,
  async run(signal) {
    const watches = new Watches(options);
    try {
      while (!signal.aborted) await options.bells.watches.wait(await watches.round(), signal);
    } finally {
      await watches.close();
    }
  },
});
