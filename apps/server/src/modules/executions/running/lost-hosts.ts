import { sql } from "kysely";
import type { Queryable } from "../../../platform/database/database.ts";
import type { ExecutionRow } from "../executions.repository.ts";
import type { ExecutionsOptions } from "../options.ts";
import { settle } from "./settle.ts";

/** A server that is upgraded, or a cable that is pulled, comes back sooner. */
const minutes = 15;

/** Those that run on a machine that no server of has been heard of; beats are by the clock of the database. */
const findLost = (read: Queryable, ownHostId: string): Promise<ExecutionRow[]> =>
  read
    .selectFrom("executions")
    .where("state", "in", ["running", "paused"])
    .where((or) => or.or([or("host_id", "is", null), or("host_id", "<>", ownHostId)]))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("nodes")
            .whereRef("nodes.host_id", "=", "executions.host_id")
            .where("beat_at", ">", sql<Date>`now() - make_interval(mins => ${minutes})`)
            .select("nodes.id"),
        ),
      ),
    )
    .selectAll()
    .orderBy("queued_at")
    .limit(100)
    .execute();

/** Nobody looks after what a machine ran that is gone. Where it comes back, it ends what it finds of that. */
export async function endOfLostHosts(options: ExecutionsOptions): Promise<void> {
  for (const row of await findLost(options.db.read, options.places.hostId())) {
    const reason = `The machine that ran it has not been heard of for ${minutes} minutes`;
    await settle(row, { state: "interrupted", reason, errorClass: null, exit: null }, options);
  }
}
