import type { Agent } from "@signalbox/contract/agents";
import { sql } from "kysely";
import type { Queryable } from "../../../platform/database/database.ts";
import { noOrigin, presentAgent } from "./agents.repository.ts";

/** Those of some ids that there are. */
export async function findAgentsBy(read: Queryable, ids: readonly string[]): Promise<Agent[]> {
  if (ids.length === 0) return [];
  const rows = await read
    .selectFrom("agents")
    .where("id", "=", sql<string>`any(${ids}::uuid[])`)
    .selectAll()
    .execute();
  return rows.map((row) => presentAgent({ ...row, ...noOrigin }));
}

const mostSilent = 200;

/** Live sessions at work that were heard of last between two instants, the longest silent first. */
export async function findSilentBetween(read: Queryable, after: Date, before: Date): Promise<Agent[]> {
  const rows = await read
    .selectFrom("agents")
    .where("ended_at", "is", null)
    .where("parent_id", "is", null)
    .where("state", "=", "processing")
    .where("last_seen_at", ">", after)
    .where("last_seen_at", "<=", before)
    .orderBy("last_seen_at")
    .limit(mostSilent)
    .selectAll()
    .execute();
  return rows.map((row) => presentAgent({ ...row, ...noOrigin }));
}
