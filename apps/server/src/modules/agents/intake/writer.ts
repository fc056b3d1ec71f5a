import type { Logger } from "pino";
import { messageOf } from "../../../kernel/errors.ts";
import { hashText, newId } from "../../../kernel/ids.ts";
import type { Service } from "../../../kernel/module.ts";
import type { Db } from "../../../platform/database/database.ts";
import type { EventLog } from "../../../platform/events/events.ts";
import { agentErrors } from "../agents.errors.ts";
import { track } from "../tracking/track.ts";
import type { Place } from "../tracking/work.ts";
import { Batch } from "./batch.ts";
import { isDouble, isOutage } from "./faults.ts";
import type { Heard } from "./heard.ts";
import type { Draft, Registry } from "./registry.ts";

const largestBatch = 64;
const longestQueue = 10_000;
const mostBytesWaiting = 128 * 1024 * 1024;

export interface WriterOptions {
  db: Db;
  events: EventLog;
  registry: Registry;
  log: Logger;
  /** Where an agent in this folder works; may look at the disk and make the project. */
  placeOf(cwd: string | null, cause: { correlationId: string }): Promise<Place> | Place;
  /** How long signals wait for a database that is away, before their senders are told. */
  patienceMs?: number;
}

interface Waiting {
  heard: Heard;
  resolve(): void;
  reject(error: unknown): void;
}

export interface SignalWriter extends Service {
  /** Resolves once the signal is committed together with its effects. */
  write(heard: Heard): Promise<void>;
}

/**
 * The one writer that all lanes share. What arrives while a commit is under way is gathered into the next one,
 * decided in memory, written in a few statements, and only then acknowledged.
 */
export function createSignalWriter(options: WriterOptions): SignalWriter {
  const { db, events, registry, log, placeOf, patienceMs = 10_000 } = options;
  let queue: Waiting[] = [];
  let bytesWaiting = 0;
  let running: Promise<void> | null = null;

  const means = { newId, hash: hashText };

  async function run(): Promise<void> {
    // Signals that arrive in the same turn of the event loop share the first commit.
    await new Promise((turn) => setImmediate(turn));
    while (queue.length > 0) {
      const taken = queue.slice(0, largestBatch);
      queue = queue.slice(taken.length);
      bytesWaiting -= taken.reduce((sum, { heard }) => sum + heard.size, 0);
      await settle(taken);
    }
    running = null;
  }

  async function settle(taken: readonly Waiting[]): Promise<void> {
    try {
      await writeAll(taken.map(({ heard }) => heard));
      for (const { resolve } of taken) resolve();
    } catch (error) {
      for (const { reject } of taken) reject(error);
    }
  }

  /** One commit for all; where it fails, one for each, so that a poisonous signal harms no other. */
  async function writeAll(batch: readonly Heard[]): Promise<void> {
    try {
      await outlastOutage(batch, () => commit(batch));
    } catch (error) {
      if (isOutage(error)) throw agentErrors.databaseAway(error);
      for (const heard of batch) await outlastOutage([heard], () => writeAlone(heard));
    }
  }

  async function writeAlone(heard: Heard): Promise<void> {
    try {
      await commit([heard]);
    } catch (error) {
      if (isOutage(error)) throw error;
      if (heard.signal !== null) registry.forget(heard.signal);
      if (!isDouble(error)) await park(heard, error);
    }
  }

  async function park(heard: Heard, cause: unknown): Promise<void> {
    log.error({ err: cause, event: heard.event, correlationId: heard.correlationId }, "signal parked");
    const batch = new Batch();
    batch.addUnapplied(heard, null, messageOf(cause));
    await db.batch(batch.statements(events.statementsFor));
  }

  async function commit(all: readonly Heard[]): Promise<void> {
    const signals = all.flatMap(({ signal }) => signal ?? []);
    await registry.load(db.read, signals);
    const draft = registry.draft();
    const batch = new Batch();
    for (const heard of all) await apply(heard, draft, batch);
    const statements = batch.statements(events.statementsFor);
    if (statements.length > 0) await db.batch(statements);
    draft.commit();
    if (batch.events.length > 0) events.announce();
  }

  async function apply(heard: Heard, draft: Draft, batch: Batch): Promise<void> {
    const { signal, marks } = heard;
    if (signal === null) {
      batch.addUnapplied(heard, null, null);
      return;
    }
    const place = await placeOf(signal.cwd, heard);
    const outcome = track({ lanes: draft, signal, marks, means: { ...means, place } });
    if (outcome.identity !== null) batch.add(heard, { ...outcome, identity: outcome.identity });
  }

  /** Tries again while the database is away. A commit whose answer was lost is not made twice. */
  async function outlastOutage(batch: readonly Heard[], attempt: () => Promise<void>): Promise<void> {
    const deadline = performance.now() + patienceMs;
    for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 1_000)) {
      try {
        return await attempt();
      } catch (error) {
        if (!isOutage(error) || performance.now() > deadline) throw error;
        for (const { signal } of batch) if (signal !== null) registry.forget(signal);
        await new Promise((resume) => setTimeout(resume, pauseMs));
      }
    }
  }

  return {
    name: "signal writer",
    write(heard) {
      if (queue.length >= longestQueue || bytesWaiting + heard.size > mostBytesWaiting) {
        return Promise.reject(agentErrors.queueFull());
      }
      return new Promise((resolve, reject) => {
        queue.push({ heard, resolve, reject });
        bytesWaiting += heard.size;
        running ??= run();
      });
    },
    async stop() {
      await running;
    },
  };
}
