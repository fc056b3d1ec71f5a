import { spawn } from "node:child_process";
import { mkdir, open, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { CliConfig } from "../config.ts";
import { CliError, exitCodes } from "../errors.ts";
import { holderOf } from "./port-holder.ts";
import { findServer, holderOfDatabase, isOurServer, type RunFile } from "./run-file.ts";

const patienceMs = 120_000;
const everyMs = 50;

type IsOver = () => Promise<boolean>;

/** Starts the server in a session of its own, so that it outlives this terminal, and waits until it is ready. */
export async function startServer(config: CliConfig, options: { port?: number } = {}): Promise<RunFile> {
  const running = await findServer(config);
  if (running.kind === "running") return running.run;
  if (config.isWorker) throw noWorker();
  let isOver = await launch(config, options.port);
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const state = await findServer(config);
    if (state.kind === "running") return state.run;
    if (await isOver()) {
      // Another command may have started one at the same moment; then ours gives way.
      const other = await holderOfDatabase(config);
      if (other === null) throw await failedToStart(config, options.port ?? config.port);
      isOver = async () => !(await isOurServer(other, config));
    }
    await pause(everyMs);
  }
  throw new CliError(`Signalbox was not ready within ${patienceMs / 1000} s. Look into ${config.logFile}`);
}

/** A worker answers nobody, so that it would be waited for in vain, and later not be found. */
const noWorker = (): CliError =>
  new CliError(
    "SIGNALBOX_ROLE is worker, which no command can ask: let a service manager run apps/server/serve (docs/deployment.md), or unset it",
    exitCodes.usage,
  );

/** Its own end is asked for: what a process runs can't be read in the moment when the launcher becomes the server. */
async function launch(config: CliConfig, port: number | undefined): Promise<IsOver> {
  await mkdir(dirname(config.startFile), { recursive: true, mode: 0o700 });
  await using errors = await open(config.startFile, "w", 0o600);
  const args = port === undefined ? [] : ["--port", String(port)];
  const child = spawn(join(config.root, config.serverLauncher), args, {
    cwd: config.root,
    env: config.env,
    detached: true,
    // It prints a sign-in link, which is to stand in no file.
    stdio: ["ignore", "ignore", errors.fd],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("spawn", () => {
      child.unref();
      resolve(async () => child.exitCode !== null || child.signalCode !== null);
    });
  });
}

async function failedToStart({ startFile, logFile }: CliConfig, port: number): Promise<CliError> {
  const said = inOneLine(await readFile(startFile, "utf8")) || "Signalbox ended before it was ready";
  const holder = await holderOf(port);
  const held = holder === null ? [] : [`Port ${port} is held by ${holder}`];
  return new CliError([said, ...held, `See "bin/signalbox doctor", or ${logFile}`].join(". "));
}

/** The server lists faults one below the other; of a failure nobody expected, its log has where it came from. */
const inOneLine = (text: string): string =>
  text
    .replace(/\n\s+at .*/s, "")
    .trim()
    .replace(/:\n\s*/, ": ")
    .replace(/(?<=[.;,])\s*\n\s*/g, " ")
    .replace(/\s*\n\s*/g, "; ")
    .replace(/\.$/, "");
