import { setTimeout as delay } from "node:timers/promises";
import type { EventEnvelope } from "@signalbox/contract/event";
import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import { AppError, messageOf } from "../../kernel/errors.ts";
import type { Db, Statement } from "../database/database.ts";
import { noTracing, type Tracing, traced } from "../tracing/tracing.ts";
import { type EventLog, PositionUnavailable, type Reaction } from "./events.ts";
import type { ReactionMetrics } from "./reaction-metrics.ts";
import { countCauses, isMovedElsewhere, moveStatement, openCursor, parkStatement } from "./reaction-store.ts";
import { type TimeLimit, within } from "./within.ts";

/** How patient reactions are. */
export interface ReactionLimits {
  /** Waits before the second and every later try; after the last the event is parked. */
  retryDelaysMs: readonly number[];
  /** For one try. */
  time: TimeLimit;
  /** Events caused through more events than this are parked at once. */
  cascade: number;
  /** Events that come faster than this are committed together. */
  gatherMs: number;
  /** How often the place in the log is kept while no event is for the reaction. */
  passMs: number;
}

/** How a reaction follows the log; from memory, or from what relays it between nodes. */
export type Feed = Pick<EventLog, "follow">;

export interface ReactionContext {
  db: Db;
  log: Logger;
  feed: Feed;
  clock: Clock;
  /** The id of this node. */
  node: string;
  limits: ReactionLimits;
  measured: ReactionMetrics;
  tracing?: Tracing;
}

/** Events of one commit. */
const largestCommit = 100;

/** Runs one reaction from where it stands until `signal` aborts. Throws where it can't go on; start it again then. */
export const runReaction = async (
  context: ReactionContext,
  reaction: Reaction,
  signal: AbortSignal,
): Promise<void> => {
  const { db, clock, log, feed } = context;
  const start = await db.transaction((tx) => openCursor(tx, reaction.name, clock.now()));
  const running = new RunningReaction(context, reaction, start);
  while (!signal.aborted) {
    try {
      await feed.follow({
        name: reaction.name,
        after: running.position,
        filter: { types: reaction.types },
        signal,
        deliver: (events) => running.handleAll(events, signal),
        reached: (position) => running.reach(position),
      });
    } catch (error) {
      if (!(error instanceof PositionUnavailable)) throw error;
      log.error({ err: error, reaction: reaction.name }, "events are gone that a reaction had not seen");
      await running.skipTo(error);
    }
  }
  await running.end();
};

/** Resolves early on abort. */
const pause = (ms: number, signal: AbortSignal): Promise<unknown> =>
  delay(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });

interface Handled {
  event: EventEnvelope;
  statements: readonly Statement[];
}

/** A reaction on its way through the log. */
class RunningReaction {
  readonly #context: ReactionContext;
  readonly #reaction: Reaction;
  /** What the database has. */
  #stored: bigint;
  /** How far it came; beyond what is stored where no event was for it. */
  #position: bigint;
  #committedAt = Number.NEGATIVE_INFINITY;
  #keeping: Promise<void> | undefined;
  #interrupted = false;

  constructor(context: ReactionContext, reaction: Reaction, start: bigint) {
    this.#context = context;
    this.#reaction = reaction;
    this.#stored = start;
    this.#position = start;
  }

  get position(): bigint {
    return this.#position;
  }

