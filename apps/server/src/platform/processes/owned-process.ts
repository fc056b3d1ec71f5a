import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { BoundedLines } from "./bounded-lines.ts";

export interface OwnedStart {
  file: string;
  args: readonly string[];
  /** The whole environment: nothing of ours leaks into it. */
  env: Readonly<Record<string, string>>;
  cwd: string;
  /** Called with each line of its standard output, one after another. */
  onLine(line: string): void;
}

export interface OwnedExit {
  /** Null when a signal ended it. */
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A program that is spoken to through its standard input, for as long as this process lives. */
export interface OwnedProcess {
  pid: number;
  /** Whether the line was handed to the system whole; false where the program reads no more. */
  write(line: string): Promise<boolean>;
  /** There is nothing more to say to it: it ends by itself. */
  closeInput(): void;
  /** To all of its group. */
  signal(signal: NodeJS.Signals): void;
  exited: Promise<OwnedExit>;
  /** The end of what it said about failures. */
  lastWords(): string;
  /** Lines of its output that were too long to be read. */
  droppedLines(): number;
}

/** Far above any message of a protocol: the images in one have 5 MB at most. */
const longestLine = 10 * 1024 * 1024;
const lastWordsAtMost = 4_000;
/** After the exit, until what it printed last has arrived. What it left running may hold the pipes open. */
const graceMs = 500;

/**
 * Starts a program in a process group of its own. What it prints is always read, so that it never waits for us, and
 * nothing but the line in the making is kept. @throws Error where it can't be started
 */
export function startOwned({ file, args, env, cwd, onLine }: OwnedStart): Promise<OwnedProcess> {
  const child = spawn(file, args, { env, cwd, detached: true, stdio: ["pipe", "pipe", "pipe"] });
  const lines = new BoundedLines(longestLine);
  let lastWords = "";
  child.stdout.on("data", (chunk: Buffer) => {
    for (const line of lines.push(chunk)) onLine(line);
  });
  child.stderr.setEncoding("utf8").on("data", (piece: string) => {
    lastWords = (lastWords + piece).slice(-lastWordsAtMost);
  });
  // It may end before it has read what it was told: whoever wrote is told so.
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on("error", () => {});
  const exited = exitOf(child);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("spawn", () => {
      child.on("error", () => {});
      const { pid } = child;
      if (pid === undefined) return reject(new Error("it has no process number"));
      resolve({
        pid,
        exited,
        write: (line) => writeTo(child, line),
        closeInput: () => child.stdin.end(),
        signal: (signal) => signalGroup(pid, signal),
        lastWords: () => lastWords.trim(),
        droppedLines: () => lines.dropped,
      });
    });
  });
}

const exitOf = (child: ChildProcessWithoutNullStreams): Promise<OwnedExit> =>
  new Promise((resolve) => {
    child.once("exit", (code, signal) => {
      const settle = () => {
        clearTimeout(grace);
        for (const stream of [child.stdout, child.stderr]) stream.destroy();
        resolve({ code, signal });
      };
      const grace = setTimeout(settle, graceMs);
      child.once("close", settle);
    });
  });

const writeTo = ({ stdin }: ChildProcessWithoutNullStreams, line: string): Promise<boolean> =>
  new Promise((resolve) => {
    if (!stdin.writable) return resolve(false);
    stdin.write(`${line}\n`, (error) => resolve(error == null));
  });

/** It leads its group, which has its number for as long as one of it lives. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
