import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import { messageOf } from "../../../kernel/errors.ts";
import { hashText, newId } from "../../../kernel/ids.ts";
import type { Service } from "../../../kernel/module.ts";
import type { Db } from "../../../platform/database/database.ts";
import type { EventLog } from "../../../platform/events/events.ts";
import { type Metrics, noMetrics } from "../../../platform/metrics/metrics.ts";
import { noTracing, type Tracing, traced } from "../../../platform/tracing/tracing.ts";
import type { Signal } from "../../backends/index.ts";
import { agentErrors } from "../agents.errors.ts";
import { isDoubtful } from "../tracking/doubt.ts";
import { agentKey, track } from "../tracking/track.ts";
import type { Means, Place } from "../tracking/work.ts";
import { Batch } from "./batch.ts";
import { isContended, isDouble, isLasting, isOutage } from "./faults.ts";
import type { Heard } from "./heard.ts";
import type { Places } from "./places.ts";
import type { Draft, Registry } from "./registry.ts";
import { type TranscriptLines, unknownLines } from "./transcript-lines.ts";
import { type Waiting, WaitingSignals } from "./waiting-signals.ts";
import { measureWriter, type WriterMetrics } from "./writer-metrics.ts";

const largestBatch = 64;
/** One is decided while the one before is written. */
const mostCommits = 2;
/** What another node wrote meanwhile is there by then. */
const contendedPauseMs = 5;
/** What must wait for a second commit to be worth its statement. */
const fewestBeside = 16;

export interface WriterOptions {
  db: Db;
  events: EventLog;
  registry: Registry;
  places: Places;
  costOf?: Means["costOf"];
  /** Absent where no transcript is followed. */
  transcripts?: TranscriptLines | undefined;
  log: Logger;
  metrics?: Metrics | undefined;
  tracing?: Tracing | undefined;
  /** A commit told of a process that was not known before. */
  processSeen?(): void;
  /** How long signals wait for a database that is away, before their senders are told. */
  patienceMs?: number;
}

/** What a sender is told of an outage: what lasts needs an operator, else sending again is the cure. */
const told = (outage: unknown) => (isLasting(outage) ? outage : agentErrors.databaseAway(outage));

/** Where a batch is decided. */
interface Desk {
  draft: Draft;
  batch: Batch;
  /** What to do once it is written. */
  settles: (() => void)[];
  /** The sessions whose transcripts were read: what they told stands in the batch. */
  read: Set<string>;
}

/** A line is read after it was written, whatever the clock was that it tells the time by. */
const notAfter = (line: Signal, now: Date): Signal => (line.at > now ? { ...line, at: now } : line);

function apply(heard: Heard, means: Pick<Means, "place" | "costOf">, { draft, batch }: Desk): void {
  const { signal, marks } = heard;
  if (signal === null) {
    batch.addUnapplied(heard, null);
    return;
  }
  const outcome = track({ lanes: draft, signal, marks, means: { newId, hash: hashText, ...means } });
  if (outcome === null) {
    // What is in a transcript stays there.
    if (signal.source !== "transcript") batch.addUnapplied(heard, null);
  } else if (outcome.identity !== null) batch.add(heard, { ...outcome, identity: outcome.identity });
}

/**
 * The one writer that all lanes share. What arrives while a commit is under way is gathered into the next one,
 * decided in memory, written by one statement, and only then acknowledged. Two commits never share a session.
 */
