import { setTimeout as delay } from "node:timers/promises";
import type { Loop } from "../../platform/nodes/loops.ts";
import type { Bell } from "./bell.ts";

/** Fast enough that the end of a process shows within two seconds, with the grace it is given. */
const reaperEveryMs = 500;
const panesEveryMs = 1_000;

interface Rounds {
  reap(): Promise<void>;
  /** Rings for a process that was never seen before: it is looked up while it is there. */
  newcomers: Bell;
  watchPanes(): Promise<void>;
  close(): Promise<void>;
}

/** Each node that hears hooks looks at its own machine. */
export const livenessLoops = ({ reap, newcomers, watchPanes, close }: Rounds): Loop[] => [
  {
    name: "reaper",
    summary: "Ends agents whose process is gone",
    alone: false,
    dispensable: true,
    async run(signal) {
      while (!signal.aborted) {
        await reap();
        await newcomers.wait(reaperEveryMs, signal);
      }
    },
  },
  {
    name: "panes",
    summary: "Watches the panes of agents in tmux",
    alone: false,
    dispensable: true,
    async run(signal) {
      try {
        while (!signal.aborted) {
          await watchPanes();
          await delay(panesEveryMs, undefined, { signal }).catch(() => {});
        }
      } finally {
        await close();
      }
    },
  },
];
