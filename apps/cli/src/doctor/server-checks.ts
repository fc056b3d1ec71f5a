import { execFile } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { createClient } from "@signalbox/client/client";
import { ApiError } from "@signalbox/client/errors";
import { getCaller } from "@signalbox/contract/auth";
import { shellWord } from "@signalbox/state-folder/shell-word";
import type { CliConfig } from "../config.ts";
import { readKey } from "../server/read-key.ts";
import type { ServerState } from "../server/run-file.ts";
import { type Finding, fail, isOpenToOthers, modeOf, octal, ok, warn } from "./check.ts";

const run = promisify(execFile);

/** The server's process, its port, and the keys that programs of this machine use. */
export const serverChecks = async (config: CliConfig, state: ServerState): Promise<Finding[]> => [
  server(config, state),
  await port(config, state),
  await key(config.keyFile, "CLI key", state),
  await key(join(config.hookFolder, "key"), "hook key", state),
];

function server(config: CliConfig, state: ServerState): Finding {
  if (state.kind === "running")
    return ok("server", `${state.run.url} (pid ${state.run.pid}, ${state.run.version})`);
  if (state.kind === "absent") return warn("server", "not running", 'Run "bin/signalbox up"');
  if (state.kind === "stale") {
    return warn(
      "server",
      `not running; ${config.runFile} was left by one that was killed`,
      'Run "bin/signalbox up"',
    );
  }
  const cure = `Look into ${config.logFile}, then run "bin/signalbox down" and "bin/signalbox up"`;
  return fail("server", `pid ${state.run.pid} does not answer at ${state.run.url}`, cure);
}

async function port(config: CliConfig, state: ServerState): Promise<Finding> {
  if (state.kind === "running") return ok("port", String(state.run.port));
  if (await isFree(config.port)) return ok("port", `${config.port} is free`);
  const holder = await holderOf(config.port);
  const cure = "End that program, or choose another port with SIGNALBOX_PORT";
  return fail("port", `${config.port} is taken by ${holder ?? "another program"}`, cure);
}

const isFree = (wanted: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(wanted, "127.0.0.1", () => probe.close(() => resolve(true)));
  });

/** Who listens on a port, as far as the tools of the machine tell. */
async function holderOf(wanted: number): Promise<string | null> {
  const told = (file: string, args: string[]) =>
    run(file, args).then(
      ({ stdout }) => stdout,
      () => "",
    );
  const lsof = await told("lsof", ["-nP", `-iTCP:${wanted}`, "-sTCP:LISTEN", "-Fpc"]);
  const [, pid, name] = /^p(\d+)\nc(.+)$/m.exec(lsof) ?? [];
  if (pid !== undefined) return `${name} (pid ${pid})`;
  const ss = await told("ss", ["-Hltnp", `sport = :${wanted}`]);
  const [, ssName, ssPid] = /\(\("([^"]+)",pid=(\d+)/.exec(ss) ?? [];
  return ssPid === undefined ? null : `${ssName} (pid ${ssPid})`;
}

async function key(path: string, about: string, state: ServerState): Promise<Finding> {
  const restart = 'Run "bin/signalbox down" and "bin/signalbox up": keys are written at the start';
  const mode = await modeOf(path);
  if (mode === null) {
    const isExpected = state.kind === "running";
    return isExpected
      ? fail(about, `${path} is missing`, restart)
      : warn(about, "not written yet", 'Run "bin/signalbox up"');
  }
  if (isOpenToOthers(mode))
    return fail(about, `${path} is open to others (${octal(mode)})`, `Run "chmod 600 ${shellWord(path)}"`);
  if (state.kind !== "running") return ok(about, path);
  const isAccepted = await accepts(state.run.url, await readKey(path));
  return isAccepted ? ok(about, "accepted") : fail(about, `${path} is not accepted by the server`, restart);
}

/** A key that may not read is known all the same: it is refused otherwise than a stranger's. */
async function accepts(baseUrl: string, apiKey: string): Promise<boolean> {
  try {
    await createClient({ baseUrl, credentials: () => ({ apiKey }) }).call(getCaller);
    return true;
  } catch (error) {
    if (error instanceof ApiError) return error.status === 403;
    throw error;
  }
}
