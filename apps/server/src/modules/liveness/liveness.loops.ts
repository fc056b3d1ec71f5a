import { setTimeout as delay } from "node:timers/promises";
import type { Loop } from "../../platform/nodes/loops.ts";

/** Fast enough that the end of a process shows within ten seconds, with the grace it is given. */
const reaperEveryMs = 2_500;
const panesEveryMs = 3_000;

interface Rounds {
  reap(): Promise<void>;
  watchPanes(): Promise<void>;
  close(): Promise<void>;
}

/** Each node that hears hooks looks at its own machine. */
export const livenessLoops = ({ reap, watchPanes, close }: Rounds): Loop[] => [
  {
    name: "reaper",
    summary: "Ends agents whose process is gone",
    alone: false,
    dispensable: true,
    run: (signal) => again(reap, reaperEveryMs, signal),
  },
  {
    name: "panes",
    summary: "Watches the panes of agents in tmux",
    alone: false,
    dispensable: true,
    async run(signal) {
      await again(watchPanes, panesEveryMs, signal).finally(close);
    },
  },
];

async function again(round: () => Promise<void>, everyMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await round();
    await delay(everyMs, undefined, { signal }).catch(() => {});
  }
}
