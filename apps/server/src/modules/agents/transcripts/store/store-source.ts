import { stat } from "node:fs/promises";
import { z } from "zod";
import { patientReads } from "../../../../platform/files/patient-reads.ts";
import type { SqliteReader } from "../../../../platform/sqlite/sqlite-reader.ts";
import type { StoreFormat } from "../../../backends/index.ts";
import { beginning, type FilePlace, type Lines } from "../file-tail.ts";
import type { TranscriptSource } from "../transcript-source.ts";
import type { InStore } from "./store-path.ts";

const changesAtOnce = 128;
/** A file that was written to a moment ago may be written to again without its times telling. */
const settledAfterMs = 200;

const Newest = z.array(z.object({ newest: z.number() }));
const Marks = z.array(z.object({ id: z.string() }));
const Changes = z.array(z.object({ number: z.number(), id: z.string(), line: z.string().nullable() }));
const Children = z.array(z.object({ id: z.string(), type: z.string().nullable() }));
const Sessions = z.array(
  z.object({
    id: z.string(),
    changes: z.number(),
    began: z.number(),
    at: z.number(),
    cwd: z.string().nullable(),
  }),
);

/** One session's log of changes in a store. */
export class StoreSource implements TranscriptSource {
  readonly shortHistory = 4096;
  readonly #stores: SqliteReader;
  readonly #queries: StoreFormat["queries"];
  readonly #file: string;
  readonly #session: string;
  #looked: { stamp: string; seen: string; since: number; isSure: boolean } | null = null;

  constructor(stores: SqliteReader, queries: StoreFormat["queries"], { file, sessionId }: InStore) {
    this.#stores = stores;
    this.#queries = queries;
    this.#file = file;
    this.#session = sessionId;
  }

  /** Many sessions write into one store: the newest change of this one tells whether it did. */
  async look(): Promise<string> {
    const stamp = await stampOf(this.#file);
    const now = performance.now();
    const before = this.#looked?.stamp === stamp ? this.#looked : null;
    if (before?.isSure) return before.seen;
    const seen = String(await this.#newest());
    const since = before?.since ?? now;
    this.#looked = { stamp, seen, since, isSure: now - since > settledAfterMs };
    return seen;
  }

  async read(from: FilePlace): Promise<Lines> {
    const anew = (await this.#markAt(from.readTo)) !== from.mark;
    const at = anew ? 0 : from.readTo;
    const { rows, more } = await this.#ask(this.#queries.changes, [this.#session, at, changesAtOnce]);
    const changes = Changes.parse(rows);
    const last = changes.at(-1);
    const lines = changes.flatMap(({ line }) => line ?? []);
    const stayed = anew ? beginning : from;
    return {
      ...{ lines, anew, passedOver: changes.length - lines.length },
      place: last === undefined ? stayed : { readTo: last.number + 1, mark: last.id },
      more: more || changes.length === changesAtOnce,
    };
  }

  end(): Promise<FilePlace> {
    return this.nearEnd(0);
  }

  async nearEnd(most: number): Promise<FilePlace> {
    const readTo = Math.max(0, (await this.#newest()) - most);
    return { readTo, mark: await this.#markAt(readTo) };
  }

  /** The sessions that it started, and those that they did. */
  async children(): Promise<z.infer<typeof Children>> {
    return Children.parse((await this.#ask(this.#queries.children, [this.#session])).rows);
  }

  async #newest(): Promise<number> {
    const [found] = Newest.parse((await this.#ask(this.#queries.newest, [this.#session])).rows);
    return found?.newest ?? 0;
  }

  async #markAt(place: number): Promise<string> {
    if (place === 0) return "";
    const [found] = Marks.parse((await this.#ask(this.#queries.mark, [this.#session, place - 1])).rows);
    return found?.id ?? "";
  }

  #ask(sql: string, values: (string | number)[]) {
    return this.#stores.query(this.#file, sql, values);
  }
}

/** When a store was written to last, by its files. */
async function stampOf(file: string): Promise<string> {
  const found = await Promise.all(
    [file, `${file}-wal`].map((path) => patientReads.of(path, () => stat(path).catch(() => null))),
  );
  return found.map((one) => `${one?.ino} ${one?.size} ${one?.mtimeMs}`).join(" ");
}

/** The sessions of a store that were written to between two times, the newest first. */
export async function sessionsIn(
  stores: SqliteReader,
  { file, format }: { file: string; format: StoreFormat },
  { since, until, most }: { since: number; until: number; most: number },
): Promise<z.infer<typeof Sessions>> {
  const to = Math.min(until, Number.MAX_SAFE_INTEGER);
  const { rows } = await stores.query(file, format.queries.sessions, [since, to, most]);
  return Sessions.parse(rows);
}
