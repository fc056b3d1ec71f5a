import { setTimeout as pause } from "node:timers/promises";
import type { CliConfig } from "../config.ts";
import { CliError } from "../errors.ts";
import { findServer, holderOfDatabase, isOurServer } from "./run-file.ts";

const patienceMs = 10_000;
const everyMs = 50;

/** Asks the server to end, one that still starts too, and waits until it did. Answers its pid, or null for none. */
export async function stopServer(config: CliConfig): Promise<number | null> {
  const state = await findServer(config);
  const isKnown = state.kind === "running" || state.kind === "silent";
  const pid = isKnown ? state.run.pid : await holderOfDatabase(config);
  if (pid === null) return null;
  askToEnd(pid);
  const deadline = Date.now() + patienceMs;
  while (await isOurServer(pid, config)) {
    if (Date.now() > deadline) {
      const next = `End it with "kill -9 ${pid}", and look into ${config.logFile}`;
      throw new CliError(`Signalbox (pid ${pid}) did not end within ${patienceMs / 1000} s. ${next}`);
    }
    await pause(everyMs);
  }
  return pid;
}

function askToEnd(pid: number): void {
  try {
    process.kill(pid, "SIGTERM");
  } catch (error) {
    // It ended by itself meanwhile, which is what was wanted.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
