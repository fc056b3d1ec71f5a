import type { Pool } from "pg";
import { renewLogText } from "../events/event-store.ts";
import { stopAllText } from "../nodes/nodes.ts";

/** What was true when the backup was made and is no more, by the table that it is about. */
const statements: Readonly<Record<string, string>> = {
  "public.nodes": stopAllText,
  "public.events_identity": renewLogText,
};

/** Makes a database that was restored one of its own; `tables` are those that it has. */
export async function settleRestored(pool: Pool, tables: readonly string[]): Promise<void> {
  for (const [table, text] of Object.entries(statements)) if (tables.includes(table)) await pool.query(text);
}
