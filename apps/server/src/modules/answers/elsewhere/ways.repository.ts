import { type OpenWay, Way } from "@signalbox/contract/answers";
import { sql } from "kysely";
import type { Queryable, Tx } from "../../../platform/database/database.ts";
import type { Orders } from "../../../platform/nodes/orders/orders.ts";
import type { ReachableNode } from "../../../platform/nodes/reachable-nodes.ts";

/** A way to a question that another node has. */
export interface WayElsewhere {
  questionId: string;
  node: ReachableNode;
  open: OpenWay;
}

export interface OfferedWay {
  questionId: string;
  open: OpenWay;
}

interface Offering {
  nodeId: string;
  at: Date;
}

export async function storeWays(
  tx: Tx,
  ways: readonly OfferedWay[],
  { nodeId, at }: Offering,
): Promise<void> {
  if (ways.length === 0) return;
  const rows = ways.map(({ questionId, open }) => ({
    ...{ question_id: questionId, node_id: nodeId, way: open.way, can_remember: open.canRemember },
    ...{ takes_words: open.takesWords, at },
  }));
  await tx
    .insertInto("answers_ways")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(["question_id", "node_id"]).doUpdateSet((excluded) => ({
        way: excluded.ref("excluded.way"),
        can_remember: excluded.ref("excluded.can_remember"),
        takes_words: excluded.ref("excluded.takes_words"),
        at: excluded.ref("excluded.at"),
      })),
    )
    .execute();
}

export async function removeWays(tx: Tx, nodeId: string, questionIds: readonly string[]): Promise<void> {
  if (questionIds.length === 0) return;
  await tx
    .deleteFrom("answers_ways")
    .where("node_id", "=", nodeId)
    .where("question_id", "in", questionIds)
    .execute();
}

interface Looking {
  db: { read: Queryable };
  nodeId: string;
  orders: Pick<Orders, "nodes">;
}

/** The ways that nodes which live, but for this one, have to questions; the best of each question. */
export async function findWaysElsewhere(
  { db: { read }, nodeId, orders }: Looking,
  questionIds: readonly string[],
): Promise<WayElsewhere[]> {
  if (questionIds.length === 0) return [];
  const rows = await read
    .selectFrom("answers_ways")
    .where("question_id", "in", questionIds)
    .where("node_id", "<>", nodeId)
    // A hook that waits, or a protocol, before keys; of two nodes that see one pane the first.
    .orderBy(sql`way = 'keys'`)
    .orderBy("node_id")
    .select(["question_id", "node_id", "way", "can_remember", "takes_words"])
    .execute();
  const alive = await orders.nodes([...new Set(rows.map((row) => row.node_id))]);
  const best = new Map<string, WayElsewhere>();
  for (const row of rows) {
    const node = alive.get(row.node_id);
    if (node === undefined || best.has(row.question_id)) continue;
    const open = { way: Way.parse(row.way), canRemember: row.can_remember, takesWords: row.takes_words };
    best.set(row.question_id, { questionId: row.question_id, node, open });
  }
  return [...best.values()];
}
