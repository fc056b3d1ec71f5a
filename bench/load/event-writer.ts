/** A node of its own process that writes what it is told to on stdin, a JSON object a line. */
import { createInterface } from "node:readline";
import { openServerDatabase } from "../../apps/server/src/platform/database/server-database.ts";
import { eventNode, type Meeting } from "./event-node.ts";
import { type Writing, writeEvents } from "./write-events.ts";

const meeting: Meeting = JSON.parse(process.argv[2] ?? "{}");
const db = openServerDatabase({ url: meeting.databaseUrl ?? "" });
const { events, leave } = await eventNode(db, meeting, { works: false });
process.stdout.write("ready\n");
for await (const line of createInterface({ input: process.stdin })) {
  const writing: Writing = JSON.parse(line);
  process.stdout.write(`${await writeEvents(db, events, writing)}\n`);
}
await leave();
