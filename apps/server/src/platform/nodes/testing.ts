import { pino } from "pino";
import { systemClock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import type { Db } from "../database/database.ts";
import { createLeases, type LeaseLimits } from "./leases.ts";
import { createLoops, type Loop } from "./loops.ts";

interface TestNodeOptions {
  db: Db;
  node?: string;
  limits?: LeaseLimits;
  drainMs?: number;
}

/** Loops that run as on a working node, beside others of the same database, until they are stopped. */
export const aNodeWith = async (loops: readonly Loop[], options: TestNodeOptions) => {
  const { db, node = newId(), limits = { holdMs: 10_000, renewMs: 20 }, drainMs = 5_000 } = options;
  const log = pino({ level: "silent" });
  const leases = createLeases({ db, log, node, alone: false, limits });
  const made = createLoops({
    ...{ loops, leases, log, drainMs },
    clock: systemClock,
    works: true,
    restartPausesMs: [1],
  });
  await leases.start?.();
  await made.start?.();
  return {
    status: made.status,
    async stop() {
      await made.stop?.();
      await leases.stop?.();
    },
  };
};
