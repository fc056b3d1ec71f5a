import { spawn } from "node:child_process";
import { Socket } from "node:net";
import type { Readable } from "node:stream";
import { endGroup } from "./end-group.ts";
import type { ProgramRun } from "./run-program.ts";

export interface GroupRun extends Omit<ProgramRun, "input" | "group" | "keep"> {
  /** How many characters of what it prints are kept: the last ones. */
  keep: number;
}

export interface GroupResult {
  /** Null when a signal or the time limit ended it, or it could not be started. */
  code: number | null;
  /** The end of what it printed, to either stream. */
  output: string;
}

/** How long what it printed may take to arrive once it is over. */
const graceMs = 500;

/**
 * Runs a program that may start others, which end with it when its time is over. What it leaves running when it ends by
 * itself goes on. Never throws for what the program does.
 */
export function runGroup({ file, args, env, cwd, keep, timeoutMs, signal }: GroupRun): Promise<GroupResult> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve({ code: null, output: "" });
    const where = cwd === undefined ? {} : { cwd };
    const child = spawn(file, args, { env, detached: true, stdio: ["ignore", "pipe", "pipe"], ...where });
    let output = "";
    let grace: NodeJS.Timeout | undefined;
    const streams = [child.stdout, child.stderr];
    for (const stream of streams)
      stream.setEncoding("utf8").on("data", (piece: string) => {
        output = (output + piece).slice(-keep);
      });
    const end = () => endGroup(child.pid);
    const timer = setTimeout(end, timeoutMs);
    signal?.addEventListener("abort", end);
    const stopWaiting = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
    };
    const settle = (code: number | null) => {
      stopWaiting();
      clearTimeout(grace);
      streams.forEach(readForNobody);
      resolve({ code, output });
    };
    child.on("error", () => settle(null));
    child.on("exit", (code) => {
      stopWaiting();
      grace = setTimeout(settle, graceMs, code);
    });
    child.on("close", settle);
  });
}

/** What goes on would end at a pipe that is closed; and it holds up nobody's end. */
function readForNobody(stream: Readable): void {
  stream.removeAllListeners("data").resume();
  if (stream instanceof Socket) stream.unref();
}
