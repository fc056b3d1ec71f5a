import type { Clock } from "../../../kernel/clock.ts";
import type { Queryable, Tx } from "../../../platform/database/database.ts";
import type { ExecutionScope, Taken, TakenBy } from "../ports.ts";
import { askToEnd, type BegunIn, countWaiting, firstOf, runningSince, sumTaken } from "./taken.repository.ts";

/** What executions take together, for whoever limits that. */
export interface ExecutionsUsage {
  /** What those took that began in a time, or were tried with an account in it, up to now. */
  taken(read: Queryable, meant: BegunIn): Promise<Taken>;
  /** When the first of them began that is kept; null where none did. */
  first(read: Queryable, scope: TakenBy): Promise<Date | null>;
  /** How many wait, but for one. */
  waiting(read: Queryable, scope: ExecutionScope, but: string): Promise<number>;
  /** When those began that run, and their attempts. */
  runningSince(read: Queryable): Promise<Date[]>;
  /** All that began in a time and still run are to end, and why. */
  askToEnd(tx: Tx, meant: BegunIn, reason: string): Promise<number>;
}

export const createExecutionsUsage = (clock: Clock): ExecutionsUsage => ({
  ...{ first: firstOf, waiting: countWaiting, runningSince, askToEnd },
  taken: (read, meant) => sumTaken(read, meant, clock.now()),
});
