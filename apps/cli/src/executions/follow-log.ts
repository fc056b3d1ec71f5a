import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "@signalbox/client/client";
import { ServerUnreachable } from "@signalbox/client/errors";
import { getExecutionLog, type LogLine } from "@signalbox/contract/executions";
import type { ReplyOf } from "@signalbox/contract/route";
import type { Io } from "../io.ts";

interface Following {
  client: Client;
  io: Pick<Io, "err" | "stopSignal">;
  executionId: string;
  /** Whether it goes on until the execution is over; what is there already otherwise. */
  wait: boolean;
}

const waitSeconds = 20;
const restMs = 1_000;

/** The lines of a log from the first; over restarts of the server, which an execution outlives. */
export async function* followLog({ client, io, executionId, wait }: Following): AsyncGenerator<LogLine> {
  const signal = io.stopSignal();
  let after = 0;
  let isAway = false;
  while (!signal.aborted) {
    const query = { after, limit: 1_000, ...(wait ? { wait: waitSeconds } : {}) };
    const page = await client
      .call(getExecutionLog, { params: { executionId }, query, signal })
      .catch((error: unknown) => unlessAway(error, wait, signal));
    if (page === null) {
      if (!isAway && !signal.aborted) io.err("The server does not answer; it is asked again");
      isAway = true;
      await pause(restMs, undefined, { signal }).catch(() => {});
      continue;
    }
    isAway = false;
    yield* page.lines;
    after = page.lines.at(-1)?.number ?? after;
    // What was removed as too old never comes.
    const isAll = after >= page.total || page.lines.length === 0;
    if (isAll && (page.isOver || !wait)) return;
  }
}

function unlessAway(
  error: unknown,
  wait: boolean,
  signal: AbortSignal,
): ReplyOf<typeof getExecutionLog> | null {
  if (signal.aborted || (wait && error instanceof ServerUnreachable)) return null;
  throw error;
}
