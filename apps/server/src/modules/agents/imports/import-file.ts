import { setImmediate as turn } from "node:timers/promises";
import { messageOf } from "../../../kernel/errors.ts";
import { hashText, newId } from "../../../kernel/ids.ts";
import type { Db } from "../../../platform/database/database.ts";
import type { SqliteReader } from "../../../platform/sqlite/sqlite-reader.ts";
import { adapterOf, type Signal } from "../../backends/index.ts";
import { Batch } from "../intake/batch.ts";
import { type Erasures, isErased, loadErasures } from "../intake/erasures.ts";
import { isContended, isDouble, isOutage } from "../intake/faults.ts";
import type { Heard } from "../intake/heard.ts";
import { loadSessions } from "../intake/load-agents.ts";
import type { Places } from "../intake/places.ts";
import { heardLine, unknownLines } from "../intake/transcript-lines.ts";
import { agentKey, type Outcome, track } from "../tracking/track.ts";
import type { Tracked } from "../tracking/tracked.ts";
import type { Means, Place } from "../tracking/work.ts";
import { layoutOf } from "../transcripts/layout.ts";
import { SessionTranscripts } from "../transcripts/session-transcripts.ts";
import type { FoundTranscript } from "./find-transcripts.ts";
import { findKept, type Imported, type KeptImport, keepStatement } from "./imports.repository.ts";

/** Why an agent ended that an import told of. */
export const beforeSignalbox = "before_signalbox";

/** What is written at once; a moment's reading is never divided. */
const signalsAtOnce = 300;
const imageBytesAtOnce = 16 * 1024 * 1024;
/** What is decided before others have their turn. */
const signalsAtATurn = 25;
/** After so long a transcript tells what its quiet means. */
const quietMs = 60_000;

export interface ImportMeans {
  db: Db;
  places: Places;
  costOf?: Means["costOf"];
  stores: SqliteReader;
  hostId(): string;
  now(): Date;
}

export interface FileOutcome {
  /** Null where nothing in it tells of a session. */
  agentId: string | null;
  signals: number;
  problem: string | null;
}

/** Replays one transcript of a session that nobody heard, or the part of it from before it was heard. */
export class FileImport {
  readonly #means: ImportMeans;
  readonly #file: FoundTranscript;
  readonly #places = new Map<string | null, Place>();
  #lanes = new Map<string, Tracked>();
  #transcripts: SessionTranscripts;
  #sessionId: string | null = null;
  #erasures: Erasures = new Map();
  /** The agent of a session that is known already: only its history is written, its row is left alone. */
  #known: Tracked | null = null;
  /** Lines may stand in the database. */
  #mayRepeat = false;
  #over = false;
  #signals = 0;
  #problem: string | null = null;

  constructor(means: ImportMeans, file: FoundTranscript) {
    this.#means = means;
    this.#file = file;
    this.#transcripts = this.#open(null);
  }

  #open(kept: KeptImport | null): SessionTranscripts {
    const { backend, path } = this.#file;
    const format = adapterOf(backend)?.transcript;
    const layout = format === undefined ? null : layoutOf(format, path, this.#means);
    if (layout === null) throw new Error(`${backend} keeps no such transcript`);
    const from = new Map(kept?.files.map(({ path, place, reader }) => [path, { place, reader }]));
    return new SessionTranscripts({ sessionId: null, layout, path, from });
  }

