import { statfs } from "node:fs/promises";
import { freemem, totalmem } from "node:os";
import { getHeapStatistics } from "node:v8";
import type { Condition, HealthPart } from "../../kernel/health.ts";
import { inBytes } from "./quantities.ts";

const gigabyte = 1_000_000_000;

/** The disk that the state folder is on. */
export const diskHealth = (folder: string): HealthPart => ({
  name: "disk",
  title: "Disk",
  async check(): Promise<Condition> {
    const { bavail, blocks, bsize } = await statfs(folder);
    const [free, size] = [bavail * bsize, blocks * bsize];
    const facts = { free: inBytes(free), size: inBytes(size), folder };
    const cure = `Free some space on the disk of ${folder}, or keep less: see retention.`;
    if (free < gigabyte / 5) return { status: "failing", reason: `${inBytes(free)} are left`, cure, facts };
    if (free < 2 * gigabyte || free < size / 20)
      return { status: "warning", reason: `${inBytes(free)} are left`, cure, facts };
    return { status: "ok", reason: `${inBytes(free)} of ${inBytes(size)} are free`, facts };
  },
});

/** What this process takes of memory, and what the machine has. */
export const memoryHealth = (): HealthPart => ({
  name: "memory",
  title: "Memory",
  check(): Condition {
    const { rss } = process.memoryUsage();
    const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
    const [free, total] = [freemem(), totalmem()];
    const facts = {
      process: inBytes(rss),
      heap: `${inBytes(used)} of ${inBytes(limit)}`,
      "free on the machine": inBytes(free),
    };
    const cure = "Restart Signalbox at a quiet moment, and report what it was doing if it comes back.";
    if (used > limit * 0.9)
      return { status: "failing", reason: "The heap of this process is nearly full", cure, facts };
    if (used > limit * 0.75)
      return { status: "warning", reason: "The heap of this process fills", cure, facts };
    if (free < total / 50)
      return {
        status: "warning",
        reason: `The machine has ${inBytes(free)} left`,
        cure: "Close what takes the memory of this machine.",
        facts,
      };
    return { status: "ok", reason: `${inBytes(rss)} in use`, facts };
  },
});
