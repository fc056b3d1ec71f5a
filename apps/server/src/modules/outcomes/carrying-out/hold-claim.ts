import type { OutcomesOptions } from "../options.ts";
import { moveClaim, type OutcomeRow } from "../outcomes.repository.ts";

/** What a node that dies was carrying out is taken up by another so soon. */
const claimMs = 30_000;
const renewsEveryMs = 10_000;

export const claimedUntil = (at: Date): Date => new Date(at.getTime() + claimMs);

export interface HeldClaim {
  /** Aborted where another node has taken the outcome, or may do so. */
  signal: AbortSignal;
  /** Gives up renewing; answers the row as it is claimed by now. */
  end(): Promise<OutcomeRow>;
}

/** Renews a claim for as long as it is worked at, however long that takes. */
export function holdClaim(
  row: OutcomeRow,
  { db, clock, log }: Pick<OutcomesOptions, "db" | "clock" | "log">,
  everyMs = renewsEveryMs,
): HeldClaim {
  const lost = new AbortController();
  let held = row;
  let renewing = Promise.resolve();
  const renew = async (): Promise<void> => {
    const until = claimedUntil(clock.now());
    const moved = await db.transaction((tx) => moveClaim(tx, held, until));
    if (moved === undefined) lost.abort(new Error("another node has taken it"));
    else held = moved;
  };
  const timer = setInterval(() => {
    renewing = renewing.then(renew).catch((error: unknown) => {
      log.warn({ err: error, executionId: row.execution_id }, "the claim of an outcome could not be renewed");
      if (clock.now() > (held.claimed_until ?? row.created_at)) lost.abort(error);
    });
  }, everyMs);
  return {
    signal: lost.signal,
    end: async () => {
      clearInterval(timer);
      await renewing;
      return held;
    },
  };
}
