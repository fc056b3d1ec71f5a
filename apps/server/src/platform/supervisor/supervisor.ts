/**
 * Runs one attempt of an execution as a process of its own, which outlives the server that asked for it:
 * `supervisor.ts <folder>`. It needs no package, and tells what happens in files of that folder.
 */
import { type ChildProcess, spawn } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../kernel/clock.ts";
import { hearLines } from "./hear-lines.ts";
import { markVariable, signalMembers } from "./members.ts";
import { OutputFile } from "./output-file.ts";
import { type Child, type Exit, files, type Spec, type StopReason } from "./spec.ts";
import { writeWhole } from "./write-whole.ts";

const folder = process.argv[2] ?? "";
const beatMs = 1_000;
/** What it leaves running may hold its output open: it is not waited for longer. */
const closesWithinMs = 2_000;
const writesAgainMs = 500;
/** So often the last records are tried to be written, until they are lost. */
const mostTries = 120;

const now = (): number => systemClock.now().getTime();
const place = (name: string): string => join(folder, name);

let stopped: StopReason = null;
let isPaused = false;
/** The program, once it was started. */
let started: number | null = null;
const most = { memoryKb: -1, cpuTicks: -1 };

// Heard from the first moment: what is wished before the program is there is done as it would be later.
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => stop("asked"));
process.on("SIGUSR2", () => pauseOrNot());

const spec = takeSpec();
process.on("uncaughtException", (error) => {
  appendFileSync(place(files.faults), `${error.stack ?? error.message}\n`, { mode: 0o600 });
});
const file = openSync(place(files.output), "a", 0o600);
const output = new OutputFile((bytes) => writeSync(file, bytes), now);

function takeSpec(): Spec {
  renameSync(place(files.spec), place(files.taken));
  const taken: Spec = JSON.parse(readFileSync(place(files.taken), "utf8"));
  // It holds an environment, and is never needed again.
  rmSync(place(files.taken));
  return taken;
}

function signalAll(signal: NodeJS.Signals): void {
  if (started !== null) signalMembers({ pid: started, mark: spec.mark }, signal);
}

function stop(reason: StopReason): void {
  if (stopped !== null) return;
  stopped = reason;
  // One that stands still hears nothing.
  signalAll("SIGCONT");
  signalAll("SIGTERM");
  setTimeout(() => signalAll("SIGKILL"), spec.graceMs).unref();
}

/** Stands still, or goes on, with all that it started. */
function pauseOrNot(): void {
  const wants = existsSync(place(files.paused));
  if (wants === isPaused || stopped !== null || started === null) return;
  isPaused = wants;
  signalAll(wants ? "SIGSTOP" : "SIGCONT");
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
  output.flush();
  measure(pid);
  pauseOrNot();
  const deadline = Number(readOrNull(place(files.deadline)) || Number.NaN);
  if (deadline <= now()) stop("deadline");
}

/** Without it nobody would ever know: it is written once there is room, and behind the last records. */
function tellExit(exit: Pick<Exit, "code" | "signal" | "failed">, tries = 1): void {
  const isAll = output.flush();
  const taken = {
    peakMemoryKb: most.memoryKb < 0 ? null : most.memoryKb,
    cpuMs: most.cpuTicks < 0 ? null : most.cpuTicks * 10,
  };
  try {
    if (!isAll && tries < mostTries) throw new Error("there is no room for the last records");
    output.giveUp();
    fsyncSync(file);
    const { lost } = output;
    writeWhole(place(files.exit), { ...exit, ...taken, stopped, lost, at: now() } satisfies Exit);
  } catch {
    // Without its folder nobody waits for it.
    if (existsSync(folder)) setTimeout(() => tellExit(exit, tries + 1), writesAgainMs);
    else process.exit(1);
    return;
  }
  process.exit(0);
}

/** Whoever comes after this process finds the program by it. */
function tellChild(child: Child): void {
  try {
    writeWhole(place(files.child), child);
  } catch {
    setTimeout(() => tellChild(child), writesAgainMs);
  }
}

function whenOver(child: ChildProcess, then: (code: number | null, signal: string | null) => void): void {
  child.once("exit", (code, signal) => {
    signalAll("SIGTERM");
    const settle = () => {
      clearTimeout(late);
      signalAll("SIGKILL");
      then(code, signal);
    };
    const late = setTimeout(settle, closesWithinMs);
    child.once("close", settle);
  });
}

function run(): void {
  const { file: program, args, cwd, env, input } = spec;
  const marked = { ...env, [markVariable]: spec.mark };
  const child = spawn(program, [...args], { cwd, env: marked, detached: true, stdio: "pipe" });
  child.once("error", (error) => {
    if (child.pid === undefined) tellExit({ code: null, signal: null, failed: error.message });
  });
  const { pid } = child;
  if (pid === undefined) return;
  started = pid;
  hearLines(child.stdout, (line) => output.record("o", line));
  hearLines(child.stderr, (line) => output.record("e", line));
  // It may end before it has read it all.
  child.stdin.on("error", () => {});
  const beating = setInterval(() => beat(pid), beatMs);
  whenOver(child, (code, signal) => {
    clearInterval(beating);
    tellExit({ code, signal, failed: null });
  });
  tellChild({ pid, supervisor: process.pid, at: now() });
  child.stdin.end(input);
  beat(pid);
}

// Behind a turn, in which signals that came meanwhile are heard: it may be wished away before it began.
setImmediate(() => {
  if (stopped === null) run();
  else tellExit({ code: null, signal: null, failed: null });
});
