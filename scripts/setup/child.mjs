import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";

/** A terminal's Ctrl-C reaches npm, this process and the child; npm then passes its own copy on again. */
const ECHO_MS = 1_000;

/** The Node that this repository pins; it comes with the dependencies. */
export const pinnedNode = (root) => join(root, "node_modules", ".bin", "node");

/** Runs a command at the terminal, passes signals on, and answers the code to exit with. */
export function runTask(root, [command, ...args]) {
  const child = spawn(command, args, { cwd: root, stdio: "inherit" });
  const stopForwarding = forwardSignals(child);
  return exitOf(child).finally(stopForwarding);
}

/** Runs a preparing step, with what it prints on stderr: stdout belongs to the task. */
export async function runStep(command, args, options) {
  const child = spawn(command, args, { ...options, stdio: ["ignore", 2, 2] });
  const code = await exitOf(child);
  if (code !== 0) throw new Error(`${options.step} failed (exit code ${code}); see above.`);
}

function exitOf(child) {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

function forwardSignals(child) {
  const lastSentAt = new Map();
  const forward = (signal) => {
    const echo = Date.now() - (lastSentAt.get(signal) ?? 0) < ECHO_MS;
    if (echo) return;
    lastSentAt.set(signal, Date.now());
    child.kill(signal);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, forward);
  return () => {
    for (const signal of signals) process.off(signal, forward);
  };
}
