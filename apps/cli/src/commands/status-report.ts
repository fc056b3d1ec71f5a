import { getStatus, type Status } from "@signalbox/contract/attention";
import { type Io, painted } from "../io.ts";
import { type Context, connectToRunning } from "../server/connect.ts";
import { cleanJson } from "../text/clean.ts";
import { count } from "../text/count.ts";
import { startOfDay } from "../text/when.ts";
import { shortLine } from "./status-line.ts";

export async function printStatus(context: Context, options: { json?: boolean }): Promise<void> {
  const { config, io } = context;
  const client = await connectToRunning(config);
  const status = await client.call(getStatus, { query: { since: startOfDay(io.now()).toISOString() } });
  io.out(options.json ? cleanJson(status, 2) : report(io, status, client.baseUrl));
}

function report(io: Io, status: Status, url: string): string {
  const { agents, today } = status;
  const lines = [
    `Signalbox ${status.version} on ${url}`,
    shortLine(io, status),
    `${count(agents.live, "live agent")}; ${count(today.completed, "command")} ended today, ${today.done} of them done`,
  ];
  if (status.parkedSignals > 0) {
    lines.push(
      painted(io, "yellow", `${count(status.parkedSignals, "signal")} could not be applied: parked`),
    );
  }
  return lines.join("\n");
}
