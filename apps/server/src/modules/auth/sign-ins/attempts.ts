import type { Clock } from "../../../kernel/clock.ts";
import type { Db } from "../../../platform/database/database.ts";
import { countAttempt, forgiveAttempt } from "./attempts.repository.ts";

/** What a guess is aimed at, or where it comes from, and how many may fail. */
export interface Target {
  name: string;
  most: number;
}

/** Counts failures in the database, so that guessing at one node is known at all. */
export interface Attempts {
  /** Counts one more, before it is looked at; tells which targets had enough, and whether just now. */
  count(targets: readonly Target[], withinMs: number): Promise<{ tooMany: boolean; justNow: boolean }>;
  /** It was none: `clears` starts at nothing again. */
  forgive(targets: readonly Target[], clears?: readonly Target[]): Promise<void>;
}

export const createAttempts = ({ db, clock }: { db: Db; clock: Clock }): Attempts => ({
  async count(targets, withinMs) {
    const now = clock.now();
    const names = targets.map(({ name }) => name).sort();
    const failed = await countAttempt(db, { names, now, since: new Date(now.getTime() - withinMs) });
    const over = targets.map(({ name, most }) => (failed.get(name) ?? 0) - most);
    return { tooMany: over.some((by) => by > 0), justNow: over.some((by) => by === 1) };
  },
  forgive: (targets, clears = []) =>
    forgiveAttempt(
      db,
      targets.map(({ name }) => name),
      clears.map(({ name }) => name),
    ),
});
