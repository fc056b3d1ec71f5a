import { fsyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { availableParallelism, cpus, loadavg, release, tmpdir, totalmem, type } from "node:os";
import { join } from "node:path";
import { quantile } from "./statistics.ts";

const flushes = 300;

/** What one flush of 8 kB to the disk of the temporary folder costs; every commit waits for one. */
export function measureFsync(): { p50: number; p99: number } {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-bench-"));
  const file = openSync(join(folder, "file"), "w");
  const times = Array.from({ length: flushes }, () => {
    writeSync(file, Buffer.alloc(8_192));
    const started = performance.now();
    fsyncSync(file);
    return performance.now() - started;
  });
  rmSync(folder, { recursive: true });
  return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
}

/** The machine in one line. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} cores (${model}), ${memory} GB, ${type()} ${release()}, Node ${process.version}`;
}

export const loadAverage = (): number => loadavg()[0] ?? Number.NaN;

/** Resident memory of a process in MB, as Linux tells it. */
export function residentMegabytes(pid: number): number {
  const pages = readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1];
  return (Number(pages) * 4_096) / 2 ** 20;
}

/** The most that it was so far, in MB. */
export function peakMegabytes(pid: number): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1_024;
}

/** Processor time of a process so far, in seconds (proc_pid_stat(5), Linux only). */
export function processorTimeOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Ticks of all cores since the start: those that the host gave to others, and all (proc_stat(5), Linux only). */
function coreTicks(): { stolen: number; all: number } {
  if (type() !== "Linux") return { stolen: Number.NaN, all: Number.NaN };
  const [line = ""] = readFileSync("/proc/stat", "utf8").split("\n");
  const ticks = line.split(/\s+/).slice(1, 9).map(Number);
  return { stolen: ticks[7] ?? 0, all: ticks.reduce((sum, part) => sum + part, 0) };
}

/** Answers the share of the cores' time, in percent, that a virtual machine's host gave to others since the call. */
export function watchStolenTime(): () => number {
  const before = coreTicks();
  return () => {
    const now = coreTicks();
    return ((now.stolen - before.stolen) / (now.all - before.all)) * 100;
  };
}
