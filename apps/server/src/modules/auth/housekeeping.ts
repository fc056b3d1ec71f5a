import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import type { Service } from "../../kernel/module.ts";
import type { Db } from "../../platform/database/database.ts";
import { deleteExpiredTickets } from "./gate/tickets.repository.ts";
import { deleteOldAttempts } from "./sign-ins/attempts.repository.ts";

const everyMs = 5 * 60_000;
/** Longer than any guess is counted. */
const attemptsKeptMs = 60 * 60_000;

/** Takes out what is void by its age; at several nodes it does no harm. */
export const keepHouse = ({ db, clock, log }: { db: Db; clock: Clock; log: Logger }): Service => {
  let timer: NodeJS.Timeout | undefined;
  let working = Promise.resolve();
  const tidy = async () => {
    const now = clock.now();
    await deleteExpiredTickets(db, now);
    await deleteOldAttempts(db, new Date(now.getTime() - attemptsKeptMs));
  };
  return {
    name: "housekeeping of sign-ins",
    start() {
      timer = setInterval(() => {
        working = tidy().catch((error: unknown) =>
          log.warn({ err: error }, "old tickets could not be deleted"),
        );
      }, everyMs);
    },
    async stop() {
      clearInterval(timer);
      await working;
    },
  };
};
