import { spawn } from "node:child_process";
import { mkdir, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { CliConfig } from "../config.ts";
import { CliError } from "../errors.ts";
import { findServer, isOurServer, type RunFile } from "./run-file.ts";

const patienceMs = 60_000;
const everyMs = 50;
const shownLogLines = 5;

/** Starts the server in a session of its own, so that it outlives this terminal, and waits until it is ready. */
export async function startServer(config: CliConfig, options: { port?: number } = {}): Promise<RunFile> {
  const running = await findServer(config);
  if (running.kind === "running") return running.run;
  const pid = await launch(config, options.port);
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const state = await findServer(config);
    if (state.kind === "running") return state.run;
    if (!(await isOurServer(pid, config))) throw await failedToStart(config);
    await pause(everyMs);
  }
  throw new CliError(`Signalbox was not ready within ${patienceMs / 1000} s. Look into ${config.logFile}`);
}

async function launch(config: CliConfig, port: number | undefined): Promise<number> {
  await mkdir(dirname(config.logFile), { recursive: true, mode: 0o700 });
  await using log = await open(config.logFile, "a", 0o600);
  const args = port === undefined ? [] : ["--port", String(port)];
  const child = spawn(process.execPath, [config.serverScript, ...args], {
    cwd: config.root,
    env: config.env,
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("spawn", () => {
      child.unref();
      resolve(child.pid ?? 0);
    });
  });
}

async function failedToStart(config: CliConfig): Promise<CliError> {
  const lines = (await readFile(config.logFile, "utf8")).trimEnd().split("\n").slice(-shownLogLines);
  return new CliError(
    `Signalbox did not start:\n${lines.join("\n")}\nSee "signalbox doctor", or ${config.logFile}`,
  );
}
