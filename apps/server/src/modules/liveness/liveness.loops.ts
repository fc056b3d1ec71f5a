import { setTimeout as delay } from "node:timers/promises";
import type { Loop } from "../../platform/nodes/loops.ts";
import type { Bell } from "./bell.ts";

/** Fast enough that the end of a process shows within two seconds, with the grace it is given. */
const reaperEveryMs = process.platform === "linux" ? 500 : 2_500;
const panesEveryMs = 1_000;
/** Where a look needs programs of its own it is taken less often. */
const findsEveryMs = process.platform === "linux" ? 5_000 : 30_000;

interface Rounds {
  reap(): Promise<void>;
  /** Rings for a process that was never seen before: it is looked up while it is there. */
  newcomers: Bell;
  watchPanes(): Promise<void>;
  close(): Promise<void>;
  find(signal: AbortSignal): Promise<void>;
}

/** Each node that hears hooks looks at its own machine. */
export const livenessLoops = ({ reap, newcomers, watchPanes, close, find }: Rounds): Loop[] => [
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
  {
    name: "finder",
    summary: "Finds sessions that run and of which no hook told",
    alone: false,
    dispensable: true,
    async run(signal) {
      while (!signal.aborted) {
        await find(signal);
        await delay(findsEveryMs, undefined, { signal }).catch(() => {});
      }
    },
  },
];
