import { readFileSync } from "node:fs";
import { runProgram } from "./run-program.ts";

/** Ends processes. Who calls has made sure that the number is still that process's. */
export interface ProcessGroups {
  /** The group of a process; null where it is gone. */
  groupOf(pid: number): Promise<number | null>;
  /** Sends a signal to a process, or to a whole group by its number; false where it was gone. @throws Error where it may not */
  signal(target: { pid: number } | { group: number }, signal: NodeJS.Signals): boolean;
}

export const createProcessGroups = (path: string, platform = process.platform): ProcessGroups => ({
  async groupOf(pid) {
    if (platform === "linux") return groupInStat(pid);
    const env = { PATH: path, LC_ALL: "C" };
    const { stdout } = await runProgram({
      ...{ file: "ps", args: ["-o", "pgid=", "-p", String(pid)], env },
      timeoutMs: 5_000,
    });
    return Number(stdout.trim()) || null;
  },
  signal(target, signal) {
    try {
      process.kill("group" in target ? -target.group : target.pid, signal);
      return true;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
      throw error;
    }
  },
});

/** `pid (name) state parent group …`. */
function groupInStat(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2]) || null;
  } catch {
    return null;
  }
}