  /** Imports the rest of the file; what was written stays where it is interrupted. */
  async run(imported: Imported | undefined, signal: AbortSignal): Promise<FileOutcome> {
    if (imported !== undefined && !(await this.#goOn(imported))) return this.#outcome(null);
    for (let more = true; more && !this.#over && !signal.aborted; ) {
      const gathered: Signal[] = [];
      let imageBytes = 0;
      while (more && gathered.length < signalsAtOnce && imageBytes < imageBytesAtOnce && !signal.aborted) {
        const told = await this.#transcripts.read(performance.now());
        told.settle();
        gathered.push(...told.signals);
        imageBytes += told.signals
          .flatMap(({ images = [] }) => images)
          .reduce((sum, { bytes }) => sum + bytes, 0);
        more = told.more;
        await turn();
      }
      if (!more) gathered.push(...(await this.#rest()));
      await this.#take(gathered, more);
    }
    return this.#outcome(this.#agent()?.id ?? null);
  }

  async #rest(): Promise<Signal[]> {
    const told = await this.#transcripts.read(performance.now() + quietMs);
    told.settle();
    return told.signals;
  }

  #outcome(agentId: string | null): FileOutcome {
    const [own] = this.#transcripts.all;
    return { agentId, signals: this.#signals, problem: this.#problem ?? own?.problem ?? null };
  }

  /** Takes up what an earlier import left; false where there is nothing left to do. */
  async #goOn({ agentId }: Imported): Promise<boolean> {
    const { db } = this.#means;
    const kept = await findKept(db.read, agentId, this.#file.path);
    if (kept === null) return true;
    const row = await db.read
      .selectFrom("agents")
      .where("id", "=", agentId)
      .select(["session_id", "end_reason"])
      .executeTakeFirst();
    // Whoever hears it by now reads its transcript too.
    if (row === undefined || (kept.own && row.end_reason !== beforeSignalbox)) return false;
    this.#transcripts = this.#open(kept);
    this.#mayRepeat = true;
    await this.#load(row.session_id, kept);
    return true;
  }

  async #load(sessionId: string, kept: KeptImport | null): Promise<void> {
    const { backend } = this.#file;
    this.#sessionId = sessionId;
    this.#erasures = await loadErasures(this.#means.db.read, [sessionId]);
    const stored = await loadSessions(this.#means.db.read, [sessionId]);
    const ours = stored.filter(({ agent }) => agent.backend === backend);
    const session = ours.find(({ key }) => key === agentKey(backend, sessionId))?.agent;
    if (session === undefined) return;
    this.#mayRepeat = true;
    if (kept?.own === true) {
      for (const { key, agent } of ours) this.#lanes.set(key, isOurs(agent) ? revived(agent) : agent);
      return;
    }
    this.#known = session;
    if (kept?.scratch) this.#lanes.set(agentKey(backend, sessionId), kept.scratch);
  }

  #agent(): Tracked | undefined {
    return this.#lanes.get(agentKey(this.#file.backend, this.#sessionId ?? ""));
  }

  /** Writes what was read, and how far that was. */
  async #take(signals: readonly Signal[], more: boolean): Promise<void> {
    if (this.#sessionId === null) {
      const own = signals.find(({ sessionId }) => this.#file.path.includes(sessionId)) ?? signals[0];
      if (own !== undefined) await this.#load(own.sessionId, null);
    }
    const own = signals.filter((one) => this.#isOwn(one) && !isErased(one, this.#erasures));
    const wanted = own.filter((one) => !this.#wasHeard(one));
    this.#over ||= wanted.length < own.length;
    const heard = await this.#heardOf(wanted);
    // Whoever hears it has read it from its beginning.
    if (this.#known !== null && this.#agent() === undefined && heard.length < wanted.length) {
      this.#over = true;
      return;
    }
    await this.#write(heard, !more || this.#over);
  }

  /** All at once; where that fails, one by one, so that a poisonous line harms no other. */
  async #write(heard: readonly Heard[], last: boolean): Promise<void> {
    const before = new Map(this.#lanes);
    try {
      await this.#commit(heard, last);
    } catch (error) {
      if (isContended(error) || isOutage(error)) throw error;
      this.#lanes = before;
      for (const one of heard) await this.#writeAlone(one);
      await this.#commit([], last);
    }
  }

  #isOwn({ sessionId, child }: Signal): boolean {
    return sessionId === this.#sessionId && (this.#known === null || child === null);
  }

  #wasHeard({ at }: Signal): boolean {
    return this.#known !== null && at.getTime() >= this.#known.startedAt;
  }

  async #heardOf(signals: readonly Signal[]): Promise<Heard[]> {
    if (!this.#mayRepeat) return signals.map(heardLine);
    return unknownLines(this.#means.db.read, signals, (key) => this.#lanes.get(key) ?? this.#knownAt(key));
  }

  #knownAt(key: string): Tracked | undefined {
    return key === agentKey(this.#file.backend, this.#sessionId ?? "")
      ? (this.#known ?? undefined)
      : undefined;
  }

  async #writeAlone(heard: Heard): Promise<void> {
    const before = new Map(this.#lanes);
    try {
      await this.#commit([heard], false);
    } catch (error) {
      if (isContended(error) || isOutage(error)) throw error;
      this.#lanes = before;
      if (!isDouble(error)) this.#problem = messageOf(error);
    }
  }

  async #commit(all: readonly Heard[], last: boolean): Promise<void> {
    const batch = new Batch();
    for (const [n, heard] of all.entries()) {
      await this.#apply(heard, batch);
      // Hooks wait for nobody's history.
      if (n % signalsAtATurn === 0) await turn();
    }
    const agent = this.#agent();
    if (agent === undefined) return;
    if (last && agent.endedAt === null) await this.#apply(this.#endOf(agent), batch);
    if (this.#known !== null) batch.leave(this.#known.id);
    // What is over is no news: nobody is told.
    const rows = batch.statements(() => []);
    await this.#means.db.batch([...rows, this.#keep(agent.id, last)]);
    this.#signals += all.length;
    for (const [key, one] of this.#lanes)
      if (batch.agentIds.has(one.id)) this.#lanes.set(key, { ...one, revision: one.revision + 1 });
  }

  #keep(agentId: string, done: boolean) {
    const { backend, path } = this.#file;
    const files = this.#transcripts.all.map((one) => ({ path: one.path, ...one.readTo() }));
    const own = this.#known === null;
    const scratch = own ? null : (this.#agent() ?? null);
    const problem = this.#outcome(null).problem;
    const kept = { own, done, files, scratch };
    return keepStatement({ agentId, backend, path, kept, problem, at: this.#means.now() });
  }

  async #apply(heard: Heard, batch: Batch): Promise<void> {
    const { signal, marks } = heard;
    if (signal === null) return;
    if (this.#known !== null && this.#agent() === undefined) this.#lanes.set(...this.#scratchOf(signal));
    const place = await this.#placeOf(signal.cwd, heard);
    const lanes = {
      get: (key: string) => this.#lanes.get(key),
      set: (key: string, agent: Tracked) => void this.#lanes.set(key, agent),
      clearedBefore: () => undefined,
    };
    const { costOf } = this.#means;
    const means = { newId, hash: hashText, place, ...(costOf === undefined ? {} : { costOf }) };
    const outcome = track({ lanes, signal, marks, means });
    if (outcome === null || outcome.identity === null) return;
    const { identity } = outcome;
    batch.add(heard, { ...asOver(outcome), identity });
  }

  /** The known agent as it was before it was heard of: nothing is remembered of it yet. */
  #scratchOf(first: Signal): [string, Tracked] {
    const lanes = new Map<string, Tracked>();
    const place = this.#means.places.nowhere();
    track({
      lanes: {
        get: (key) => lanes.get(key),
        set: (key, agent) => void lanes.set(key, agent),
        clearedBefore: () => undefined,
      },
      signal: { ...first, observation: { kind: "other" }, ownIdentity: "begin" },
      marks: { signalId: null, fingerprint: "" },
      means: { newId: () => this.#known?.id ?? newId(), hash: hashText, place },
    });
    const key = agentKey(first.backend, first.sessionId);
    const agent = lanes.get(key);
    if (agent === undefined) throw new Error("No agent was begun");
    return [key, agent];
  }

  async #placeOf(cwd: string | null, cause: { correlationId: string }): Promise<Place> {
    const place = this.#places.get(cwd) ?? (await this.#means.places.of(cwd, cause));
    this.#places.set(cwd, place);
    return place;
  }

  /** That the session was over when its transcript ended. */
  #endOf({ backend, sessionId, lastSeenAt }: Tracked): Heard {
    const [own] = this.#transcripts.all;
    return heardLine({
      ...{ backend, sessionId, source: "process", event: "ImportEnded", at: new Date(lastSeenAt) },
      ...{ child: null, promptId: null, cwd: null, model: null, transcriptPath: null, spent: null },
      process: { pid: null, pane: null, entry: null },
      ownIdentity: `imported:${own?.readTo().place.readTo ?? 0}`,
      observation: { kind: "process_gone", pid: null, reason: beforeSignalbox },
    });
  }
}

const isOurs = ({ endReason }: Tracked): boolean =>
  endReason === beforeSignalbox || endReason === "parent_ended";

/** As it was before its transcript ended, for the transcript went on. */
const revived = (agent: Tracked): Tracked => ({ ...agent, endedAt: null, endReason: null });

/** What is half imported looks over already: at no time it is shown as if it lived. */
const asOver = (outcome: Outcome): Outcome => ({
  ...outcome,
  steps: outcome.steps.map((step) => ({ ...step, agent: overAlready(step.agent) })),
});

function overAlready(agent: Tracked): Tracked {
  if (agent.endedAt !== null) return agent;
  const state = agent.memory.hadCommand ? "complete" : "idle";
  return { ...agent, state, endedAt: agent.lastSeenAt, endReason: beforeSignalbox };
}
