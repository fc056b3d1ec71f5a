import type { Bot } from "@signalbox/contract/bots";
import type { Command } from "commander";
import type { Io } from "../io.ts";
import { type Context, connect } from "../server/connect.ts";
import { clean, cleanJson } from "../text/clean.ts";
import { type Column, table } from "../text/table.ts";
import { ago } from "../text/when.ts";
import { addBotFiles } from "./bot-files.ts";
import { everyBot } from "./named-bots.ts";
import { addReadyBots } from "./ready-bots.ts";
import { addSyncBots } from "./sync-bots.ts";

export function addBots(program: Command, context: Context): void {
  const bots = program.command("bots").description("bots: what can be run");
  bots
    .command("list", { isDefault: true })
    .description("every bot, with what it asks for")
    .option("--json", "print JSON")
    .action((options: { json?: boolean }) => list(context, options));
  addBotFiles(bots, context);
  addReadyBots(bots, context);
  addSyncBots(bots, context);
}

async function list(context: Context, { json }: { json?: boolean }): Promise<void> {
  const { io } = context;
  const bots = await everyBot(await connect(context));
  if (json) return io.out(cleanJson({ items: bots }, 2));
  if (bots.length === 0)
    return io.out(
      'No bot yet. Make one on the page Bots, or begin with a ready one: "bin/signalbox bots ready"',
    );
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
