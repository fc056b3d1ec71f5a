import { sql } from "kysely";
import type { Queryable } from "../database/database.ts";

/** Hosts of which some server was heard within so many minutes, by the clock of the database. */
export async function heardHosts(read: Queryable, minutes: number): Promise<string[]> {
  const rows = await read
    .selectFrom("nodes")
    .where("host_id", "is not", null)
    .where("beat_at", ">", sql<Date>`now() - make_interval(mins => ${minutes})`)
    .select("host_id")
    .distinct()
    .execute();
  return rows.flatMap(({ host_id }) => host_id ?? []);
}
