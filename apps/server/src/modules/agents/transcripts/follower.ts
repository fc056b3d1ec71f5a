import { type FSWatcher, watch } from "node:fs";
import { access } from "node:fs/promises";
import { isAbsolute } from "node:path";
import type { Backend } from "@signalbox/contract/common";
import type { Logger } from "pino";
import type { Service } from "../../../kernel/module.ts";
import { inFolder, type PatientReads, patientReads } from "../../../platform/files/patient-reads.ts";
import type { SqliteReader } from "../../../platform/sqlite/sqlite-reader.ts";
import { adapterOf, type Signal, type TranscriptFormat } from "../../backends/index.ts";
import { agentKey } from "../tracking/track.ts";
import { type Meeting, placeToBeTold, toldPlace } from "./first-place.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { SessionTranscripts } from "./session-transcripts.ts";
import { inStore, storePath } from "./store/store-path.ts";
import type { ReadTo, Told } from "./transcript.ts";
import type { StoredSession, StoredTranscript } from "./transcripts.repository.ts";

/** Writes of one moment are read together. */
const gatheredForMs = 25;
/** After this long without a write it is asked what the quiet tells. */
const quietAfterMs = 1_100;
/** For file systems that tell of no change. */
const sweepEveryMs = 5_000;
/** A session that nobody has heard of for so long is followed no longer. */
const forgottenAfterMs = 24 * 3_600_000;

/** A session as transcripts know it. */
export interface Session {
  backend: Backend;
  sessionId: string;
}

/** Where the transcripts of a session are, and were read to before. */
interface Known extends StoredSession {
  from: ReadonlyMap<string, ReadTo>;
}

export interface FollowerOptions {
  log: Logger;
  /** Asks for a session's turn: what it tells will be taken in it. */
  nudge(session: Session): Promise<void>;
  /** What was read so far of the sessions that are live, and of one. */
  live(): Promise<StoredSession[]>;
  readTo(session: Session): Promise<ReadonlyMap<string, ReadTo>>;
  store(session: Session, files: readonly StoredTranscript[]): Promise<void>;
  stores: SqliteReader;
  /** What reads files in time; by itself all that this process reads. */
  reads?: PatientReads;
  /** The store that a CLI keeps all sessions in, where it is not told with them; null for one that keeps files. */
  storeOf?(backend: Backend): string | null;
}

interface Followed extends Session {
  transcripts: SessionTranscripts;
  heardAt: number;
  /** Until what was just written is read, and until its quiet tells something. */
  soon: NodeJS.Timeout | null;
  quiet: NodeJS.Timeout | null;
  /** Its turn was asked for and has not come. */
  asked: boolean;
}

/** A hook names the file: only what could be a transcript is opened. */
function mayBeRead(format: TranscriptFormat | undefined, path: string): boolean {
  if (format?.kind === "store") return inStore(path) !== null;
  return isAbsolute(path) && path.endsWith(".jsonl");
}

const foldersOf = ({ folder, childFolder }: Layout): string[] => [
  folder,
  ...(childFolder === null ? [] : [childFolder]),
];

