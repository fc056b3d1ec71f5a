import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import { bootId, readPsLine, readStat, ticksPerSecond, upMs } from "./process-table.ts";
import { runProgram } from "./run-program.ts";

/** A program that runs, by its command line. */
export interface RunningProgram {
  pid: number;
  parent: number;
  /** As the process table tells it. */
  birth: string;
  ageMs: number;
  args: readonly string[];
}

/** What else is known of a program; what may not be read is missing. */
export interface ProgramFacts {
  cwd: string | null;
  /** Of its environment those that were asked for; null where it may not be read. */
  variables: Readonly<Record<string, string>> | null;
  files: readonly string[];
  /** Its paths mean what ours do; false for one in a container. */
  seesOurFiles: boolean;
}

/** All programs of this machine that are of interest to somebody. */
export interface ProgramList {
  /** Null where the system did not tell. */
  look(isWanted: (args: readonly string[]) => boolean): Promise<RunningProgram[] | null>;
  factsOf(pid: number, variables: readonly string[]): Promise<ProgramFacts | null>;
}

/** On Linux from /proc, without a program of its own, and only what began since is read closer; elsewhere from `ps`. */
export const createProgramList = (path: string, platform = process.platform): ProgramList =>
  platform === "linux" ? new ProcList() : psList(path);

/** So many are looked at before others have their turn. */
const atATurn = 64;

class ProcList implements ProgramList {
  /** What was read of those that were there at the last look: a process and its name say when it became another. */
  #known = new Map<string, readonly string[]>();

  async look(isWanted: (args: readonly string[]) => boolean): Promise<RunningProgram[] | null> {
    const [boot, up] = [bootId(), upMs()];
    if (boot === null || up === null) return null;
    const found: RunningProgram[] = [];
    const known = new Map<string, readonly string[]>();
    for (const [n, name] of readdirSync("/proc").entries()) {
      if (n % atATurn === 0) await turn();
      if (!/^\d+$/.test(name)) continue;
      const stat = readOrNull(`/proc/${name}/stat`) ?? "";
      const seen = readStat(stat);
      if (seen === null) continue;
      const key = `${name} ${seen.ticks} ${stat.slice(stat.indexOf("("), stat.lastIndexOf(")"))}`;
      const args =
        this.#known.get(key) ?? (readOrNull(`/proc/${name}/cmdline`) ?? "").split("\0").slice(0, -1);
      known.set(key, isWanted(args) ? args : none);
      if (args === none || !isWanted(args)) continue;
      const ageMs = up - (seen.ticks * 1_000) / ticksPerSecond;
      found.push({ pid: Number(name), parent: seen.parent, birth: `${boot}:${seen.ticks}`, ageMs, args });
    }
    this.#known = known;
    return found;
  }

  async factsOf(pid: number, wanted: readonly string[]): Promise<ProgramFacts | null> {
    const cwd = linkOrNull(`/proc/${pid}/cwd`);
    const own = linkOrNull("/proc/self/ns/mnt");
    const environment = readOrNull(`/proc/${pid}/environ`);
    if (cwd === null && environment === null) return null;
    return {
      cwd,
      variables: environment === null ? null : variablesIn(environment.split("\0"), wanted),
      files: namesIn(`/proc/${pid}/fd`).flatMap((fd) => linkOrNull(`/proc/${pid}/fd/${fd}`) ?? []),
      seesOurFiles: own !== null && linkOrNull(`/proc/${pid}/ns/mnt`) === own,
    };
  }
}

const none: readonly string[] = [];

function variablesIn(environment: readonly string[], wanted: readonly string[]): Record<string, string> {
  const pairs = environment.map((line) => {
    const at = line.indexOf("=");
    return [line.slice(0, at), line.slice(at + 1)] as const;
  });
  return Object.fromEntries(pairs.filter(([name, value]) => wanted.includes(name) && value !== ""));
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function linkOrNull(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** `ps` does not say where an argument ends, which is enough to know a program by. */
const psList = (path: string): ProgramList => {
  const run = async (file: string, args: readonly string[]) => {
    // A date that names the same moment in every season.
    const env = { PATH: path, LC_ALL: "C", TZ: "UTC" };
    const { code, stdout } = await runProgram({ file, args, env, timeoutMs: 5_000 });
    return code === 0 ? stdout : null;
  };
  return {
    async look(isWanted) {
      const [table, commands] = await Promise.all([
        run("ps", ["-axo", "pid=,ppid=,stat=,etime=,lstart="]),
        run("ps", ["-axwwo", "pid=,command="]),
      ]);
      if (table === null || commands === null) return null;
      const seen = new Map(table.split("\n").flatMap(readPsLine));
      return commands.split("\n").flatMap((line) => {
        const [pid, ...args] = line.trim().split(/\s+/);
        const process = seen.get(Number(pid));
        return process === undefined || !isWanted(args) ? [] : [{ pid: Number(pid), args, ...process }];
      });
    },
    async factsOf(pid) {
      const told = await run("lsof", ["-a", "-p", String(pid), "-Ffn"]);
      if (told === null) return null;
      const { cwd, files } = readLsof(told);
      return { cwd, files, variables: null, seesOurFiles: true };
    },
  };
};

/** Lines of `f` and a descriptor, each followed by one of `n` and a name. */
export function readLsof(told: string): { cwd: string | null; files: string[] } {
  let descriptor = "";
  let cwd: string | null = null;
  const files: string[] = [];
  for (const line of told.split("\n")) {
    if (line.startsWith("f")) descriptor = line.slice(1);
    else if (line.startsWith("n") && descriptor === "cwd") cwd = line.slice(1);
    else if (line.startsWith("n/") && /^\d/.test(descriptor)) files.push(line.slice(1));
  }
  return { cwd, files };
}
