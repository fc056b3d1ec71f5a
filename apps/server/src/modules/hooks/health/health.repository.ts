import { WatchedBackend } from "@signalbox/contract/common";
import type { Queryable, Tx } from "../../../platform/database/database.ts";
import type { HookVerdict } from "./judge-hooks.ts";

/** What the last check of a CLI's hooks found. */
export interface HookHealth {
  backend: WatchedBackend;
  verdict: HookVerdict;
  reason: string | null;
  state: string;
  lastHeardAt: Date | null;
  checkedAt: Date;
}

export async function storeHealth(tx: Tx, health: HookHealth): Promise<void> {
  const found = {
    verdict: health.verdict,
    reason: health.reason,
    state: health.state,
    last_heard_at: health.lastHeardAt,
    checked_at: health.checkedAt,
  };
  await tx
    .insertInto("hooks_health")
    .values({ backend: health.backend, ...found })
    .onConflict((conflict) => conflict.column("backend").doUpdateSet(found))
    .execute();
}

export async function readHealth(db: Queryable): Promise<HookHealth[]> {
  const rows = await db.selectFrom("hooks_health").selectAll().orderBy("backend").execute();
  return rows.map((row) => ({
    backend: WatchedBackend.parse(row.backend),
    verdict: row.verdict,
    reason: row.reason,
    state: row.state,
    lastHeardAt: row.last_heard_at,
    checkedAt: row.checked_at,
  }));
}
