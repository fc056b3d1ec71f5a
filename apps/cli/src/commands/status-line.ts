import type { Status } from "@signalbox/contract/attention";
import { CliError, exitCodes } from "../errors.ts";
import { type Io, painted } from "../io.ts";
import type { Context } from "../server/connect.ts";
import { getText } from "../server/get-text.ts";
import { readKey } from "../server/read-key.ts";
import { findServer } from "../server/run-file.ts";
import { ago } from "../text/when.ts";

/** A bar shows one line whatever happens, so being down is a line too; the exit code tells it apart. */
export async function printLine({ config, io }: Context): Promise<void> {
  const state = await findServer(config);
  if (state.kind !== "running") {
    io.out("signalbox off");
    throw new CliError("", exitCodes.notRunning);
  }
  const authorization = `Bearer ${await readKey(config.keyFile)}`;
  const reply = await getText(new URL("/api/status", state.run.url), { authorization });
  if (reply.status !== 200) {
    const exitCode = reply.status === 401 ? exitCodes.notAllowed : exitCodes.failure;
    throw new CliError(`The server answered ${reply.status}. See "signalbox doctor"`, exitCode);
  }
  const status: Status = JSON.parse(reply.text);
  io.out(shortLine(io, status));
}

/** What a glance should tell. */
export function shortLine(io: Io, { agents, attention, oldestWaitSince }: Status): string {
  const wait = oldestWaitSince === null ? "" : ` (${ago(oldestWaitSince, io.now())})`;
  const waiting = attention > 0 ? painted(io, "red", `${attention} waiting${wait}`) : "none waiting";
  const working = agents.commanded + agents.processing;
  return `${waiting} · ${working} working · ${agents.idle + agents.complete} resting`;
}
