import { createSignInLink } from "@signalbox/contract/auth";
import { type Command, InvalidArgumentError } from "commander";
import { type Context, clientOf } from "../server/connect.ts";
import { openInBrowser } from "../server/open-browser.ts";
import { findServer, type RunFile } from "../server/run-file.ts";
import { startServer } from "../server/start-server.ts";

const highestPort = 65_535;

export function addUp(program: Command, context: Context): void {
  program
    .command("up")
    .description("start the server in the background and print its address and a sign-in link")
    .option("--port <number>", "listen on this port", readPort)
    .action(async (options: { port?: number }) => {
      const { run, wasRunning } = await bringUp(context, options);
      await greet(context, run, wasRunning);
      tellOtherPort(context, run, options.port);
    });
}

/** `signalbox` alone: starts the server where it is down, and opens the page. */
export async function openPage(context: Context): Promise<void> {
  const { run, wasRunning } = await bringUp(context, {});
  const url = await greet(context, run, wasRunning);
  if (context.io.isTerminal) await openInBrowser(context, url);
}

async function bringUp({ config }: Context, options: { port?: number }) {
  const state = await findServer(config);
  if (state.kind === "running") return { run: state.run, wasRunning: true };
  return { run: await startServer(config, options), wasRunning: false };
}

async function greet({ config, io }: Context, run: RunFile, wasRunning: boolean): Promise<string> {
  const client = await clientOf(config, run);
  const { url } = await client.call(createSignInLink);
  io.out(`Signalbox ${run.version} ${wasRunning ? "already listens" : "listens"} on ${run.url}`);
  io.out(`Sign in within 10 minutes: ${url}`);
  return url;
}

/** Port 0 is any port. */
function tellOtherPort({ io }: Context, run: RunFile, wanted: number | undefined): void {
  if (!wanted || wanted === run.port) return;
  io.err(`It stays on port ${run.port}. Run "bin/signalbox down" first to have it on port ${wanted}`);
}

function readPort(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : highestPort + 1;
  if (port <= highestPort) return port;
  throw new InvalidArgumentError(`A port is a number from 0 to ${highestPort}.`);
}