export class SignalWriter implements Service {
  readonly name = "signal writer";
  readonly #options: WriterOptions;
  readonly #waiting = new WaitingSignals();
  readonly #underWay = new Set<Promise<void>>();
  #gathering: Promise<void> | null = null;
  readonly #measured: WriterMetrics;

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#measured = measureWriter(options.metrics ?? noMetrics, () => this.#waiting);
  }

  /**
   * Resolves once the signal is committed together with its effects.
   * @throws AppError `signals.queue_full`, `signals.database_away`, `database.disk_full`, `database.read_only`, `database.failing`
   */
  async write(heard: Heard): Promise<void> {
    const began = performance.now();
    const { tracing = noTracing } = this.#options;
    const { backend, signal } = heard;
    const observed = signal?.observation.kind ?? "none";
    const span = tracing.follow("signal", {
      attributes: { "signalbox.backend": backend, "signalbox.observed": observed },
    });
    const { traceparent } = span;
    try {
      await this.#accept(traceparent === undefined ? heard : { ...heard, traceparent });
      this.#measured.accepted((performance.now() - began) / 1_000);
      span.end();
    } catch (error) {
      this.#measured.refused(error);
      span.end(error);
      throw error;
    }
  }

  /** Takes in what a session's transcript tells; what can't be taken in now is told again. */
  readTranscript(nudge: Heard): Promise<void> {
    return this.#accept(nudge).catch((error: unknown) => {
      this.#options.log.warn({ err: error }, "a transcript could not be taken in");
    });
  }

  #accept(heard: Heard): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!this.#waiting.add({ heard, resolve, reject })) return reject(agentErrors.queueFull());
      // Signals that arrive in the same turn of the event loop share a commit.
      this.#gathering ??= new Promise<void>((turn) => setImmediate(turn)).then(() => {
        this.#gathering = null;
        this.#commitNext();
      });
    });
  }

  /** Waits until everything that was accepted is written. */
  async stop(): Promise<void> {
    await this.#gathering;
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  #commitNext(): void {
    while (this.#underWay.size === 0 || this.#isWorthAnother()) {
      const taken = this.#waiting.take(largestBatch);
      if (taken.length === 0) return;
      const commit = this.#settle(taken).then(() => {
        this.#underWay.delete(commit);
        this.#waiting.settled(taken);
        this.#commitNext();
      });
      this.#underWay.add(commit);
    }
  }

  #isWorthAnother(): boolean {
    const { signals, wantQuiet } = this.#waiting;
    return this.#underWay.size < mostCommits && signals >= fewestBeside && !wantQuiet;
  }

  /** One commit for all; where it fails, one for each, so that a poisonous signal harms no other. */
  async #settle(taken: readonly Waiting[]): Promise<void> {
    const batch = taken.map(({ heard }) => heard);
    try {
      await this.#outlastOutage(batch, () => this.#commit(batch));
      for (const { resolve } of taken) resolve();
    } catch (error) {
      if (isOutage(error)) for (const { reject } of taken) reject(told(error));
      else for (const waiting of taken) await this.#settleAlone(waiting);
    }
  }

  async #settleAlone({ heard, resolve, reject }: Waiting): Promise<void> {
    try {
      await this.#outlastOutage([heard], () => this.#writeAlone(heard));
      resolve();
    } catch (error) {
      reject(isOutage(error) ? told(error) : error);
    }
  }

  async #writeAlone(heard: Heard): Promise<void> {
    try {
      await this.#commit([heard]);
    } catch (error) {
      if (isOutage(error) || isContended(error)) throw error;
      const { signal, isNudge } = heard;
      if (signal !== null) this.#options.registry.forget(signal);
      // A line that it had read first may be to blame.
      if (signal !== null && (await this.#takeLineByLine(signal))) await this.#writeAlone(heard);
      else if (!isNudge && !isDouble(error)) await this.#park(heard, error);
    }
  }

  /** Takes in what a transcript told last each line by itself, so that one harms no other; false where it told nothing. */
  async #takeLineByLine(session: Signal): Promise<boolean> {
    const { transcripts, registry, log } = this.#options;
    const lines = transcripts?.untaken(session) ?? [];
    let problem: string | null = null;
    for (const line of lines) {
      try {
        await this.#commitLine(notAfter(line, session.at));
      } catch (error) {
        if (isOutage(error) || isContended(error)) throw error;
        registry.forget(session);
        if (isDouble(error)) continue;
        log.error(
          { err: error, sessionId: session.sessionId, line: line.ownIdentity },
          "a line was passed over",
        );
        problem = `A line can't be taken in: ${messageOf(error)}`;
      }
    }
    transcripts?.passOver(session, problem);
    return lines.length > 0;
  }

  async #park(heard: Heard, cause: unknown): Promise<void> {
    const { db, events, log } = this.#options;
    const batch = new Batch();
    batch.addUnapplied(heard, messageOf(cause));
    await db.batch(batch.statements(events.statementsFor));
    this.#measured.parked();
    log.error({ err: cause, event: heard.event, correlationId: heard.correlationId }, "a signal was parked");
  }

  /** The commit is a step of the first signal's trace, and knows those of the others. */
  #commit(all: readonly Heard[]): Promise<void> {
    const { tracing = noTracing } = this.#options;
    const [from, ...alsoFor] = all.flatMap(({ traceparent }) => traceparent ?? []);
    if (from === undefined) return this.#commitAll(all);
    const span = tracing.follow("commit", { from, alsoFor, attributes: { "signalbox.signals": all.length } });
    return traced(tracing, span, () => this.#commitAll(all));
  }

  async #commitAll(all: readonly Heard[]): Promise<void> {
    const desk = await this.#deskFor(all.flatMap(({ signal }) => signal ?? []));
    const placeOf = await this.#placesOf(all);
    for (const heard of all) {
      const asked = this.#asks(heard, desk);
      if (asked !== null) await this.#applyLines(asked, desk);
      if (heard.isNudge === undefined) apply(heard, this.#meansAt(placeOf(heard)), desk);
    }
    await this.#writeDesk(desk);
    this.#measured.wrote(all.filter(({ isNudge }) => !isNudge).length);
  }

  async #commitLine(line: Signal): Promise<void> {
    const desk = await this.#deskFor([line]);
    await this.#applyAll([line], desk);
    await this.#writeDesk(desk);
  }

  async #deskFor(signals: readonly Signal[]): Promise<Desk> {
    const { db, registry } = this.#options;
    await registry.load(db.read, signals);
    return { draft: registry.draft(), batch: new Batch(), settles: [], read: new Set() };
  }

  async #writeDesk({ draft, batch, settles }: Desk): Promise<void> {
    const { db, events } = this.#options;
    const statements = batch.statements(events.statementsFor);
    const answers = statements.length > 0 ? await db.batch(statements) : [];
    draft.commit(batch.agentIds);
    for (const settle of settles) settle();
    if (batch.seesProcess) this.#options.processSeen?.();
    if (batch.events.length > 0) events.announce({ events: batch.events, rows: answers.at(-1) ?? [] });
  }

  /** The session whose transcript is to be read before a signal is applied, if any. */
  #asks({ signal, isNudge }: Heard, { draft }: Desk): Signal | null {
    if (signal === null || this.#options.transcripts === undefined) return null;
    const agent = draft.get(agentKey(signal.backend, signal.sessionId));
    return isNudge || agent === undefined || isDoubtful(agent, signal) ? signal : null;
  }

  /** Applies what the transcript of a session has told since it was last read. */
  async #applyLines(signal: Signal, desk: Desk): Promise<void> {
    const { transcripts } = this.#options;
    const session = agentKey(signal.backend, signal.sessionId);
    if (desk.read.has(session)) return;
    desk.read.add(session);
    const told = (await transcripts?.read(signal)) ?? null;
    if (told === null) return;
    desk.settles.push(told.settle);
    await this.#applyAll(
      told.signals.map((line) => notAfter(line, signal.at)),
      desk,
    );
  }

  async #applyAll(lines: readonly Signal[], desk: Desk): Promise<void> {
    const { places, db } = this.#options;
    const kept = lines.filter((line) => !desk.draft.isErased(line));
    for (const heard of await unknownLines(db.read, kept, (key) => desk.draft.get(key))) {
      apply(heard, this.#meansAt(await places.of(heard.signal?.cwd ?? null, heard)), desk);
    }
  }

  #meansAt(place: Place): Pick<Means, "place" | "costOf"> {
    const { costOf } = this.#options;
    return costOf === undefined ? { place } : { place, costOf };
  }

  /** Looks at the folders of a batch side by side, each once. */
  async #placesOf(all: readonly Heard[]): Promise<(heard: Heard) => Place> {
    const byFolder = new Map<string | null, Place | Promise<Place>>();
    for (const { signal, correlationId } of all) {
      if (signal === null) continue;
      await this.#options.transcripts?.meet(signal);
      if (byFolder.has(signal.cwd)) continue;
      byFolder.set(signal.cwd, this.#options.places.of(signal.cwd, { correlationId }));
    }
    const found = new Map<string | null, Place>();
    for (const [cwd, place] of byFolder) found.set(cwd, place instanceof Promise ? await place : place);
    return ({ signal }) => found.get(signal?.cwd ?? null) ?? this.#options.places.nowhere();
  }

  /**
   * Tries again while the database is away, and where another node wrote of the same agents meanwhile. A commit whose
   * answer was lost is not made twice.
   */
  async #outlastOutage(batch: readonly Heard[], attempt: () => Promise<void>): Promise<void> {
    const deadline = performance.now() + (this.#options.patienceMs ?? 10_000);
    for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 1_000)) {
      try {
        return await attempt();
      } catch (error) {
        const contended = isContended(error);
        if (!contended && !isOutage(error)) throw error;
        for (const { signal } of batch) if (signal !== null) this.#options.registry.forget(signal);
        if (isLasting(error) || performance.now() > deadline)
          throw contended ? agentErrors.contended(error) : error;
        await delay(contended ? contendedPauseMs : pauseMs);
      }
    }
  }
}
