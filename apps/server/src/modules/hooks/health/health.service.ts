import type { HookStatus } from "@signalbox/contract/hooks";
import type { Clock } from "../../../kernel/clock.ts";
import type { Db } from "../../../platform/database/database.ts";
import { type HookHealth, readHealth, storeHealth } from "./health.repository.ts";
import { judgeHooks } from "./judge-hooks.ts";

export interface HookHealthService {
  /** Looks at every CLI now and keeps what it finds. */
  check(): Promise<HookHealth[]>;
  /** What the last check found. */
  last(): Promise<HookHealth[]>;
}

export const createHookHealth = (options: {
  db: Db;
  clock: Clock;
  list(): Promise<HookStatus[]>;
}): HookHealthService => ({
  async check() {
    const { db, clock, list } = options;
    const statuses = await list();
    const checkedAt = clock.now();
    const found = statuses.map((status) => ({
      ...judgeHooks(status),
      backend: status.backend,
      state: status.state,
      lastHeardAt: status.lastHeardAt === null ? null : new Date(status.lastHeardAt),
      checkedAt,
    }));
    await db.transaction(async (tx) => {
      for (const health of found) await storeHealth(tx, health);
    });
    return found;
  },
  last: () => readHealth(options.db.read),
});
