import type { Queryable, Tx } from "../../../platform/database/database.ts";
import { heardHosts } from "../../../platform/nodes/heard-hosts.ts";
import type { ExecutionRow } from "../executions.repository.ts";
import type { ExecutionsOptions } from "../options.ts";
import { settle } from "./settle.ts";

/** A server that is upgraded, or a cable that is pulled, comes back sooner. */
const minutes = 15;

/** Those that run on none of these hosts; on one that is forgotten, they run nowhere. */
const findLost = (read: Queryable, heard: readonly string[]): Promise<ExecutionRow[]> =>
  read
    .selectFrom("executions")
    .where("state", "in", ["running", "paused"])
    .where((or) => or.or([or("host_id", "is", null), or("host_id", "not in", heard)]))
    .selectAll()
    .orderBy("queued_at")
    .limit(100)
    .execute();

/** What waits for another attempt, and has no files of a repository there, may go on anywhere. */
const unbindFromLost = (tx: Tx, heard: readonly string[]) =>
  tx
    .updateTable("executions")
    .where("state", "=", "queued")
    .where("attempt", ">", 0)
    .where("workspace", "=", "none")
    .where("wanted_host_id", "not in", heard)
    .set({ wanted_host_id: null })
    .execute();

/** Nobody looks after what a machine ran that is gone. Where it comes back, it ends what it finds of that. */
export async function endOfLostHosts(options: ExecutionsOptions): Promise<void> {
  const { db, places } = options;
  const heard = [places.hostId(), ...(await heardHosts(db.read, minutes))];
  for (const row of await findLost(db.read, heard)) {
    const reason = `The machine that ran it has not been heard of for ${minutes} minutes`;
    await settle(row, { state: "interrupted", reason, errorClass: null, exit: null }, options);
  }
  await db.transaction((tx) => unbindFromLost(tx, heard));
}
