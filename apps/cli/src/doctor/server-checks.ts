import { createServer } from "node:net";
import type { CliConfig } from "../config.ts";
import { holderOf } from "../server/port-holder.ts";
import type { ServerState } from "../server/run-file.ts";
import { type Finding, fail, ok } from "./check.ts";
import { keyCheck } from "./key-check.ts";

/** The server's process, its port, and the key of this command. */
export const serverChecks = async (config: CliConfig, state: ServerState): Promise<Finding[]> => [
  server(config, state),
  await port(config, state),
  await keyCheck(config.keyFile, "CLI key", state),
];

function server(config: CliConfig, state: ServerState): Finding {
  if (state.kind === "running")
    return ok("server", `${state.run.url} (pid ${state.run.pid}, ${state.run.version})`);
  // Nothing can appear without it, whoever stopped it.
  const start = 'Run "bin/signalbox up"';
  if (state.kind === "absent") return fail("server", "not running", start);
  if (state.kind === "stale") {
    return fail("server", `not running; ${config.runFile} was left by one that was killed`, start);
  }
  const cure = `Look into ${config.logFile}, then run "bin/signalbox down" and "bin/signalbox up"`;
  return fail("server", `pid ${state.run.pid} does not answer at ${state.run.url}`, cure);
}

async function port(config: CliConfig, state: ServerState): Promise<Finding> {
  // One that does not answer holds its port all the same, and is told as such.
  if (state.kind === "running" || state.kind === "silent") return ok("port", String(state.run.port));
  if (!isPort(config.port)) {
    return fail(
      "port",
      "SIGNALBOX_PORT is no number from 0 to 65535",
      "Mend it in the environment or in .env",
    );
  }
  if (await isFree(config.port)) return ok("port", `${config.port} is free`);
  const holder = await holderOf(config.port);
  const cure = "End that program, or choose another port with SIGNALBOX_PORT";
  return fail("port", `${config.port} is taken by ${holder ?? "another program"}`, cure);
}

const isPort = (port: number): boolean => Number.isInteger(port) && port >= 0 && port <= 65_535;

const isFree = (wanted: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(wanted, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
