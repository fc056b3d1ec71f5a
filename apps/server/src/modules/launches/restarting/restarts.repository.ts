import type { Ending } from "@signalbox/contract/launches";
import type { Selectable } from "kysely";
import type { Queryable, Tx } from "../../../platform/database/database.ts";
import type { LaunchesRestarts } from "../../../platform/database/tables.ts";

export type RestartRow = Selectable<LaunchesRestarts>;

export interface NewRestart {
  id: string;
  hostId: string;
  agentId: string;
  key: string;
  force: boolean;
  pid: number;
  birth: string;
  socket: string | null;
  by: { actor: string; name: string; correlationId: string };
  at: Date;
}

/** Undefined where the key has named a restart before. */
export const insertRestart = (tx: Tx, restart: NewRestart): Promise<RestartRow | undefined> => {
  const { id, hostId, agentId, key, force, pid, birth, socket, by, at } = restart;
  return tx
    .insertInto("launches_restarts")
    .values({
      ...{ id, force, pid, birth, socket, at, host_id: hostId, agent_id: agentId, idempotency_key: key },
      ...{ state: "ending", actor: by.actor, actor_name: by.name, correlation_id: by.correlationId },
    })
    .onConflict((conflict) => conflict.column("idempotency_key").doNothing())
    .returningAll()
    .executeTakeFirst();
};

export const findRestart = (read: Queryable, id: string): Promise<RestartRow | undefined> =>
  read.selectFrom("launches_restarts").where("id", "=", id).selectAll().executeTakeFirst();

export const findRestartByKey = (read: Queryable, key: string): Promise<RestartRow | undefined> =>
  read.selectFrom("launches_restarts").where("idempotency_key", "=", key).selectAll().executeTakeFirst();

const open = ["ending", "resuming"] as const;

/** Those of a host that are under way, the oldest first. */
export const findOpenRestarts = (read: Queryable, hostId: string): Promise<RestartRow[]> =>
  read
    .selectFrom("launches_restarts")
    .where("host_id", "=", hostId)
    .where("state", "in", open)
    .orderBy("id")
    .limit(1_000)
    .selectAll()
    .execute();

/** The one restart of an agent that is under way. */
export const findOpenRestartOf = (read: Queryable, agentId: string): Promise<RestartRow | undefined> =>
  read
    .selectFrom("launches_restarts")
    .where("agent_id", "=", agentId)
    .where("state", "in", open)
    .selectAll()
    .executeTakeFirst();

/** Takes it to carry it out; false where another server did since it was read. */
export async function claimRestart(
  tx: Tx,
  { id, owner_pid: pid, owner_birth: birth }: RestartRow,
  owner: { pid: number; birth: string | null },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("launches_restarts")
    .where("id", "=", id)
    .where("owner_pid", "is not distinct from", pid)
    .where("owner_birth", "is not distinct from", birth)
    .set({ owner_pid: owner.pid, owner_birth: owner.birth })
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Each move requires what was before it; undefined where that was gone. */
type Moved = Promise<RestartRow | undefined>;

export const moveToStep = (tx: Tx, id: string, step: Ending): Moved =>
  tx
    .updateTable("launches_restarts")
    .where("id", "=", id)
    .where("state", "=", "ending")
    .set({ step })
    .returningAll()
    .executeTakeFirst();

export const moveToResuming = (tx: Tx, id: string, launchId: string): Moved =>
  tx
    .updateTable("launches_restarts")
    .where("id", "=", id)
    .where("state", "=", "ending")
    .set({ state: "resuming", launch_id: launchId })
    .returningAll()
    .executeTakeFirst();

/** Done where there is no reason why not. */
export const moveToSettled = (
  tx: Tx,
  id: string,
  { reason, at }: { reason: string | null; at: Date },
): Moved =>
  tx
    .updateTable("launches_restarts")
    .where("id", "=", id)
    .where("state", "in", reason === null ? ["resuming"] : open)
    .set({ state: reason === null ? "done" : "failed", reason, ended_at: at })
    .returningAll()
    .executeTakeFirst();
