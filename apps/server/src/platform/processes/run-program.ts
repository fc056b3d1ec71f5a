import { spawn } from "node:child_process";
import { access, constants, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import { NoAnswer, patientReads } from "../files/patient-reads.ts";
import { endGroup } from "./end-group.ts";

export interface ProgramRun {
  file: string;
  args: readonly string[];
  /** The whole environment: nothing of ours leaks into a child by default. */
  env: Readonly<Record<string, string>>;
  input?: string;
  /** Where it runs; this process's folder where none is given. */
  cwd?: string;
  timeoutMs: number;
  /** Ends it when it aborts. */
  signal?: AbortSignal;
  /** It leads a group of its own: what it started ends with it where its time is over. It has no terminal to ask at. */
  group?: boolean;
  /** Only so many characters of its output are kept, the first ones. */
  keep?: number;
}

export interface ProgramResult {
  /** Null when a signal or the time limit ended it, or it could not be started. */
  code: number | null;
  stdout: string;
  /** The end of what it said about failures. */
  stderr: string;
}

const saidAtMost = 4_000;

/** Runs a short program without a shell and gathers what it prints. Never throws for what the program does. */
export function runProgram(run: ProgramRun): Promise<ProgramResult> {
  return new Promise((settle) => {
    const { signal, keep = Number.POSITIVE_INFINITY } = run;
    if (signal?.aborted === true) return settle({ code: null, stdout: "", stderr: "" });
    const child = spawn(run.file, run.args, {
      env: run.env,
      stdio: ["pipe", "pipe", "pipe"],
      detached: run.group === true,
      ...(run.cwd === undefined ? {} : { cwd: run.cwd }),
    });
    const end = () => (run.group === true ? endGroup(child.pid) : void child.kill("SIGKILL"));
    const timer = setTimeout(end, run.timeoutMs);
    signal?.addEventListener("abort", end);
    const over = (code: number | null) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      settle({ code, stdout, stderr });
    };
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (piece: string) => {
      if (stdout.length < keep) stdout = (stdout + piece).slice(0, keep);
    });
    child.stderr.setEncoding("utf8").on("data", (piece: string) => {
      stderr = (stderr + piece).slice(-saidAtMost);
    });
    // A program may end before it has read its input; its exit code says what matters.
    child.stdin.on("error", () => {});
    child.stdin.end(run.input ?? "");
    child.on("error", () => over(null));
    child.on("close", over);
  });
}

/**
 * The program's path as a shell would find it on `searchPath`, or null. One that is named by its path is there, or nowhere.
 * @throws NoAnswer where it was not found and a folder did not answer: it may be there
 */
export async function findProgram(name: string, searchPath: string): Promise<string | null> {
  let silent: NoAnswer | null = null;
  const folders = searchPath.split(delimiter).filter((each) => each !== "");
  for (const path of isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name))) {
    const found = await isProgram(path);
    if (found === true) return path;
    if (found !== false) silent ??= found;
  }
  if (silent !== null) throw silent;
  return null;
}

const isProgram = async (path: string): Promise<boolean | NoAnswer> => {
  try {
    return await patientReads.of(path, async () => {
      await access(path, constants.X_OK);
      return (await stat(path)).isFile();
    });
  } catch (error) {
    return error instanceof NoAnswer ? error : false;
  }
};
