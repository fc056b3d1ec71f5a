import { readdirSync, readFileSync } from "node:fs";

/** Marks whatever an attempt starts, however it detaches itself. */
export const markVariable = "SIGNALBOX_EXECUTION";

/** A program, and what it started. */
export interface Members {
  /** It leads its process group; null where it is gone, and its number perhaps another's. */
  pid: number | null;
  /** The value of the variable that they all inherit. */
  mark: string;
}

/**
 * Sends a signal to a program and to all that it started: to its group, and on Linux to those that left it, which are
 * known by what they inherited. Programs of people are not among them: the mark is in nobody else's environment.
 */
export function signalMembers({ pid, mark }: Members, signal: NodeJS.Signals): void {
  if (pid !== null) sendTo(-pid, signal);
  for (const member of markedProcesses(new Set([mark]))) sendTo(member, signal);
}

/** Processes that live and carry one of these marks; none where the system does not tell. */
export function markedProcesses(marks: ReadonlySet<string>): number[] {
  const wanted = new Set([...marks].map((mark) => `${markVariable}=${mark}`));
  return numbers()
    .filter((pid) => pid !== process.pid)
    .filter((pid) => (readOrNull(`/proc/${pid}/environ`) ?? "").split("\0").some((one) => wanted.has(one)));
}

/** None where there is no /proc. */
function numbers(): number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** Null where it is gone, or somebody else's. */
function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function sendTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    const isGone =
      error instanceof Error && "code" in error && (error.code === "ESRCH" || error.code === "EPERM");
    if (!isGone) throw error;
  }
}
