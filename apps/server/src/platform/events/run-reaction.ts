import { setTimeout as delay } from "node:timers/promises";
import type { EventEnvelope } from "@signalbox/contract/event";
import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import { messageOf } from "../../kernel/errors.ts";
import type { Db } from "../database/database.ts";
import { type EventLog, PositionUnavailable, type Reaction } from "./events.ts";
import type { ReactionMetrics } from "./reaction-metrics.ts";
import { countCauses, moveStatement, parkStatement } from "./reaction-store.ts";
import { type TimeLimit, within } from "./within.ts";

/** How patient reactions are. */
export interface ReactionLimits {
  /** Waits before the second and every later try; after the last the event is parked. */
  retryDelaysMs: readonly number[];
  /** For one try. */
  time: TimeLimit;
  /** Events caused through more events than this are parked at once. */
  cascade: number;
  /** The cursor is stored this long after it moved, where the database takes it: what a crash brings back is no older. */
  storeCursorMs: number;
}

export interface ReactionContext {
  db: Db;
  log: Logger;
  events: EventLog;
  clock: Clock;
  limits: ReactionLimits;
  measured: ReactionMetrics;
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
        name: reaction.name,
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
  await running.end();
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
  #stored: bigint;
  #storing = Promise.resolve();
  #due: NodeJS.Timeout | undefined;
  #failedStores = 0;
  #ended = false;

  constructor(context: ReactionContext, reaction: Reaction, start: bigint) {
    this.#context = context;
    this.#reaction = reaction;
    this.#position = start;
    this.#stored = start;
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
      this.#storeAfter(this.#context.limits.storeCursorMs);
    }
  }

  /** Stores the cursor for the last time. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#storeCursor();
  }

  /** Stores how far it came. Where that fails, what it handled last is delivered again after a restart. */
  async #storeCursor(): Promise<void> {
    clearTimeout(this.#due);
    this.#due = undefined;
    this.#storing = this.#storing.then(() => this.#store());
    await this.#storing;
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
    const { limits, log, measured } = this.#context;
    if (await this.#isTooDeep(event)) {
      await this.#park(event, 1, `The cascade is deeper than ${limits.cascade}`);
      return true;
    }
    for (let attempts = 1; !signal.aborted; attempts++) {
      const began = performance.now();
      try {
        await within(limits.time, signal, (limited) => this.#reaction.handle(event, limited));
        measured.handled(this.#reaction.name, (performance.now() - began) / 1_000);
        return true;
      } catch (error) {
        if (signal.aborted) return false;
        measured.failed(this.#reaction.name);
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

  async #isTooDeep({ causationId }: EventEnvelope): Promise<boolean> {
    const { db, limits } = this.#context;
    return (await countCauses(db.read, causationId, limits.cascade + 1)) > limits.cascade;
  }

  async #park(event: EventEnvelope, attempts: number, error: string): Promise<void> {
    const { db, clock, log } = this.#context;
    const reaction = this.#reaction.name;
    const letter = { reaction, position: BigInt(event.position), attempts, error, parkedAt: clock.now() };
    await db.write(parkStatement(letter));
    log.error({ reaction, event: event.id, type: event.type, attempts, error }, "an event was parked");
  }

  #storeAfter(waitMs: number): void {
    this.#due ??= setTimeout(() => void this.#storeCursor(), waitMs);
  }

  async #store(): Promise<void> {
    const { db, clock, log, limits } = this.#context;
    const [name, position] = [this.#reaction.name, this.#position];
    if (position === this.#stored) return;
    try {
      await db.write(moveStatement({ name, position, at: clock.now() }));
      this.#stored = position;
      this.#failedStores = 0;
    } catch (error) {
      log.error({ err: error, reaction: name }, "the cursor of a reaction was not stored");
      if (!this.#ended) this.#storeAfter(waitBefore(limits, this.#failedStores++));
    }
  }
}
