import { setTimeout as pause } from "node:timers/promises";
import type { Clock } from "../../kernel/clock.ts";
import type { Db } from "../../platform/database/database.ts";
import type { Loop } from "../../platform/nodes/loops.ts";
import { deleteExpiredTickets } from "./gate/tickets.repository.ts";
import { deleteOldGrants } from "./grants/grants.repository.ts";
import { deleteOldAttempts } from "./sign-ins/attempts.repository.ts";

interface HousekeepingOptions {
  db: Db;
  clock: Clock;
  everyMs?: number;
}

/** Longer than any guess is counted. */
const attemptsKeptMs = 60 * 60_000;
/** What was asked, given and refused is in the audit for longer. */
const grantsKeptMs = 24 * 60 * 60_000;

/** Takes out what is void by its age. */
export const keepHouse = ({ db, clock, everyMs = 5 * 60_000 }: HousekeepingOptions): Loop => ({
  name: "sign-in housekeeping",
  summary:
    "Takes away tickets that expired, guesses at passwords that count no more, and leave to answer that is over",
  alone: true,
  async run(signal) {
    while (!signal.aborted) {
      await pause(everyMs, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      const now = clock.now();
      await deleteExpiredTickets(db, now);
      await deleteOldAttempts(db, new Date(now.getTime() - attemptsKeptMs));
      await deleteOldGrants(db, new Date(now.getTime() - grantsKeptMs));
    }
  },
});
