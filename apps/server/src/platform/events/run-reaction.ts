import { setTimeout as delay } from "node:timers/promises";
import type { EventEnvelope } from "@signalbox/contract/event";
import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import { messageOf } from "../../kernel/errors.ts";
import type { Db } from "../database/database.ts";
import { type EventLog, PositionUnavailable, type Reaction } from "./events.ts";
import { countCauses, moveCursor, parkEvent } from "./reaction-store.ts";
import { type TimeLimit, within } from "./within.ts";

/** How patient reactions are. */
export interface ReactionLimits {
  /** Waits before the second and every later try; after the last the event is parked. */
  retryDelaysMs: readonly number[];
  /** For one try. */
  time: TimeLimit;
  /** Events caused through more events than this are parked at once. */
  cascade: number;
  /** The cursor is stored at least this often while events keep coming. */
  storeCursorMs: number;
}

export interface ReactionContext {
  db: Db;
  log: Logger;
  events: EventLog;
  clock: Clock;
  limits: ReactionLimits;
}

/** Runs one reaction from `start` until `signal` aborts; whatever fails is logged and tried again. */
export const runReaction = async (
  context: ReactionContext,
  reaction: Reaction,
  { start, signal }: { start: bigint; signal: AbortSignal },
): Promise<void> => {
  const runner = reactionRunner(context, reaction, start);
  let failures = 0;
  while (!signal.aborted) {
    try {
      await context.events.follow({
        after: runner.position(),
        filter: { types: reaction.types },
        signal,
        deliver: async (events) => {
          await runner.handleAll(events, signal);
          failures = 0;
        },
      });
    } catch (error) {
      if (error instanceof PositionUnavailable) runner.resumeFrom(error);
      else
        context.log.error({ err: error, reaction: reaction.name }, "a reaction was interrupted; it goes on");
      await pause(waitBefore(context.limits, failures++), signal);
    }
  }
};

const waitBefore = ({ retryDelaysMs }: ReactionLimits, failures: number): number =>
  retryDelaysMs[Math.min(failures, retryDelaysMs.length - 1)] ?? 0;

/** Resolves early on abort. */
const pause = (ms: number, signal: AbortSignal): Promise<unknown> =>
  delay(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });

const reactionRunner = (context: ReactionContext, reaction: Reaction, start: bigint) => {
  const { db, log, clock, limits } = context;
  const name = reaction.name;
  let position = start;
  let stored = { position: start, at: clock.now() };

  const storeCursor = async () => {
    if (stored.position === position) return;
    const now = { position, at: clock.now() };
    await db.transaction((tx) => moveCursor(tx, { name, ...now }));
    stored = now;
  };

  const park = async (event: EventEnvelope, attempts: number, error: string) => {
    const at = clock.now();
    const parked = BigInt(event.position);
    await db.transaction(async (tx) => {
      await parkEvent(tx, { reaction: name, position: parked, attempts, error, parkedAt: at });
      await moveCursor(tx, { name, position: parked, at });
    });
    log.error({ reaction: name, event: event.id, type: event.type, attempts, error }, "an event was parked");
    stored = { position: parked, at };
  };

  const handle = async (event: EventEnvelope, signal: AbortSignal): Promise<void> => {
    if (await tooDeep(db, event, limits.cascade)) {
      return park(event, 1, `The cascade is deeper than ${limits.cascade}`);
    }
    for (let attempts = 1; ; attempts++) {
      try {
        return await within(limits.time, signal, (limited) => reaction.handle(event, limited));
      } catch (error) {
        if (signal.aborted) throw error;
        const wait = limits.retryDelaysMs[attempts - 1];
        if (wait === undefined) return park(event, attempts, messageOf(error));
        log.warn(
          { err: error, reaction: name, event: event.id, attempts },
          "a reaction failed; trying again",
        );
        await delay(wait, undefined, { signal });
      }
    }
  };

  return {
    position: () => position,
    /** Handles events in order; where the signal interrupts it, the cursor stays at the last one handled. */
    async handleAll(events: readonly EventEnvelope[], signal: AbortSignal): Promise<void> {
      for (const event of events) {
        if (signal.aborted) break;
        try {
          await handle(event, signal);
        } catch (error) {
          if (!signal.aborted) throw error;
          break;
        }
        position = BigInt(event.position);
        if (clock.now().getTime() - stored.at.getTime() >= limits.storeCursorMs) await storeCursor();
      }
      await storeCursor();
    },
    /** After a gap in the log the reaction goes on with what is there. */
    async resumeFrom(gap: PositionUnavailable): Promise<void> {
      log.error(
        { reaction: name, position: String(position), reason: gap.reason },
        "a reaction lost its place",
      );
      position = gap.reason === "future" ? gap.newest : 0n;
      await storeCursor();
    },
  };
};

const tooDeep = async (db: Db, event: EventEnvelope, limit: number): Promise<boolean> =>
  event.causationId !== null && (await countCauses(db.read, BigInt(event.position), limit + 1)) > limit;
