import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import { AppError, messageOf } from "../../kernel/errors.ts";
import type { Service } from "../../kernel/module.ts";
import type { Db } from "../database/database.ts";
import { type Metrics, noMetrics } from "../metrics/metrics.ts";
import { readEvent } from "./event-store.ts";
import type { EventLog, Reaction } from "./events.ts";
import { measureReactions } from "./reaction-metrics.ts";
import {
  countFailure,
  type DeadLetter,
  openCursor,
  openLetter,
  openLetters,
  resolveLetter,
} from "./reaction-store.ts";
import { type ReactionLimits, runReaction } from "./run-reaction.ts";
import { within } from "./within.ts";

export interface ReactionsOptions {
  db: Db;
  log: Logger;
  events: EventLog;
  clock: Clock;
  reactions: readonly Reaction[];
  limits?: Partial<ReactionLimits>;
  metrics?: Metrics;
}

/** Runs every reaction on its own, and keeps what they gave up on. */
export interface Reactions extends Service {
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
  storeCursorMs: 250,
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

/** Start it after the event log, stop it before. */
export const createReactions = (options: ReactionsOptions): Reactions => {
  const { db, events, clock, reactions, log } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const byName = new Map(reactions.map((reaction) => [reaction.name, reaction]));
  if (byName.size < reactions.length) throw new Error("Two reactions have the same name");
  const measured = measureReactions(options.metrics ?? noMetrics, db.read);
  const stopping = new AbortController();
  let running: Promise<unknown> = Promise.resolve();

  const letterBy = async (id: string): Promise<DeadLetter> => {
    const letter = await openLetter(db.read, id);
    if (letter === undefined) throw errors.noLetter(id);
    return letter;
  };

  const resolve = async (id: string, resolution: "retried" | "discarded") => {
    const resolved = await db.transaction((tx) => resolveLetter(tx, { id, resolution, at: clock.now() }));
    if (!resolved) throw errors.noLetter(id);
  };

  return {
    name: "reactions",
    async start() {
      const context = { db, log, events, clock, limits, measured };
      const starts = await db.transaction(async (tx) => {
        const opened: { reaction: Reaction; start: bigint }[] = [];
        for (const reaction of reactions) {
          opened.push({ reaction, start: await openCursor(tx, reaction.name, clock.now()) });
        }
        return opened;
      });
      running = Promise.all(
        starts.map(({ reaction, start }) =>
          runReaction(context, reaction, { start, signal: stopping.signal }),
        ),
      );
    },
    async stop() {
      stopping.abort();
      await running;
    },
    deadLetters: ({ limit, after }) => openLetters(db.read, { limit, after }),
    async retry(id) {
      const letter = await letterBy(id);
      const reaction = byName.get(letter.reaction);
      if (reaction === undefined) throw errors.noReaction(letter.reaction);
      const event = await readEvent(db.read, letter.position);
      if (event === undefined) throw errors.eventGone(id);
      try {
        await within(limits.time, stopping.signal, (signal) => reaction.handle(event, signal));
      } catch (error) {
        await db.transaction((tx) => countFailure(tx, { id, error: messageOf(error) }));
        throw errors.failedAgain(reaction.name, error);
      }
      await resolve(id, "retried");
    },
    discard: (id) => resolve(id, "discarded"),
  };
};
