import { readFileSync } from "node:fs";
import { runProgram } from "./run-program.ts";

/** A process that lives. */
export interface SeenProcess {
  /**
   * When it began, in a word of this machine that stays the same while it lives: another word under the same number
   * is another process.
   */
  birth: string;
  parent: number;
  ageMs: number;
  /** It is among those that a terminal gives its keys to: neither stopped behind another nor without a terminal. */
  inFront: boolean;
}

/** What the system knows of processes. */
export interface ProcessTable {
  /** Those of `pids` that live; null where the system did not tell, which is no sign of anything. */
  look(pids: readonly number[]): Promise<ReadonlyMap<number, SeenProcess> | null>;
}

/** On Linux from /proc, without a program of its own; elsewhere `ps` is asked once for all. */
export const createProcessTable = (path: string, platform = process.platform): ProcessTable => ({
  async look(pids) {
    if (pids.length === 0) return new Map();
    return platform === "linux" ? lookInProc(pids) : lookByPs(pids, path);
  },
});

/** The kernel counts in hundredths of a second wherever Node runs. */
export const ticksPerSecond = 100;

/** Which boot of the machine this is, and how long ago it began; null where the system does not tell. */
export const bootId = (): string | null => readOrNull("/proc/sys/kernel/random/boot_id")?.trim() ?? null;
export function upMs(): number | null {
  const ms = Number(readOrNull("/proc/uptime")?.split(" ")[0]) * 1_000;
  return Number.isNaN(ms) ? null : ms;
}

/** Read at once: these are no files on a disk, and a round through the thread pool costs ten times as much. */
function lookInProc(pids: readonly number[]): ReadonlyMap<number, SeenProcess> | null {
  const [boot, up] = [bootId(), upMs()];
  if (boot === null || up === null) return null;
  const found = new Map<number, SeenProcess>();
  for (const pid of pids) {
    const seen = readStat(readOrNull(`/proc/${pid}/stat`) ?? "");
    if (seen === null) continue;
    const { parent, ticks, inFront } = seen;
    const ageMs = up - (ticks * 1_000) / ticksPerSecond;
    found.set(pid, { birth: `${boot}:${ticks}`, parent, ageMs, inFront });
  }
  return found;
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

/** Dead, and its parent has not asked how it ended. */
const isOver = (state: string | undefined) => state?.startsWith("Z") || state?.startsWith("X");

/**
 * `pid (name) state parent group session terminal front …`, the 22nd being when it began. A name may itself hold spaces
 * and brackets.
 */
export function readStat(stat: string): { parent: number; ticks: number; inFront: boolean } | null {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, parent, group, , terminal, front] = fields;
  const ticks = Number(fields[19]);
  if (parent === undefined || Number.isNaN(ticks) || isOver(state)) return null;
  return { parent: Number(parent), ticks, inFront: terminal !== "0" && group === front };
}

async function lookByPs(
  pids: readonly number[],
  path: string,
): Promise<ReadonlyMap<number, SeenProcess> | null> {
  const { code, stdout } = await runProgram({
    file: "ps",
    args: ["-o", "pid=,ppid=,stat=,etime=,lstart=", "-p", pids.join(",")],
    // A date that names the same moment in every season.
    env: { PATH: path, LC_ALL: "C", TZ: "UTC" },
    timeoutMs: 5_000,
  });
  // It also fails where none of them lives, and then prints nothing.
  if (code === null || code > 1) return null;
  return new Map(stdout.split("\n").flatMap(readPsLine));
}

/** `501 1 S+ 01-02:03:04 Sun Nov 29 20:39:04 2026`. */
export function readPsLine(line: string): [number, SeenProcess][] {
  const [pid, parent, state, elapsed, ...began] = line.trim().split(/\s+/);
  if (elapsed === undefined || began.length === 0 || isOver(state)) return [];
  const inFront = state?.includes("+") ?? false;
  return [
    [Number(pid), { birth: began.join(" "), parent: Number(parent), ageMs: elapsedMs(elapsed), inFront }],
  ];
}

/** `[[days-]hours:]minutes:seconds`. */
function elapsedMs(elapsed: string): number {
  const [clock = "", days = "0"] = elapsed.split("-").reverse();
  const seconds = clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return (Number(days) * 86_400 + seconds) * 1_000;
}
