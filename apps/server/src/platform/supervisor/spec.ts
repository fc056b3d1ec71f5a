/**
 * What lies in the folder of an attempt. The supervisor and the server speak through these files alone, so that either
 * may go and come back.
 */
export const files = {
  /** What is run, with its environment. Whoever renames it to `taken` first runs it, or sees to it that nobody does. */
  spec: "spec.json",
  taken: "spec.taken",
  dropped: "spec.dropped",
  /** The process that was started: `Child`. */
  child: "child.json",
  /** Records of what it printed, appended. */
  output: "output.log",
  /** Until when it may run, as a number of milliseconds since 1970; written anew by whoever extends it. */
  deadline: "deadline",
  /** There while it is to stand still; a SIGUSR2 has the supervisor look at once. */
  paused: "paused",
  /** How it ended: `Exit`. There once all else is written. */
  exit: "exit.json",
  /** What the supervisor itself has to complain of. */
  faults: "faults.log",
} as const;

export interface Spec {
  file: string;
  args: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string>>;
  /** What it reads on its standard input, which is closed behind that. */
  input: string;
  /** After it was told to end, until it is killed. */
  graceMs: number;
  /** What all that it starts is known by. */
  mark: string;
}

export interface Child {
  pid: number;
  /** The process that looks after it. */
  supervisor: number;
  at: number;
}

/** Why the supervisor ended it; null where it ended by itself. */
export type StopReason = "asked" | "deadline" | null;

export interface Exit {
  code: number | null;
  signal: string | null;
  stopped: StopReason;
  /** It was never there: what the system said. */
  failed: string | null;
  at: number;
  /** The most memory it had at once, and the time it computed, with what it started and saw end; null where the system does not tell. */
  peakMemoryKb: number | null;
  cpuMs: number | null;
  /** Records that could not be written: the disk was full. */
  lost: number;
}

/**
 * One record of the output, a line: when, from where (`o` standard output, `e` standard error, `n` the supervisor's own
 * note), and the text.
 */
export const recordOf = (at: number, stream: string, text: string): string => `${at} ${stream} ${text}\n`;
