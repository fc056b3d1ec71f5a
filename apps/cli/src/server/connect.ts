import { type Client, createClient } from "@signalbox/client/client";
import type { CliConfig } from "../config.ts";
import { CliError, exitCodes, notRunning } from "../errors.ts";
import type { Io } from "../io.ts";
import { readKey } from "./read-key.ts";
import { findServer, type RunFile } from "./run-file.ts";
import { startServer } from "./start-server.ts";

/** What a command works with. */
export interface Context {
  config: CliConfig;
  io: Io;
}

/** The API of the running server; it is started where it is down. */
export async function connect({ config, io }: Context): Promise<Client> {
  if (config.remote !== undefined) return remoteClient(config.remote);
  const state = await findServer(config);
  if (state.kind === "running") return clientOf(config, state.run);
  io.err("Starting Signalbox…");
  return clientOf(config, await startServer(config));
}

/** The API of the running server, or a failure that says it is down. */
export async function connectToRunning(config: CliConfig): Promise<Client> {
  if (config.remote !== undefined) return remoteClient(config.remote);
  const state = await findServer(config);
  if (state.kind === "silent")
    throw notRunning(`Its process ${state.run.pid} does not answer: see "bin/signalbox doctor"`);
  if (state.kind !== "running") throw notRunning();
  return clientOf(config, state.run);
}

function remoteClient({ url, apiKey }: NonNullable<CliConfig["remote"]>): Client {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw new CliError(`${url} is no address of a server, such as https://box.example`, exitCodes.usage);
  if (apiKey === "")
    throw new CliError(
      "A server elsewhere needs a key: make one in its settings, and put it into SIGNALBOX_API_KEY",
      exitCodes.notAllowed,
    );
  return createClient({ baseUrl: url, credentials: () => ({ apiKey }) });
}

export async function clientOf(config: CliConfig, run: RunFile): Promise<Client> {
  const apiKey = await readKey(config.keyFile);
  return createClient({ baseUrl: run.url, credentials: () => ({ apiKey }) });
}
