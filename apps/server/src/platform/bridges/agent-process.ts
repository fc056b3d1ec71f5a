import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { env as given } from "node:process";
import type { Readable, Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { hearLines } from "../supervisor/hear-lines.ts";

const endsWithinMs = 2_000;
/** What it leaves running may hold its output open: it is not waited for longer. */
const closesWithinMs = 1_000;
const endedBySignal = 143;

export interface AgentProcess {
  child: ChildProcessByStdio<Writable, Readable, Readable>;
  /** How it ended, in words; its last words of complaint with it. */
  over: Promise<{ code: number | null; why: string }>;
  /** Both were told to end: what it says from then on tells nothing of how it went. */
  isEnding(): boolean;
  /** It is not needed any more. */
  leave(): Promise<void>;
}

/**
 * Starts a program in the process group of the bridge, so that whoever ends one ends both. What it complains of goes on to
 * our own standard error.
 */
export function startAgent(
  file: string,
  args: readonly string[],
  { cwd, env = {} }: { cwd: string; env?: Readonly<Record<string, string>> },
): AgentProcess {
  const child = spawn(file, [...args], { cwd, env: { ...given, ...env }, stdio: "pipe" });
  let last = "";
  hearLines(child.stderr, (line) => {
    process.stderr.write(`${line}\n`);
    if (line.trim() !== "") last = line.trim().slice(0, 2_000);
  });
  child.stdin.on("error", () => {});
  let isAsked = false;
  // The group was told to end, and the agent with it: its end counts, and says nothing of how it went.
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
    process.on(signal, () => {
      isAsked = true;
    });
  const over = new Promise<{ code: number | null; why: string }>((resolve) => {
    child.once("error", (error) => resolve({ code: null, why: `It could not be started: ${error.message}` }));
    whenOver(child, (code, signal) => {
      if (isAsked) process.exit(endedBySignal);
      const how = signal ?? `exit code ${code}`;
      resolve({ code, why: `It ended (${how})${last === "" ? "" : `: ${last}`}` });
    });
  });
  return { child, over, isEnding: () => isAsked, leave: () => leave(child) };
}

function whenOver(
  child: AgentProcess["child"],
  then: (code: number | null, signal: string | null) => void,
): void {
  child.once("exit", (code, signal) => {
    const settle = () => {
      clearTimeout(late);
      then(code, signal);
    };
    const late = setTimeout(settle, closesWithinMs);
    child.once("close", settle);
  });
}

/** A closed input is an end to most; the others are told. */
async function leave(child: AgentProcess["child"]): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, "exit");
  child.stdin.end();
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    const isGone = await Promise.race([gone.then(() => true), delay(endsWithinMs, false, { ref: false })]);
    if (isGone) return;
    child.kill(signal);
  }
  await gone;
}
