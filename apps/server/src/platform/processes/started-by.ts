import { readdirSync, readFileSync } from "node:fs";

/**
 * The command lines of what a process started and still runs, by number; null where the system does not tell: it takes
 * Linux's /proc. Read at once, as `createProcessTable` does.
 */
export function startedBy(pid: number): ReadonlyMap<number, string> | null {
  const threads = orNull(() => readdirSync(`/proc/${pid}/task`));
  if (threads === null) return null;
  const found = new Map<number, string>();
  for (const thread of threads)
    for (const child of numbersIn(`/proc/${pid}/task/${thread}/children`)) {
      const line = orNull(() => readFileSync(`/proc/${child}/cmdline`, "utf8"));
      if (line !== null) found.set(child, line.replaceAll("\0", " ").trimEnd());
    }
  return found;
}

const numbersIn = (path: string): number[] =>
  (orNull(() => readFileSync(path, "utf8")) ?? "")
    .split(" ")
    .map(Number)
    .filter((number) => number > 0);

/** A process or thread may end while it is looked at. */
function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
