import { setTimeout as delay } from "node:timers/promises";
import type { Loop } from "../../platform/nodes/loops.ts";
import type { Bell } from "../liveness/index.ts";
import type { News } from "./news.ts";
import type { ExecutionsOptions } from "./options.ts";
import { endOfLostHosts } from "./running/lost-hosts.ts";
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

/** Reading takes at most half of the time, however many are followed. */
const followsEveryMs = 20;

/** Whoever has a log open sees a line as soon as it is printed. */
export const followLoop = (rounds: Pick<Rounds, "follow">, news: Pick<News, "untilAwaited">): Loop => ({
  name: "followed_executions",
  summary: "Reads on in the output of executions whose log somebody has open",
  alone: false,
  async run(signal) {
    while (!signal.aborted) {
      await news.untilAwaited(signal);
      const began = performance.now();
      await rounds.follow();
      const took = performance.now() - began;
      await delay(Math.max(followsEveryMs, took), undefined, { signal }).catch(() => {});
    }
  },
});

const lookEveryMs = 60_000;

/** What machines ran that are gone is over. */
export const lostHostsLoop = (options: ExecutionsOptions): Loop => ({
  name: "lost_executions",
  summary: "Ends executions whose machine is not heard of any more",
  alone: true,
  async run(signal) {
    while (!signal.aborted) {
      await endOfLostHosts(options);
      await delay(lookEveryMs, undefined, { signal }).catch(() => {});
    }
  },
});
