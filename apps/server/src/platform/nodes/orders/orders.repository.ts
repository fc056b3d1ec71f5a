import { sql } from "kysely";
import type { Queryable, Tx } from "../../database/database.ts";

interface NewOrder {
  id: string;
  nodeId: string;
  kind: string;
  sealed: string;
  /** How long it may be taken. */
  withinMs: number;
}

export const insertOrder = (tx: Tx, { id, nodeId, kind, sealed, withinMs }: NewOrder) =>
  tx
    .insertInto("nodes_orders")
    .values({
      ...{ id, kind, sealed, node_id: nodeId, state: "given" },
      due_at: sql<Date>`now() + make_interval(secs => ${withinMs / 1_000}::double precision)`,
    })
    .execute();

export const findOrder = (read: Queryable, id: string) =>
  read.selectFrom("nodes_orders").where("id", "=", id).select(["state", "outcome"]).executeTakeFirst();

/** What was given to a node, and it has not taken. */
export async function findGiven(read: Queryable, nodeId: string): Promise<string[]> {
  const rows = await read
    .selectFrom("nodes_orders")
    .where("node_id", "=", nodeId)
    .where("state", "=", "given")
    .where("due_at", ">", sql<Date>`now()`)
    .orderBy("at")
    .limit(200)
    .select("id")
    .execute();
  return rows.map(({ id }) => id);
}

/** Takes an order, once and in time; undefined where it was taken or given up before, or is another's. */
export async function takeOrder(
  tx: Tx,
  id: string,
  nodeId: string,
): Promise<{ kind: string; sealed: string } | undefined> {
  const row = await tx
    .selectFrom("nodes_orders")
    .where("id", "=", id)
    .where("node_id", "=", nodeId)
    .where("state", "=", "given")
    .where("due_at", ">", sql<Date>`now()`)
    .forUpdate()
    .select(["kind", "sealed"])
    .executeTakeFirst();
  if (row === undefined || row.sealed === null) return undefined;
  await tx.updateTable("nodes_orders").where("id", "=", id).set({ state: "taken", sealed: null }).execute();
  return { kind: row.kind, sealed: row.sealed };
}

/** From a node that has not taken it; false where it has. */
export async function giveUpOrder(tx: Tx, id: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("nodes_orders")
    .where("id", "=", id)
    .where("state", "=", "given")
    .set({ state: "given_up", sealed: null })
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export const settleOrder = (tx: Tx, id: string, outcome: object) =>
  tx
    .updateTable("nodes_orders")
    .where("id", "=", id)
    .where("state", "=", "taken")
    .set({ state: "done", outcome: JSON.stringify(outcome) })
    .execute();

/** Nobody asks any more what became of them. */
export const forgetOldOrders = (tx: Tx) =>
  tx.deleteFrom("nodes_orders").where("at", "<", sql<Date>`now() - interval '1 day'`).execute();
