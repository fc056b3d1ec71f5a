import type { HookStatus } from "@signalbox/contract/hooks";
import type { Clock } from "../../../kernel/clock.ts";
import type { Db } from "../../../platform/database/database.ts";
import type { HooksApi } from "../hooks.service.ts";
import { type HookHealth, readHealth, storeHealth } from "./health.repository.ts";
import { judgeHooks } from "./judge-hooks.ts";

export interface HookHealthService {
  /** Looks at every CLI now and keeps what it finds. */
  check(): Promise<HookHealth[]>;
  /** How it is at this moment where hooks arrive; elsewhere what the last check found. */
  now(): Promise<HookHealth[]>;
}

export const createHookHealth = (options: {
  db: Db;
  clock: Clock;
  hooks: Pick<HooksApi, "list" | "glance">;
  /** Whether the hooks of this machine arrive here. */
  hears: boolean;
}): HookHealthService => ({
  async check() {
    const { db, clock, hooks } = options;
    const checkedAt = clock.now();
    const found = (await hooks.list()).map((status) => judged(status, checkedAt));
    await db.transaction(async (tx) => {
      for (const health of found) await storeHealth(tx, health);
    });
    return found;
  },
  async now() {
    const { db, clock, hooks, hears } = options;
    const last = await readHealth(db.read);
    if (!hears) return last;
    const at = clock.now();
    return (await hooks.glance(last)).map((status) => judged(status, at));
  },
});

const judged = (status: HookStatus, checkedAt: Date): HookHealth => ({
  ...judgeHooks(status),
  backend: status.backend,
  state: status.state,
  lastHeardAt: status.lastHeardAt === null ? null : new Date(status.lastHeardAt),
  checkedAt,
});
