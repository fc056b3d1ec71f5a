import { storableText } from "../../../kernel/json.ts";
import { redactText } from "../../../kernel/redact.ts";
import type { Queryable, Tx } from "../../../platform/database/database.ts";
import type { TriggerRow } from "../triggers.repository.ts";

export const findWatches = (read: Queryable): Promise<TriggerRow[]> =>
  read
    .selectFrom("triggers")
    .where("kind", "=", "watch")
    .where("enabled", "=", true)
    .selectAll()
    .orderBy("id")
    .execute();

interface Claim {
  node: string;
  now: Date;
  until: Date;
}

/** Takes those that no other node watches, or holds them for longer; answers which are this node's by then. */
export async function claimWatches(
  tx: Tx,
  ids: readonly string[],
  { node, now, until }: Claim,
): Promise<ReadonlySet<string>> {
  const rows = await tx
    .updateTable("triggers")
    .set({ watcher: node, watched_until: until })
    .where("id", "in", ids)
    .where("kind", "=", "watch")
    .where(({ eb, or }) =>
      or([eb("watcher", "is", null), eb("watcher", "=", node), eb("watched_until", "<", now)]),
    )
    .returning("id")
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** Leaves all that a node watches to others. */
export async function releaseWatches(tx: Tx, node: string): Promise<void> {
  await tx
    .updateTable("triggers")
    .set({ watcher: null, watched_until: null })
    .where("kind", "=", "watch")
    .where("watcher", "=", node)
    .execute();
}

export async function tellFault(tx: Tx, id: string, fault: string | null): Promise<void> {
  await tx
    .updateTable("triggers")
    .set({
      fault: fault === null ? null : storableText(redactText(fault), 500),
      faults: fault === null ? 0 : 1,
    })
    .where("id", "=", id)
    .where("kind", "=", "watch")
    .execute();
}
