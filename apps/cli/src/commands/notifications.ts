import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "@signalbox/client/client";
import type { NotificationChannel } from "@signalbox/contract/notification-channels";
import {
  getDelivery,
  listChannels,
  type NotificationDelivery,
  testChannel,
} from "@signalbox/contract/notifications";
import type { Command } from "commander";
import { CliError, exitCodes } from "../errors.ts";
import { type Context, connect } from "../server/connect.ts";
import { clean, cleanJson } from "../text/clean.ts";
import { type Column, table } from "../text/table.ts";

export function addNotifications(program: Command, context: Context): void {
  const notifications = program
    .command("notifications")
    .description("how you are told while you look elsewhere");
  notifications
    .command("list")
    .description("your channels")
    .option("--json", "print JSON")
    .action((options: { json?: boolean }) => list(context, options));
  notifications
    .command("test <channel>")
    .description("send a word by a channel, named by its id or its name, and say what became of it")
    .option("--json", "print JSON")
    .action((channel: string, options: { json?: boolean }) => test(context, channel, options));
}

async function everyChannel(client: Client): Promise<NotificationChannel[]> {
  const found: NotificationChannel[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.call(listChannels, { query: { limit: 200, cursor } });
    found.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

const columns: Column<NotificationChannel>[] = [
  { title: "CHANNEL", text: ({ name }) => clean(name) },
  { title: "KIND", text: ({ kind }) => kind },
  { title: "ON", text: ({ enabled }) => (enabled ? "yes" : "no") },
  { title: "LEADS TO", text: ({ target }) => clean(target) },
  { title: "ID", text: ({ id }) => id, isWide: true },
];

async function list(context: Context, { json }: { json?: boolean }): Promise<void> {
  const { io } = context;
  const channels = await everyChannel(await connect(context));
  if (json) return io.out(cleanJson({ items: channels }, 2));
  if (channels.length === 0) return io.out("No channel yet. Add one in Settings → Notifications");
  io.out(table(io, columns, channels));
}

async function test(context: Context, named: string, { json }: { json?: boolean }): Promise<void> {
  const { io } = context;
  const client = await connect(context);
  const channels = await everyChannel(client);
  const channel = channels.find(({ id, name }) => id === named || name === named);
  if (channel === undefined)
    throw new CliError(`No channel ${named}; "bin/signalbox notifications list" names them`, exitCodes.usage);
  const { deliveryId } = await client.call(testChannel, { params: { channelId: channel.id } });
  const delivery = await firstTry(client, deliveryId);
  if (json) io.out(cleanJson(delivery, 2));
  if (delivery.state !== "sent")
    throw new CliError(
      `${clean(channel.name)} was not reached: ${clean(delivery.error ?? "no try ended yet")}`,
      exitCodes.failure,
    );
  if (!json) io.out(`${clean(channel.name)} took it`);
}

const patienceMs = 30_000;
const everyMs = 200;

/** What became of the first try; it is tried again without us. */
async function firstTry(client: Client, deliveryId: string): Promise<NotificationDelivery> {
  for (let left = patienceMs / everyMs; ; left--) {
    const delivery = await client.call(getDelivery, { params: { deliveryId } });
    if (delivery.state !== "waiting" || delivery.attempts > 0 || left <= 0) return delivery;
    await pause(everyMs);
  }
}
