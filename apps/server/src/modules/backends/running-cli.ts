import type { JsonObject } from "../../kernel/json.ts";

/** The environment of a process, as far as it was read. */
export type Variables = Readonly<Record<string, string>>;

/** What a CLI writes down itself of a process. */
export interface Registered {
  sessionId: string;
  cwd: string | null;
  /** When the process began, in the system's ticks; null where it does not tell. */
  began: string | null;
  /** Since when a dialog waits that only the terminal can answer; null while none does. */
  waitsSince: number | null;
}

/** What the first lines of a transcript tell of its session. */
export interface TranscriptHead {
  sessionId: string | null;
  cwd: string | null;
  at: number | null;
  /** Whether it was made without a terminal; null where that is not told. */
  headless: boolean | null;
}

/** How processes of a CLI are recognised, and what they tell of the session they have open. */
export interface RunningCli {
  /** Whether such a command line may have a session open: neither a helper, nor a daemon, nor a question of its version. */
  holdsSession(args: readonly string[]): boolean;
  /** It begins a session as it starts, and says in its transcript when that was. */
  beginsAtStart?: true;
  /** Variables that say where it keeps its things. */
  variables: readonly string[];
  /** The folder in which a process keeps its sessions, or the store of them; null where its environment does not tell. */
  folderIn(variables: Variables): string | null;
  /** Whether a command line needs no terminal; null where it does not tell. */
  isHeadless(args: readonly string[]): boolean | null;
  /** The session that a command line goes on with. */
  sessionIn(args: readonly string[]): string | null;
  /** The session that is written to a file, by the file's name. */
  sessionOfFile(path: string): string | null;
  head(line: JsonObject): TranscriptHead | null;
  /** The file beside a transcript that holds the session's folder, where its lines do not tell it. */
  folderFile?(transcriptPath: string): string;
  /** The file in which it says which session a process has open, and where that is written. */
  register?: {
    file(folder: string, pid: number): string;
    read(fields: JsonObject): Registered | null;
    transcript(folder: string, told: Registered): string | null;
  };
}

/** The last part of a path, and what is before it. */
export const baseOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
export const aboveOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

const runtimes = new Set(["node", "bun", "deno"]);
export const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

/** What a command line runs, by the name of its file, and what it is told; a runtime runs its script. */
export function commandIn(args: readonly string[]): { name: string; path: string; rest: readonly string[] } {
  const [program = "", ...rest] = args;
  const own = baseOf(program);
  if (!runtimes.has(own)) return { name: own, path: program, rest };
  const at = rest.findIndex((arg) => !arg.startsWith("-"));
  const script = rest[at] ?? "";
  return { name: baseOf(script), path: script, rest: at < 0 ? [] : rest.slice(at + 1) };
}

/** Whether a command line does something else than hold a session: what it is told first says so. */
export const doesOtherwise = (rest: readonly string[], others: ReadonlySet<string>): boolean => {
  const [first] = rest;
  return first !== undefined && others.has(first);
};

/** The value that follows one of these options, where it is a session's id. */
export function optionIn(args: readonly string[], names: readonly string[]): string | null {
  for (const [n, arg] of args.entries()) {
    const [name = "", given] = arg.split("=", 2);
    if (!names.includes(name)) continue;
    const value = given ?? args[n + 1] ?? "";
    if (uuid.test(value)) return uuid.exec(value)?.[0] ?? null;
  }
  return null;
}
