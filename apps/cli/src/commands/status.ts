import { getStatus, type Status } from "@signalbox/contract/attention";
import type { Command } from "commander";
import { CliError, exitCodes } from "../errors.ts";
import { type Io, painted } from "../io.ts";
import { type Context, connectToRunning } from "../server/connect.ts";
import { cleanJson } from "../text/clean.ts";
import { ago } from "../text/when.ts";

export function addStatus(program: Command, context: Context): void {
  program
    .command("status")
    .description("who waits, works and rests")
    .option("--line", "one short line, for a prompt or a status bar")
    .option("--json", "print JSON")
    .action(async (options: { line?: boolean; json?: boolean }) => {
      const { io } = context;
      if (options.line) return io.out(await statusLine(context));
      const client = await connectToRunning(context.config);
      const status = await client.call(getStatus);
      io.out(options.json ? cleanJson(status, 2) : report(io, status, client.baseUrl));
    });
}

/** A bar shows one line whatever happens, so being down is a line too; the exit code tells it apart. */
async function statusLine(context: Context): Promise<string> {
  try {
    const client = await connectToRunning(context.config);
    return shortLine(context.io, await client.call(getStatus));
  } catch (error) {
    if (!(error instanceof CliError) || error.exitCode !== exitCodes.notRunning) throw error;
    context.io.out("signalbox off");
    throw new CliError("", exitCodes.notRunning);
  }
}

function shortLine(io: Io, { agents, attention, oldestWaitSince }: Status): string {
  const working = agents.commanded + agents.processing;
  const wait = oldestWaitSince === null ? "" : ` (${ago(oldestWaitSince, io.now())})`;
  const waiting = attention > 0 ? painted(io, "red", `${attention} waiting${wait}`) : "none waiting";
  return `${waiting} · ${working} working · ${agents.idle + agents.complete} resting`;
}

function report(io: Io, status: Status, url: string): string {
  const { agents, today } = status;
  const lines = [
    `Signalbox ${status.version} on ${url}`,
    shortLine(io, status),
    `${agents.live} live agents; today ${today.completed} commands completed, ${today.done} of them done`,
  ];
  if (status.parkedSignals > 0) {
    lines.push(painted(io, "yellow", `${status.parkedSignals} signals could not be applied and were parked`));
  }
  return lines.join("\n");
}
