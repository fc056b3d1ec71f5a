import { sql } from "kysely";
import type { Queryable, Tx } from "../../../platform/database/database.ts";
import type { Signal } from "../../backends/index.ts";
import { agentKey } from "../tracking/track.ts";

/** When sessions and children were erased, in milliseconds by their key; see `agentKey`. */
export type Erasures = ReadonlyMap<string, number>;

/** Those of sessions by the CLI's own ids. */
export async function loadErasures(read: Queryable, sessionIds: readonly string[]): Promise<Erasures> {
  const rows = await read
    .selectFrom("agents_erased")
    .where("session_id", "=", sql<string>`any(${sessionIds})`)
    .select(["backend", "session_id", "child_id", "erased_at"])
    .execute();
  const keyOf = (row: (typeof rows)[number]) =>
    agentKey(row.backend, row.session_id, row.child_id === "" ? null : row.child_id);
  return new Map(rows.map((row) => [keyOf(row), row.erased_at.getTime()]));
}

/** Whether what a line tells was erased, with its session or with the child alone. */
export function isErased({ backend, sessionId, child, at }: Signal, erasures: Erasures): boolean {
  const keys = [agentKey(backend, sessionId), ...(child ? [agentKey(backend, sessionId, child.id)] : [])];
  return keys.some((key) => at.getTime() <= (erasures.get(key) ?? Number.NEGATIVE_INFINITY));
}

export interface Erased {
  hostId: string;
  backend: string;
  sessionId: string;
  /** Null for the session itself. */
  childId: string | null;
}

export const keepErasure = (tx: Tx, erased: Erased, at: Date): Promise<unknown> =>
  tx
    .insertInto("agents_erased")
    .values({
      host_id: erased.hostId,
      backend: erased.backend,
      session_id: erased.sessionId,
      child_id: erased.childId ?? "",
      erased_at: at,
      heard_at: at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(["session_id", "child_id", "backend", "host_id"])
        .doUpdateSet({ erased_at: at, heard_at: at }),
    )
    .execute();
