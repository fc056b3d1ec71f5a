import type { Client } from "@signalbox/client/client";
import type { Execution } from "@signalbox/contract/executions";
import { CliError } from "../errors.ts";
import type { Io } from "../io.ts";
import { clean, cleanJson } from "../text/clean.ts";
import { logWords } from "../text/log-words.ts";
import { followLog } from "./follow-log.ts";
import { executionOf } from "./told.ts";

interface Seen {
  client: Client;
  io: Io;
  execution: Execution;
  json: boolean | undefined;
}

/** Prints the log of an execution until that is over. @throws CliError where it did not succeed */
export async function seeItEnd({ client, io, execution: { id, bot }, json }: Seen): Promise<void> {
  for await (const line of followLog({ client, io, executionId: id, wait: true })) {
    const words = json ? cleanJson(line) : logWords(line);
    if (words !== null) io.out(words);
  }
  const ended = await executionOf(client, id);
  if (json) io.out(cleanJson(ended));
  if (ended.endedAt === null)
    throw new CliError(`It goes on: "bin/signalbox logs ${id} -f" follows it, "cancel" ends it`);
  if (ended.state === "succeeded") return;
  const reason = ended.reason === null ? "" : `: ${clean(ended.reason)}`;
  throw new CliError(`${clean(bot.name)} ${stateWords[ended.state]}${reason}`);
}

const stateWords = {
  queued: "waits",
  running: "runs",
  paused: "is paused",
  succeeded: "succeeded",
  failed: "failed",
  timed_out: "took too long",
  cancelled: "was cancelled",
  interrupted: "was interrupted",
} as const;