  /** Handles events in order and commits what follows; interrupted, it stays at the last one handled. */
  async handleAll(events: readonly EventEnvelope[], signal: AbortSignal): Promise<void> {
    await this.#keeping;
    const sinceMs = performance.now() - this.#committedAt;
    if (sinceMs < this.#context.limits.gatherMs) await pause(this.#context.limits.gatherMs - sinceMs, signal);
    let handled: Handled[] = [];
    // What was committed may be delivered again by whoever lost sight of that.
    const fresh = events.filter(({ position }) => BigInt(position) > this.#stored);
    const tooDeep = await this.#tooDeep(fresh);
    for (const event of fresh) {
      const statements = tooDeep.has(event)
        ? this.#parked(event, 1, `The cascade is deeper than ${this.#context.limits.cascade}`)
        : await this.#handle(event, signal);
      if (statements === undefined) {
        this.#interrupted = true;
        break;
      }
      handled.push({ event, statements });
      if (handled.length < largestCommit) continue;
      await this.#commit(handled, signal);
      handled = [];
    }
    await this.#commit(handled, signal);
  }

  /** Notes how far it came; kept now and then, so that what it has no use for may go. */
  reach(position: bigint): void {
    if (position <= this.#position || this.#interrupted) return;
    this.#position = position;
    if (performance.now() - this.#committedAt < this.#context.limits.passMs) return;
    this.#keeping ??= this.#keep().finally(() => {
      this.#keeping = undefined;
    });
  }

  /** Goes on with what the log still has. */
  async skipTo({ reason, newest }: PositionUnavailable): Promise<void> {
    this.#position = reason === "future" ? newest : 0n;
    if (reason === "future") await this.#move([], this.#position);
  }

  async end(): Promise<void> {
    await this.#keeping;
    await this.#keep();
  }

  async #keep(): Promise<void> {
    const { log } = this.#context;
    if (this.#position === this.#stored) return;
    await this.#move([], this.#position).catch((error: unknown) => {
      log.warn({ err: error, reaction: this.#reaction.name }, "how far a reaction came was not kept");
    });
  }

  /** Undefined when it was interrupted; an event that can't be handled is parked, which settles it too. */
  #handle(event: EventEnvelope, signal: AbortSignal): Promise<readonly Statement[] | undefined> {
    return this.#tried(event, signal, async (limited) => (await this.#reaction.handle(event, limited)) ?? []);
  }

  /** Those of the events that were caused through too many others. */
  async #tooDeep(events: readonly EventEnvelope[]): Promise<Set<EventEnvelope>> {
    const { db, limits } = this.#context;
    if (this.#reaction.isSink) return new Set();
    const causes = events.map(({ causationId }) => causationId);
    const counts = await countCauses(db.read, causes, limits.cascade + 1);
    return new Set(events.filter(({ causationId }) => (counts.get(causationId ?? "") ?? 0) > limits.cascade));
  }

  /** Tries until it succeeds or the tries are used up; then what parks the event is the answer. */
  async #tried<T>(
    event: EventEnvelope,
    signal: AbortSignal,
    work: (limited: AbortSignal) => Promise<T>,
  ): Promise<T | Statement[] | undefined> {
    const { limits, log, measured, tracing = noTracing } = this.#context;
    for (let attempts = 1; !signal.aborted; attempts++) {
      const began = performance.now();
      const span = tracing.follow(`reaction ${this.#reaction.name}`, {
        kind: "consumer",
        from: event.traceparent,
        attributes: { "signalbox.event": event.type, "signalbox.attempt": attempts },
      });
      try {
        const value = await traced(tracing, span, () => within(limits.time, signal, work));
        measured.handled(this.#reaction.name, (performance.now() - began) / 1_000);
        return value;
      } catch (error) {
        if (signal.aborted) return undefined;
        if (isMovedElsewhere(error)) throw error;
        measured.failed(this.#reaction.name);
        const wait = limits.retryDelaysMs[attempts - 1];
        if (wait === undefined) return this.#parked(event, attempts, messageOf(error));
        const what = { err: error, reaction: this.#reaction.name, event: event.id, attempts };
        log.warn(what, "a reaction failed; trying again");
        await pause(wait, signal);
      }
    }
    return undefined;
  }

  #parked(event: EventEnvelope, attempts: number, error: string): Statement[] {
    const { clock, log } = this.#context;
    const reaction = this.#reaction.name;
    log.error({ reaction, event: event.id, type: event.type, attempts, error }, "an event is parked");
    const position = BigInt(event.position);
    return [parkStatement({ reaction, position, attempts, error, parkedAt: clock.now() })];
  }

  /** All together; where a statement is bad, each event alone, so that one harms no other. */
  async #commit(handled: readonly Handled[], signal: AbortSignal): Promise<void> {
    const [first, ...others] = handled;
    const last = handled.at(-1);
    if (first === undefined || last === undefined) return;
    const statements = handled.flatMap((one) => one.statements);
    if (this.#reaction.isSink && statements.length === 0) return this.reach(BigInt(last.event.position));
    try {
      await this.#move(statements, BigInt(last.event.position));
    } catch (error) {
      if (isMovedElsewhere(error) || isOutage(error)) throw error;
      if (others.length > 0) for (const one of handled) await this.#commit([one], signal);
      else await this.#commitAlone(first.event, signal);
    }
  }

  async #commitAlone(event: EventEnvelope, signal: AbortSignal): Promise<void> {
    const to = BigInt(event.position);
    const parking = await this.#tried(event, signal, async (limited) => {
      await this.#move((await this.#reaction.handle(event, limited)) ?? [], to);
    });
    if (parking !== undefined) await this.#move(parking, to);
  }

  async #move(statements: readonly Statement[], to: bigint): Promise<void> {
    const { db, node } = this.#context;
    const move = moveStatement({ reaction: this.#reaction.name, from: this.#stored, to, node });
    await db.batch([...statements, move]);
    this.#stored = to;
    this.#position = to;
    this.#committedAt = performance.now();
  }
}

/** The database is away: that is no fault of the event. */
const isOutage = (error: unknown): boolean => error instanceof AppError && error.kind === "unavailable";
