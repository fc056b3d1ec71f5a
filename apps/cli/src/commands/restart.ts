import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { getLaunch } from "@signalbox/contract/launches";
import { getRestart, type Restart, restartAgent } from "@signalbox/contract/restarts";
import type { Command } from "commander";
import { CliError } from "../errors.ts";
import { readId } from "../ids.ts";
import { type Context, connect } from "../server/connect.ts";
import { cleanJson } from "../text/clean.ts";

interface RestartOptions {
  force?: boolean;
  json?: boolean;
}

export function addRestart(program: Command, context: Context): void {
  program
    .command("restart")
    .argument("<agent>", "the id of an agent", readId)
    .description("end an agent and go on with its session, as it was started")
    .option("--force", "kill it (SIGKILL) where SIGTERM does not end it")
    .option("--json", "print JSON")
    .action((agentId: string, options: RestartOptions) => restart(context, agentId, options));
}

/** Nothing is heard of a CLI that asks something first: its terminal is where that shows. */
const comesBackWithinMs = 30_000;
const lookEveryMs = 200;

async function restart(context: Context, agentId: string, { force, json }: RestartOptions): Promise<void> {
  const { io } = context;
  const client = await connect(context);
  const body = { key: randomUUID(), force: force === true };
  let now = await client.call(restartAgent, { params: { agentId }, body });
  let told = "";
  let endedAt: number | null = null;
  while (now.endedAt === null) {
    const word = wordOf(now);
    if (!json && word !== told) io.out(word);
    told = word;
    if (now.state === "resuming") endedAt ??= performance.now();
    if (endedAt !== null && performance.now() - endedAt > comesBackWithinMs) break;
    await pause(lookEveryMs);
    now = await client.call(getRestart, { params: { restartId: now.id } });
  }
  if (now.state === "failed") throw new CliError(now.reason ?? "It could not be restarted");
  if (json) return io.out(cleanJson(now, 2));
  io.out(now.state === "done" ? `Agent ${agentId} is back` : "Nothing was heard of it yet");
  if (now.launchId === null) return;
  const { attach } = await client.call(getLaunch, { params: { launchId: now.launchId } });
  if (attach !== null) io.out(`Attach: ${attach.command}`);
}

const endingWords = { gently: "in its CLI's own way", firmly: "with SIGTERM", hard: "with SIGKILL" };

const wordOf = ({ state, step }: Restart): string => {
  if (state === "resuming") return "It has ended, and is gone on with";
  return step === null ? "It is about to be ended" : `It is being ended ${endingWords[step]}`;
};