/** Follows the transcripts of all live sessions, and says when there is something to read. */
export class TranscriptFollower implements Service {
  readonly name = "transcripts";
  readonly #options: FollowerOptions;
  readonly #sessions = new Map<string, Followed>();
  readonly #watchers = new Map<string, FSWatcher>();
  /** Folders that are asked whether they answer. */
  readonly #beginning = new Set<string>();
  #sweep: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    for (const session of await this.#options.live()) {
      if (!mayBeRead(adapterOf(session.backend)?.transcript, session.path)) continue;
      const followed = await this.#meet(session);
      if (followed === null) continue;
      this.#ask(followed);
      this.#readWhenQuiet(followed);
    }
    this.#sweepLater();
  }

  #sweepLater(): void {
    if (this.#stopped) return;
    this.#sweep = setTimeout(
      () => void this.#lookAtAll().finally(() => this.#sweepLater()),
      sweepEveryMs,
    ).unref();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#sweep !== null) clearTimeout(this.#sweep);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
    for (const { soon, quiet } of this.#sessions.values()) {
      clearTimeout(soon ?? undefined);
      clearTimeout(quiet ?? undefined);
    }
    await this.#storeAll();
    await this.#options.stores.stop();
  }

  /**
   * Takes note of where a session writes. What stood in the file before is not of the moment: a session that is met in
   * the middle is followed from there.
   */
  meet(signal: Signal): Promise<void> | undefined {
    const { backend, sessionId, transcriptPath, child } = signal;
    const known = this.#sessions.get(agentKey(backend, sessionId));
    if (known !== undefined) known.heardAt = performance.now();
    const path = transcriptPath ?? (known === undefined ? this.#storePathOf(signal) : null);
    if (path === null || child !== null || known?.transcripts.path === path) return undefined;
    if (!mayBeRead(adapterOf(backend)?.transcript, path)) return undefined;
    return this.#meet({ backend, sessionId, path }).then(() => {});
  }

  #storePathOf({ backend, sessionId }: Session): string | null {
    const file = this.#options.storeOf?.(backend) ?? null;
    return file === null ? null : storePath({ file, sessionId });
  }

  async #meet(session: StoredSession): Promise<Followed | null> {
    const layout = this.#layoutOf(session);
    if (layout === null) return null;
    return this.#follow({ ...session, from: await this.#fromOf(session, layout, "heard") }, layout);
  }

  /**
   * From where a session is read that was found running: its beginning, where that is not long ago; else nearer its end.
   * @throws where that can't be told now
   */
  async placeOfFound(session: StoredSession): Promise<number | null> {
    const layout = this.#layoutOf(session);
    if (layout === null) return null;
    const before = (await this.#options.readTo(session)).get(session.path)?.place;
    return (await toldPlace(layout.own.source, before ?? placeToBeTold("found"))).readTo;
  }

  /** Follows a session that was found running. */
  async meetFound(session: StoredSession): Promise<void> {
    const known = this.#sessions.get(agentKey(session.backend, session.sessionId));
    const layout = this.#layoutOf(session);
    if (layout === null || known?.transcripts.path === session.path) return;
    const from = await this.#fromOf(session, layout, "found");
    this.#readWhenQuiet(this.#follow({ ...session, from }, layout));
  }

  /** What can't be told of where to begin is told once it can be read. */
  async #fromOf(
    session: StoredSession,
    { own }: Layout,
    meeting: Meeting,
  ): Promise<ReadonlyMap<string, ReadTo>> {
    const from = new Map(await this.#options.readTo(session));
    const { place, reader } = from.get(session.path) ?? { place: placeToBeTold(meeting), reader: null };
    return from.set(session.path, { place: await toldPlace(own.source, place).catch(() => place), reader });
  }

  #layoutOf({ backend, path }: StoredSession): Layout | null {
    const format = adapterOf(backend)?.transcript;
    if (format === undefined || !mayBeRead(format, path)) return null;
    return layoutOf(format, path, this.#options);
  }

  /** What a session's transcripts told last, and was not settled. */
  untaken({ backend, sessionId }: Session): readonly Signal[] {
    return this.#sessions.get(agentKey(backend, sessionId))?.transcripts.untaken ?? [];
  }

  /** Goes on behind what a session's transcripts told last; `problem` is why not all of it was taken in. */
  passOver({ backend, sessionId }: Session, problem: string | null): void {
    this.#sessions.get(agentKey(backend, sessionId))?.transcripts.passOver(problem);
  }

  /** What a session's transcripts tell since they were last asked; null for one that is not followed. */
  async read({ backend, sessionId }: Session): Promise<Told | null> {
    const followed = this.#sessions.get(agentKey(backend, sessionId));
    if (followed === undefined) return null;
    // What is written from now on takes another turn.
    followed.asked = false;
    const told = await followed.transcripts.read(performance.now());
    this.#watchChildren(followed);
    if (told.signals.length > 0) followed.heardAt = performance.now();
    if (told.more) this.#readSoon(followed);
    if (told.signals.length > 0) this.#readWhenQuiet(followed);
    return told;
  }

  #follow({ backend, sessionId, path, from }: Known, layout: Layout): Followed {
    const transcripts = new SessionTranscripts({ sessionId, layout, path, from });
    const followed: Followed = {
      backend,
      sessionId,
      transcripts,
      heardAt: performance.now(),
      soon: null,
      quiet: null,
      asked: false,
    };
    this.#sessions.set(agentKey(backend, sessionId), followed);
    void this.#watchFolder(layout.folder);
    return followed;
  }

  #watchChildren({ transcripts }: Followed): void {
    const folder = transcripts.layout.childFolder;
    if (folder !== null && transcripts.all.length > 1) void this.#watchFolder(folder);
  }

  /** A folder is watched only once it answered: to watch one that does not would hold up the whole process. */
  async #watchFolder(folder: string): Promise<void> {
    if (this.#watchers.has(folder) || this.#beginning.has(folder)) return;
    this.#beginning.add(folder);
    const reads = this.#options.reads ?? patientReads;
    const isThere = await reads
      .of(inFolder(folder), () => access(folder))
      .then(
        () => true,
        () => false,
      );
    this.#beginning.delete(folder);
    if (!isThere || this.#stopped || this.#watchers.has(folder)) return;
    this.#watch(folder);
    this.#changed(folder, null);
  }

  #watch(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, (_, name) => this.#changed(folder, name));
      watcher.on("error", () => this.#unwatch(folder));
      this.#watchers.set(folder, watcher);
    } catch (error) {
      // The sweep finds what is written there; the folder may not be there yet.
      this.#options.log.debug({ err: error, folder }, "a folder of transcripts can't be watched");
    }
  }

  #unwatch(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }

  #changed(folder: string, name: string | null): void {
    for (const followed of this.#sessions.values()) {
      const { layout } = followed.transcripts;
      const isOwn = layout.folder === folder && (name === null || layout.isOwn(name));
      if (isOwn || layout.childFolder === folder) this.#readSoon(followed);
    }
  }

  #readSoon(followed: Followed): void {
    followed.soon ??= setTimeout(() => {
      followed.soon = null;
      if (followed.transcripts.layout.shared) void this.#askWhereItsOwn(followed);
      else this.#ask(followed);
    }, gatheredForMs).unref();
  }

  /** Others write into the same file: its turn is asked for only where it wrote. */
  async #askWhereItsOwn(followed: Followed): Promise<void> {
    if (await followed.transcripts.hasChanged()) this.#ask(followed);
  }

  #readWhenQuiet(followed: Followed): void {
    clearTimeout(followed.quiet ?? undefined);
    followed.quiet = setTimeout(() => this.#ask(followed), quietAfterMs).unref();
  }

  /** Asks for its turn, unless it was asked for already: then all that was written since is told in it. */
  #ask(followed: Followed): void {
    if (followed.asked) return;
    followed.asked = true;
    void this.#options.nudge(followed).finally(() => {
      followed.asked = false;
    });
  }

  async #lookAtAll(): Promise<void> {
    const now = performance.now();
    for (const [key, followed] of this.#sessions) {
      if (now - followed.heardAt > forgottenAfterMs) this.#forget(key, followed);
      else {
        void this.#watchFolder(followed.transcripts.layout.folder);
        if (await followed.transcripts.hasChanged()) this.#readSoon(followed);
      }
    }
    await this.#storeAll();
  }

  #forget(key: string, { transcripts }: Followed): void {
    this.#sessions.delete(key);
    const folders = new Set([...this.#sessions.values()].flatMap((one) => foldersOf(one.transcripts.layout)));
    for (const folder of foldersOf(transcripts.layout)) if (!folders.has(folder)) this.#unwatch(folder);
  }

  async #storeAll(): Promise<void> {
    for (const followed of this.#sessions.values()) {
      const moved = followed.transcripts.all.filter((transcript) => transcript.moved);
      if (moved.length === 0) continue;
      const files = moved.map((file) => ({ path: file.path, problem: file.problem, ...file.readTo() }));
      for (const file of moved) file.moved = false;
      await this.#options.store(followed, files).catch((error: unknown) => {
        for (const file of moved) file.moved = true;
        this.#options.log.warn({ err: error }, "how far a transcript was read could not be stored");
      });
    }
  }
}
