import type { Client } from "@signalbox/client/client";
import { type Bot, listBots } from "@signalbox/contract/bots";
import type { Command } from "commander";
import { CliError, exitCodes } from "../errors.ts";
import type { Io } from "../io.ts";
import { type Context, connect } from "../server/connect.ts";
import { everyItem } from "../server/every-item.ts";
import { clean, cleanJson } from "../text/clean.ts";
import { type Column, table } from "../text/table.ts";
import { ago } from "../text/when.ts";

export function addBots(program: Command, context: Context): void {
  program
    .command("bots")
    .description("every bot: what can be run")
    .option("--json", "print JSON")
    .action((options: { json?: boolean }) => list(context, options));
}

/** The bot of an id or a name. @throws CliError where there is none, or several */
export async function botNamed(client: Client, which: string): Promise<Bot> {
  const all = await everyBot(client);
  const exact = all.find(({ id }) => id === which);
  if (exact !== undefined) return exact;
  const [found, ...others] = all.filter(({ content }) => content.name.toLowerCase() === which.toLowerCase());
  if (found !== undefined && others.length === 0) return found;
  const why =
    found === undefined
      ? `There is no bot ${clean(which)}: see "bin/signalbox bots"`
      : `Several bots are called ${clean(which)}: ${[found, ...others].map(({ id }) => id).join(", ")}`;
  throw new CliError(why, exitCodes.usage);
}

const everyBot = (client: Client): Promise<Bot[]> =>
  everyItem((cursor) => client.call(listBots, { query: { limit: 200, cursor } }));

async function list(context: Context, { json }: { json?: boolean }): Promise<void> {
  const { io } = context;
  const bots = await everyBot(await connect(context));
  if (json) return io.out(cleanJson({ items: bots }, 2));
  if (bots.length === 0) return io.out("No bot yet. Make one on the page Bots");
  io.out(table(io, columns(io), bots));
}

const columns = (io: Io): Column<Bot>[] => [
  { title: "BOT", text: ({ content }) => clean(content.name), isWide: true },
  { title: "CLI", text: ({ content }) => content.backend },
  { title: "ACCESS", text: ({ content }) => content.access },
  { title: "ON", text: ({ enabled }) => (enabled ? "on" : "off") },
  { title: "CHANGED", text: ({ updatedAt }) => ago(updatedAt, io.now()) },
  { title: "ASKS FOR", text: ({ content }) => content.variables.map(({ name }) => name).join(", ") || "-" },
  { title: "ID", text: ({ id }) => id },
];
