import { sql } from "kysely";
import type { Queryable } from "../database/database.ts";

/** A node that lives, and takes orders. */
export interface ReachableNode {
  id: string;
  hostName: string;
  pid: number;
  /** What is sent to it is sealed with it. */
  sealingKey: string;
}

const living = (read: Queryable) =>
  read.selectFrom("nodes").where("stopped_at", "is", null).where("due_at", ">", sql<Date>`now()`);

const reachable = (read: Queryable) => living(read).select(["id", "host_name", "pid", "sealing_key"]);

type Row = Awaited<ReturnType<ReturnType<typeof reachable>["execute"]>>[number];

/** One of an older version takes none. */
const present = ({ id, host_name: hostName, pid, sealing_key: sealingKey }: Row): ReachableNode[] =>
  sealingKey === null ? [] : [{ id, hostName, pid, sealingKey }];

/** Those of these that live, and take orders. */
export async function findNodes(
  read: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ReachableNode>> {
  if (ids.length === 0) return new Map();
  const rows = await reachable(read).where("id", "in", ids).execute();
  return new Map(rows.flatMap(present).map((node) => [node.id, node]));
}

/** Those of a machine that hear its CLIs, the newest first. */
export async function findNodesAt(
  read: Queryable,
  { hostId, but }: { hostId: string; but: string },
): Promise<ReachableNode[]> {
  const rows = await reachable(read)
    .where("host_id", "=", hostId)
    .where("id", "<>", but)
    .where("role", "<>", "worker")
    .orderBy("started_at", "desc")
    .execute();
  return rows.flatMap(present);
}

export const isAlive = async (read: Queryable, id: string): Promise<boolean> =>
  (await living(read).where("id", "=", id).select("id").executeTakeFirst()) !== undefined;
