import { CompiledQuery } from "kysely";
import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import { AppError, messageOf } from "../../kernel/errors.ts";
import type { Service } from "../../kernel/module.ts";
import type { Db, Statement } from "../database/database.ts";
import { type Metrics, noMetrics } from "../metrics/metrics.ts";
import type { Loop } from "../nodes/loops.ts";
import type { Tracing } from "../tracing/tracing.ts";
import { readEvent } from "./event-store.ts";
import type { Reaction } from "./events.ts";
import { measureReactions } from "./reaction-metrics.ts";
import {
  countFailure,
  type DeadLetter,
  openCursor,
  openLetter,
  openLetters,
  resolveLetter,
} from "./reaction-store.ts";
import { type Feed, type ReactionLimits, runReaction } from "./run-reaction.ts";
import { within } from "./within.ts";

export interface ReactionsOptions {
  db: Db;
  log: Logger;
  feed: Feed;
  clock: Clock;
  /** The id of this node. */
  node: string;
  reactions: readonly Reaction[];
  limits?: Partial<ReactionLimits>;
  metrics?: Metrics;
  tracing?: Tracing;
}

/** Every reaction on its own, and what they gave up on. Its start gives a new one its place: behind the newest event. */
export interface Reactions extends Service {
  readonly names: readonly string[];
  /** One for each reaction, to be run after the start. */
  readonly loops: readonly Loop[];
  /** Events that reactions gave up on and nobody resolved yet, the oldest first, after the letter `after`. */
  deadLetters(page: { limit: number; after?: string }): Promise<DeadLetter[]>;
  /** Has the reaction handle the event once more; throws where it fails again. */
  retry(letterId: string): Promise<void>;
  discard(letterId: string): Promise<void>;
}

const defaultLimits: ReactionLimits = {
  retryDelaysMs: [100, 500, 2_500, 10_000, 30_000],
  time: { limitMs: 30_000, graceMs: 2_000 },
  cascade: 5,
  gatherMs: 100,
  passMs: 5_000,
};

const errors = {
  noLetter: (id: string) =>
    new AppError("not_found", "events.dead_letter_not_found", `No open dead letter ${id}`),
  noReaction: (name: string) =>
    new AppError("conflict", "events.reaction_unknown", `The reaction ${name} no longer exists`),
  eventGone: (id: string) =>
    new AppError("conflict", "events.event_expired", `The event of dead letter ${id} is no longer kept`),
  failedAgain: (name: string, cause: unknown) =>
    new AppError("conflict", "events.reaction_failed", `${name} failed again: ${messageOf(cause)}`, {
      cause,
    }),
};

export const createReactions = (options: ReactionsOptions): Reactions => {
  const { db, clock, reactions } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const byName = new Map(reactions.map((reaction) => [reaction.name, reaction]));
  if (byName.size < reactions.length) throw new Error("Two reactions have the same name");
  const measured = measureReactions(options.metrics ?? noMetrics, db.read);

  const letterBy = async (id: string): Promise<DeadLetter> => {
    const letter = await openLetter(db.read, id);
    if (letter === undefined) throw errors.noLetter(id);
    return letter;
  };

  /** Closes a letter together with what its event led to. */
  const resolve = (id: string, resolution: "retried" | "discarded", effects: readonly Statement[] = []) =>
    db.transaction(async (tx) => {
      if (!(await resolveLetter(tx, { id, resolution, at: clock.now() }))) throw errors.noLetter(id);
      for (const { text, values } of effects) await tx.executeQuery(CompiledQuery.raw(text, values));
    });

  return {
    name: "reactions",
    async start() {
      await db.transaction(async (tx) => {
        for (const { name } of reactions) await openCursor(tx, name, clock.now());
      });
    },
    names: [...byName.keys()],
    loops: reactions.map((reaction) => ({
      name: `reaction ${reaction.name}`,
      summary: `Reacts to ${reaction.types.join(", ")}`,
      alone: true,
      run: (signal) => runReaction({ ...options, limits, measured }, reaction, signal),
    })),
    deadLetters: ({ limit, after }) => openLetters(db.read, { limit, after }),
    async retry(id) {
      const letter = await letterBy(id);
      const reaction = byName.get(letter.reaction);
      if (reaction === undefined) throw errors.noReaction(letter.reaction);
      const event = await readEvent(db.read, letter.position);
      if (event === undefined) throw errors.eventGone(id);
      try {
        const never = new AbortController().signal;
        const effects = await within(limits.time, never, (signal) => reaction.handle(event, signal));
        await resolve(id, "retried", effects);
      } catch (error) {
        if (error instanceof AppError && error.kind === "not_found") throw error;
        await db.transaction((tx) => countFailure(tx, { id, error: messageOf(error) }));
        throw errors.failedAgain(reaction.name, error);
      }
    },
    discard: (id) => resolve(id, "discarded"),
  };
};
