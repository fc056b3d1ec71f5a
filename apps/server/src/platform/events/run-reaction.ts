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
  const running = new RunningReaction(context, reaction, start);
  let failures = 0;
  while (!signal.aborted) {
    try {
      await context.events.follow({
        after: running.position,
        filter: { types: reaction.types },
        signal,
        deliver: async (events) => {
          await running.handleAll(events, signal);
          failures = 0;
        },
      });
    } catch (error) {
      running.noteInterruption(error);
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

/** A reaction on its way through the log: where it is, and where it is known to be after a crash. */
class RunningReaction {
  readonly #context: ReactionContext;
  readonly #reaction: Reaction;
  #position: bigint;
  #stored: { position: bigint; at: Date };

  constructor(context: ReactionContext, reaction: Reaction, start: bigint) {
    this.#context = context;
    this.#reaction = reaction;
    this.#position = start;
    this.#stored = { position: start, at: context.clock.now() };
  }

  get position(): bigint {
    return this.#position;
  }

  /** Handles events in order; where the signal interrupts it, the cursor stays at the last one handled. */
  async handleAll(events: readonly EventEnvelope[], signal: AbortSignal): Promise<void> {
    for (const event of events) {
      const handled = await this.#handle(event, signal);
      if (!handled) break;
      this.#position = BigInt(event.position);
      if (this.#isDueToStore()) await this.#storeCursor();
    }
    await this.#storeCursor();
  }

  /** After a gap in the log the reaction goes on with what is there; after anything else from where it was. */
  noteInterruption(error: unknown): void {
    const { log } = this.#context;
    const place = { reaction: this.#reaction.name, position: String(this.#position) };
    log.error({ err: error, ...place }, "a reaction was interrupted; it goes on");
    if (error instanceof PositionUnavailable) this.#position = error.reason === "future" ? error.newest : 0n;
  }

  /** False when it was interrupted; an event that can't be handled is parked, which settles it too. */
  async #handle(event: EventEnvelope, signal: AbortSignal): Promise<boolean> {
    const { limits, log } = this.#context;
    if (await this.#isTooDeep(event)) {
      await this.#park(event, 1, `The cascade is deeper than ${limits.cascade}`);
      return true;
    }
    for (let attempts = 1; !signal.aborted; attempts++) {
      try {
        await within(limits.time, signal, (limited) => this.#reaction.handle(event, limited));
        return true;
      } catch (error) {
        if (signal.aborted) return false;
        const wait = limits.retryDelaysMs[attempts - 1];
        if (wait === undefined) {
          await this.#park(event, attempts, messageOf(error));
          return true;
        }
        const what = { err: error, reaction: this.#reaction.name, event: event.id, attempts };
        log.warn(what, "a reaction failed; trying again");
        await pause(wait, signal);
      }
    }
    return false;
  }

  async #isTooDeep(event: EventEnvelope): Promise<boolean> {
    const { db, limits } = this.#context;
    if (event.causationId === null) return false;
    return (await countCauses(db.read, BigInt(event.position), limits.cascade + 1)) > limits.cascade;
  }

  async #park(event: EventEnvelope, attempts: number, error: string): Promise<void> {
    const { db, clock, log } = this.#context;
    const name = this.#reaction.name;
    const [position, at] = [BigInt(event.position), clock.now()];
    await db.transaction(async (tx) => {
      await parkEvent(tx, { reaction: name, position, attempts, error, parkedAt: at });
      await moveCursor(tx, { name, position, at });
    });
    this.#stored = { position, at };
    log.error({ reaction: name, event: event.id, type: event.type, attempts, error }, "an event was parked");
  }

  #isDueToStore(): boolean {
    const { clock, limits } = this.#context;
    return clock.now().getTime() - this.#stored.at.getTime() >= limits.storeCursorMs;
  }

  async #storeCursor(): Promise<void> {
    const { db, clock } = this.#context;
    const next = { position: this.#position, at: clock.now() };
    if (next.position === this.#stored.position) return;
    await db.transaction((tx) => moveCursor(tx, { name: this.#reaction.name, ...next }));
    this.#stored = next;
  }
}
