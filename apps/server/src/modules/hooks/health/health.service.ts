import type { HookStatus } from "@signalbox/contract/hooks";
import type { Clock } from "../../../kernel/clock.ts";
import type { Db } from "../../../platform/database/database.ts";
import type { HooksApi } from "../hooks.service.ts";
import { type HookHealth, readHealth, storeHealth } from "./health.repository.ts";
import { judgeHooks } from "./judge-hooks.ts";
import { sharedLook } from "./shared-look.ts";

/** Whoever asks for the health of all parts waits for two seconds. */
const patience = { longestMs: 1_500, keptMs: 3_000 };

export interface HookHealthService {
  /** Looks at every CLI now and keeps what it finds; once for all who ask meanwhile. */
  check(): Promise<HookHealth[]>;
  /**
   * How it is at this moment, or was some seconds ago, where hooks arrive; elsewhere, and where the files of CLIs do not
   * answer, what the last check found.
   */
  now(): Promise<HookHealth[]>;
}

export interface HookHealthOptions {
  db: Db;
  clock: Clock;
  hooks: Pick<HooksApi, "list" | "glance">;
  /** Whether the hooks of this machine arrive here. */
  hears: boolean;
}

export const createHookHealth = ({ db, clock, hooks, hears }: HookHealthOptions): HookHealthService => {
  const glance = sharedLook(async (last: readonly HookHealth[]) => {
    const at = clock.now();
    return (await hooks.glance(last)).map((status) => judged(status, at));
  }, patience);
  const check = async () => {
    const checkedAt = clock.now();
    const found = (await hooks.list()).map((status) => judged(status, checkedAt));
    await db.transaction(async (tx) => {
      for (const health of found) await storeHealth(tx, health);
    });
    return found;
  };
  let checking: Promise<HookHealth[]> | null = null;
  return {
    check() {
      checking ??= check().finally(() => {
        checking = null;
      });
      return checking;
    },
    async now() {
      const last = await readHealth(db.read);
      return hears ? ((await glance(last)) ?? last) : last;
    },
  };
};

const judged = (status: HookStatus, checkedAt: Date): HookHealth => ({
  ...judgeHooks(status),
  backend: status.backend,
  state: status.state,
  lastHeardAt: status.lastHeardAt === null ? null : new Date(status.lastHeardAt),
  checkedAt,
});
