import { performance } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Service } from "../../kernel/module.ts";

interface SpareOptions {
  everyMs?: number;
  /** So much of the heap must lie idle for it to be worth the pause, which takes some 100 ms. */
  idleBytes?: number;
}

/** A service that takes no time to start or stop. */
interface SparesMemory extends Service {
  start(): void;
  stop(): void;
}

/** At rest a thread uses its loop for less than this. */
const restingShare = 0.1;

/**
 * Gives back what this thread's heap once needed, when it rests: V8 keeps its pages for as long as little is allocated,
 * and a server that was busy for a minute would be large for a day. Each thread has a heap of its own.
 */
export function spareMemory({
  everyMs = 60_000,
  idleBytes = 64 * 1024 * 1024,
}: SpareOptions = {}): SparesMemory {
  let before = performance.eventLoopUtilization();
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    const { heapTotal, heapUsed } = process.memoryUsage();
    if (utilization < restingShare && heapTotal - heapUsed > idleBytes) collect();
  };
  return {
    name: "spare memory",
    start: () => {
      timer = setInterval(look, everyMs).unref();
    },
    stop: () => clearInterval(timer),
  };
}

/** Node's own `gc`, which only a flag gives; any other flavour leaves the pages with the process. */
function collect(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc({ type: 'major', flavor: 'last-resort' })");
}
