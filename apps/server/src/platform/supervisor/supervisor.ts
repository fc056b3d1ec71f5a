/**
 * Runs one attempt of an execution as a process of its own, which outlives the server that asked for it:
 * `supervisor.ts <folder>`. It needs no package, and tells what happens in files of that folder.
 */
import { type ChildProcess, spawn } from "node:child_process";
import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { systemClock } from "../../kernel/clock.ts";
import { markVariable, signalMembers } from "./members.ts";
import { type Child, type Exit, files, recordOf, type Spec, type StopReason } from "./spec.ts";

const folder = process.argv[2] ?? "";
const beatMs = 1_000;
/** A line that is longer comes in pieces. */
const longestPiece = 256 * 1024;
/** What it leaves running may hold its output open: it is not waited for longer. */
const closesWithinMs = 2_000;
const writesAgainMs = 500;

const now = (): number => systemClock.now().getTime();
const place = (name: string): string => join(folder, name);

renameSync(place(files.spec), place(files.taken));
const spec: Spec = JSON.parse(readFileSync(place(files.taken), "utf8"));
// It holds an environment, and is never needed again.
rmSync(place(files.taken));

const output = openSync(place(files.output), "a", 0o600);
let lost = 0;
let stopped: StopReason = null;
let isPaused = false;
const most = { memoryKb: -1, cpuTicks: -1 };

/** What can't be written is counted, and the program goes on. */
function record(stream: string, text: string): void {
  try {
    writeSync(output, recordOf(now(), stream, text));
  } catch {
    lost++;
  }
}

/** Turns what a stream brings into records, a line each. */
function hear(stream: NodeJS.ReadableStream, name: string): void {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  const take = (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) record(name, line.endsWith("\r") ? line.slice(0, -1) : line);
    for (; rest.length > longestPiece; rest = rest.slice(longestPiece))
      record(name.toUpperCase(), rest.slice(0, longestPiece));
  };
  stream.on("data", (bytes: Buffer) => take(decoder.write(bytes)));
  stream.on("end", () => {
    take(decoder.end());
    if (rest !== "") record(name, rest);
    rest = "";
  });
  stream.on("error", () => {});
}

const signalAll = (pid: number, signal: NodeJS.Signals): void =>
  signalMembers({ pid, mark: spec.mark }, signal);

function stop(pid: number, reason: StopReason): void {
  if (stopped !== null) return;
  stopped = reason;
  // One that stands still hears nothing.
  signalAll(pid, "SIGCONT");
  signalAll(pid, "SIGTERM");
  setTimeout(() => signalAll(pid, "SIGKILL"), spec.graceMs).unref();
}

/** Stands still, or goes on, with all that it started. */
function pauseOrNot(pid: number): void {
  const wants = existsSync(place(files.paused));
  if (wants === isPaused || stopped !== null) return;
  isPaused = wants;
  signalAll(pid, wants ? "SIGSTOP" : "SIGCONT");
}

const readOrNull = (path: string): string | null => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
};

/** What it takes so far; the kernel forgets it as it ends. */
function measure(pid: number): void {
  const peak = /^VmHWM:\s+(\d+)/m.exec(readOrNull(`/proc/${pid}/status`) ?? "")?.[1];
  if (peak !== undefined) most.memoryKb = Math.max(most.memoryKb, Number(peak));
  // Behind the name, which may hold anything: utime, stime, and those of children that ended.
  const fields = readOrNull(`/proc/${pid}/stat`)?.split(") ").at(-1)?.split(" ") ?? [];
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  if (fields.length > 15) most.cpuTicks = Math.max(most.cpuTicks, ticks);
}

function beat(pid: number): void {
  measure(pid);
  pauseOrNot(pid);
  const deadline = Number(readOrNull(place(files.deadline)) || Number.NaN);
  if (deadline <= now()) stop(pid, "deadline");
}

/** Whole or not at all, and on the disk. */
function writeWhole(name: string, content: object): void {
  const half = place(`${name}.half`);
  const file = openSync(half, "w", 0o600);
  try {
    writeFileSync(file, JSON.stringify(content));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(half, place(name));
}

/** Without it nobody would ever know: it is written once there is room. */
function tellExit(exit: Omit<Exit, "at" | "stopped" | "lost" | "peakMemoryKb" | "cpuMs">): void {
  const taken = {
    peakMemoryKb: most.memoryKb < 0 ? null : most.memoryKb,
    cpuMs: most.cpuTicks < 0 ? null : most.cpuTicks * 10,
  };
  try {
    fsyncSync(output);
    writeWhole(files.exit, { ...exit, ...taken, stopped, lost, at: now() } satisfies Exit);
  } catch {
    setTimeout(() => tellExit(exit), writesAgainMs);
    return;
  }
  process.exit(0);
}

function whenOver(child: ChildProcess, then: (code: number | null, signal: string | null) => void): void {
  child.once("exit", (code, signal) => {
    if (child.pid !== undefined) signalAll(child.pid, "SIGTERM");
    const settle = () => {
      clearTimeout(late);
      if (child.pid !== undefined) signalAll(child.pid, "SIGKILL");
      then(code, signal);
    };
    const late = setTimeout(settle, closesWithinMs);
    child.once("close", settle);
  });
}

function run(): void {
  const { file, args, cwd, env, input } = spec;
  const marked = { ...env, [markVariable]: spec.mark };
  const child = spawn(file, [...args], { cwd, env: marked, detached: true, stdio: "pipe" });
  child.once("error", (error) => {
    if (child.pid === undefined) tellExit({ code: null, signal: null, failed: error.message });
  });
  const { pid } = child;
  if (pid === undefined) return;
  writeWhole(files.child, { pid, supervisor: process.pid, at: now() } satisfies Child);
  hear(child.stdout, "o");
  hear(child.stderr, "e");
  // It may end before it has read it all.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const beating = setInterval(() => beat(pid), beatMs);
  beat(pid);
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => stop(pid, "asked"));
  process.on("SIGUSR2", () => pauseOrNot(pid));
  whenOver(child, (code, signal) => {
    clearInterval(beating);
    tellExit({ code, signal, failed: null });
  });
}

process.on("uncaughtException", (error) => {
  appendFileSync(place(files.faults), `${error.stack ?? error.message}\n`, { mode: 0o600 });
});
run();
