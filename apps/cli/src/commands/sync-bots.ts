import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "@signalbox/client/client";
import {
  askBotSync,
  type BotFile,
  type BotSync,
  getBotSync,
  listBotFiles,
  listBotSyncs,
} from "@signalbox/contract/bot-files";
import type { Command } from "commander";
import { CliError, exitCodes } from "../errors.ts";
import type { Io } from "../io.ts";
import { type Context, connect } from "../server/connect.ts";
import { everyItem } from "../server/every-item.ts";
import { clean, cleanJson } from "../text/clean.ts";
import { type Column, table } from "../text/table.ts";
import { projectNamed } from "./named-projects.ts";

interface SyncOptions {
  json?: boolean;
}

export function addSyncBots(bots: Command, context: Context): void {
  bots
    .command("sync [project]")
    .description("look for bots in repositories, or in that of one project, and say how each is to its file")
    .option("--json", "print JSON")
    .action((project: string | undefined, options: SyncOptions) => sync(context, project, options));
}

interface Looked {
  sync: BotSync;
  files: BotFile[];
}

async function sync(context: Context, project: string | undefined, { json }: SyncOptions): Promise<void> {
  const { io } = context;
  const client = await connect(context);
  const ids = project === undefined ? await enabledOnes(client) : [await projectNamed(client, project)];
  if (ids.length === 0)
    return io.out("Bots are taken from no repository. Switch that on on the page Bots, From repositories");
  for (const projectId of ids) await client.call(askBotSync, { params: { projectId } });
  const looked: Looked[] = [];
  for (const projectId of ids) looked.push(await lookedAt(client, projectId));
  if (json) io.out(cleanJson({ items: looked }, 2));
  else print(io, looked);
  const isWhole = looked.every(
    ({ sync: { fault }, files }) => fault === null && files.every(({ state }) => state !== "invalid"),
  );
  if (!isWhole) throw new CliError("Not all of them could be used", exitCodes.failure);
}

const enabledOnes = async (client: Client): Promise<string[]> => {
  const all = await everyItem((cursor) => client.call(listBotSyncs, { query: { limit: 200, cursor } }));
  return all.filter(({ enabled }) => enabled).map(({ projectId }) => projectId);
};

const pauseMs = 300;
const longestMs = 3 * 60_000;

/** Another node may be the one that looks. */
async function lookedAt(client: Client, projectId: string): Promise<Looked> {
  const params = { projectId };
  for (let waited = 0; waited < longestMs; waited += pauseMs) {
    const now = await client.call(getBotSync, { params });
    if (!now.asked) {
      const files = await everyItem((cursor) =>
        client.call(listBotFiles, { params, query: { limit: 200, cursor } }),
      );
      return { sync: now, files };
    }
    await delay(pauseMs);
  }
  throw new CliError(
    "Nobody looks at that repository: is the machine of its project there?",
    exitCodes.failure,
  );
}

function print(io: Io, looked: readonly Looked[]): void {
  for (const {
    sync: { fault },
  } of looked)
    if (fault !== null) io.err(clean(fault));
  const files = looked.flatMap((one) => one.files);
  io.out(files.length === 0 ? "No file of a bot there" : table(io, columns, files));
  for (const { path, faults } of files)
    for (const { line, message } of faults) io.err(`${clean(path)}:${line}: ${clean(message)}`);
}

const columns: Column<BotFile>[] = [
  { title: "FILE", text: ({ path }) => clean(path), isWide: true },
  { title: "BOT", text: ({ bot }) => clean(bot?.name ?? "-"), isWide: true },
  { title: "ON", text: ({ bot }) => (bot === null ? "-" : bot.enabled ? "on" : "off") },
  { title: "STATE", text: ({ state }) => state },
];
