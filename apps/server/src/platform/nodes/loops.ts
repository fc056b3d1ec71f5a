import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import { messageOf } from "../../kernel/errors.ts";
import type { Service } from "../../kernel/module.ts";
import type { Leases } from "./leases.ts";

/** Work that goes on for as long as the server runs, and is no job. */
export interface Loop {
  name: string;
  /** What it does, for people. */
  summary: string;
  /** One of the nodes that work runs it for all; else every node runs its own. */
  alone: boolean;
  /** What it does is done without it too, only later: that it fails is a warning. */
  dispensable?: true;
  /** Goes on until `signal` aborts; where it throws it is started again, later each time. */
  run(signal: AbortSignal): Promise<void>;
}

/** How a loop is on this node. `standby`: another node runs it. */
export interface LoopStatus {
  name: string;
  summary: string;
  alone: boolean;
  state: "standby" | "running" | "restarting" | "stopped";
  since: Date;
  /** How often it failed since the node started. */
  failures: number;
  /** How often it failed of late, without having gone on for long in between. */
  inARow: number;
  dispensable: boolean;
  lastError: string | null;
  lastErrorAt: Date | null;
}

export interface LoopsOptions {
  loops: readonly Loop[];
  leases: Leases;
  /** Whether this node runs what one node does for all. */
  works: boolean;
  clock: Clock;
  log: Logger;
  /** Waits before a loop that failed is started again; the last one repeats. */
  restartPausesMs?: readonly number[];
  /** How long a stop waits for loops that don't listen. */
  drainMs?: number;
}

/** Keeps loops going, and tells how each is. */
export interface Loops extends Service {
  status(): LoopStatus[];
}

/** A loop that ran for this long was not part of a series of failures. */
const stableMs = 60_000;

export const createLoops = (options: LoopsOptions): Loops => {
  const { leases, works, drainMs = 5_000 } = options;
  const stopping = new AbortController();
  const loops = options.loops.filter(({ alone }) => works || !alone);
  const supervised = loops.map((loop) => new SupervisedLoop(loop, options));
  if (new Set(loops.map(({ name }) => name)).size < loops.length)
    throw new Error("Two loops have the same name");
  let running: Promise<unknown> = Promise.resolve();
  return {
    name: "loops",
    start() {
      const runs = supervised.map((one) =>
        one.loop.alone
          ? leases.hold(one.loop.name, stopping.signal, (held) => one.keepUp(held))
          : one.keepUp(stopping.signal),
      );
      running = Promise.all(runs);
    },
    async stop() {
      stopping.abort();
      await Promise.race([running, delay(drainMs, undefined, { ref: false })]);
    },
    status: () => supervised.map(({ status }) => ({ ...status })),
  };
};

/** A loop that is started again whenever it fails. */
class SupervisedLoop {
  readonly loop: Loop;
  readonly status: LoopStatus;
  readonly #options: LoopsOptions;

  constructor(loop: Loop, options: LoopsOptions) {
    this.loop = loop;
    this.#options = options;
    const { name, summary, alone, dispensable = false } = loop;
    const none = { failures: 0, inARow: 0, lastError: null, lastErrorAt: null };
    const since = options.clock.now();
    this.status = { name, summary, alone, dispensable, state: alone ? "standby" : "stopped", since, ...none };
  }

  /** Runs it until `signal` aborts. */
  async keepUp(signal: AbortSignal): Promise<void> {
    const { restartPausesMs = [100, 1_000, 5_000, 30_000], log } = this.#options;
    while (!signal.aborted) {
      this.#become("running");
      const began = performance.now();
      try {
        await this.loop.run(signal);
        break;
      } catch (error) {
        if (signal.aborted) break;
        log.error({ err: error, loop: this.loop.name }, "a loop failed; it is started again");
        if (performance.now() - began > stableMs) this.status.inARow = 0;
        const waitMs = restartPausesMs[Math.min(this.status.inARow, restartPausesMs.length - 1)] ?? 0;
        this.#fail(error);
        await delay(waitMs, undefined, { signal }).catch(() => {});
      }
    }
    this.#become(this.loop.alone ? "standby" : "stopped");
  }

  #fail(error: unknown): void {
    this.status.failures += 1;
    this.status.inARow += 1;
    this.status.lastError = messageOf(error);
    this.status.lastErrorAt = this.#options.clock.now();
    this.#become("restarting");
  }

  #become(state: LoopStatus["state"]): void {
    if (this.status.state === state) return;
    this.status.state = state;
    this.status.since = this.#options.clock.now();
  }
}
