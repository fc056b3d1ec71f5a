import type { Status } from "@signalbox/contract/attention";
import { CliError, type ExitCode, exitCodes, explain, notRunning } from "../errors.ts";
import { type Io, painted } from "../io.ts";
import type { Context } from "../server/connect.ts";
import { getText } from "../server/get-text.ts";
import { readKey } from "../server/read-key.ts";
import { findServer } from "../server/run-file.ts";
import { ago } from "../text/when.ts";

/** A bar shows one line whatever happens, so a failure is a line too; the exit code tells it apart. */
export async function printLine(context: Context): Promise<void> {
  const { io } = context;
  try {
    io.out(shortLine(io, await askStatus(context)));
  } catch (error) {
    const { exitCode } = explain(error, context.config);
    io.out(failureLine(exitCode, context.config.remote === undefined));
    throw new CliError("", exitCode, { cause: error });
  }
}

/** The doctor knows nothing of a server elsewhere. */
function failureLine(exitCode: ExitCode, isHere: boolean): string {
  if (exitCode === exitCodes.notRunning) return "signalbox off";
  if (exitCode === exitCodes.notAllowed)
    return `signalbox: key refused, ${isHere ? doctor : "make one in the server's Settings"}`;
  return `signalbox failed, ${isHere ? doctor : "check the server's address"}`;
}

const doctor = 'see "bin/signalbox doctor"';

async function askStatus({ config }: Context): Promise<Status> {
  // What a server elsewhere needs takes longer to load than to ask one here.
  if (config.remote !== undefined) {
    const [{ connectToRunning }, { getStatus }] = await Promise.all([
      import("../server/connect.ts"),
      import("@signalbox/contract/attention"),
    ]);
    return (await connectToRunning(config)).call(getStatus);
  }
  const state = await findServer(config);
  if (state.kind !== "running") throw notRunning();
  const authorization = `Bearer ${await readKey(config.keyFile)}`;
  const reply = await getText(new URL("/api/status", state.run.url), { authorization });
  if (reply.status === 200) return JSON.parse(reply.text);
  const isRefused = reply.status === 401 || reply.status === 403;
  throw new CliError(
    `The server answered ${reply.status}`,
    isRefused ? exitCodes.notAllowed : exitCodes.failure,
  );
}

/** What a glance should tell. */
export function shortLine(io: Io, status: Status): string {
  const { agents, attention, oldestWaitSince, diskFull, readOnly } = status;
  if (diskFull) return painted(io, "red", "disk full: hooks are refused until some space is freed");
  if (readOnly) return painted(io, "red", "database read-only: hooks are refused until it can be written");
  const wait = oldestWaitSince === null ? "" : ` (${ago(oldestWaitSince, io.now())})`;
  const waiting = attention > 0 ? painted(io, "red", `${attention} waiting${wait}`) : "none waiting";
  const working = agents.commanded + agents.processing;
  return `${waiting} · ${working} working · ${agents.idle + agents.complete} resting`;
}
