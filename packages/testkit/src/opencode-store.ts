import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";

/** As OpenCode lays out what is read of its database. */
const schema = `
  create table session (id text primary key, parent_id text, directory text not null, agent text,
    time_created integer not null, time_updated integer not null);
  create index session_parent_idx on session (parent_id);
  create table event_sequence (aggregate_id text primary key, seq integer not null, owner_id text);
  create table event (id text primary key, aggregate_id text not null
    references event_sequence (aggregate_id) on delete cascade,
    seq integer not null, type text not null, data text not null);
  create unique index event_aggregate_seq_idx on event (aggregate_id, seq);`;

const Recorded = z.object({
  type: z.string(),
  timestamp: z.string(),
  data: z.looseObject({
    sessionID: z.string(),
    info: z.looseObject({ parentID: z.string().optional(), agent: z.string().optional() }).optional(),
  }),
});

const tokens = { input: 100, output: 10, reasoning: 0, cache: { read: 0, write: 0 } };

/** Parts of an answer, as they are once they are finished. */
export const said = (text: string): object => ({
  ...{ type: "text", text },
  time: { start: Date.now(), end: Date.now() },
});
export const called = (callID: string, tool: string, output: string): object => ({
  ...{ type: "tool", callID, tool },
  state: { status: "completed", input: { of: tool }, output, time: { start: Date.now(), end: Date.now() } },
});

/** A file that a person attached. */
export const attached = (bytes: Buffer): object => ({
  ...{ type: "file", mime: "image/png", filename: "attached.png" },
  url: `data:image/png;base64,${bytes.toString("base64")}`,
});

/** A database as OpenCode keeps its sessions in, written to as it does. */
export class OpencodeStore {
  readonly file: string;
  readonly #db: DatabaseSync;
  #made = 0;

  constructor(file: string) {
    mkdirSync(dirname(file), { recursive: true });
    this.file = file;
    this.#db = new DatabaseSync(file);
    this.#db.exec("pragma journal_mode = wal");
    if (this.#db.prepare("select 1 from sqlite_master").get() === undefined) this.#db.exec(schema);
  }

  /** The path by which the transcript of a session is known. */
  pathOf(session: string): string {
    return `${this.file}#${session}`;
  }

  /** Begins a session; with a parent, one that another started. */
  begin(
    session: string,
    { parent = null, at = Date.now() }: { parent?: string | null; at?: number } = {},
  ): void {
    this.#db
      .prepare("insert into session values (?, ?, '/work', ?, ?, ?)")
      .run(session, parent, parent === null ? "build" : "general", at, at);
    const info = { id: session, directory: "/work", time: { created: at, updated: at } };
    this.change(session, "session.created.1", {
      info: parent === null ? info : { ...info, parentID: parent },
    });
  }

  /** Adds a change; answers its number. */
  change(session: string, type: string, data: object, at = Date.now()): number {
    const before = this.#db.prepare("select seq from event_sequence where aggregate_id = ?").get(session);
    const seq = before === undefined ? 0 : Number(before.seq) + 1;
    this.#db.exec("begin immediate");
    this.#db
      .prepare("insert into event_sequence values (?, ?, null) on conflict do update set seq = excluded.seq")
      .run(session, seq);
    this.#db
      .prepare("insert into event values (?, ?, ?, ?, ?)")
      .run(`evt_${session}_${seq}`, session, seq, type, JSON.stringify({ sessionID: session, ...data }));
    this.#db.prepare("update session set time_updated = ? where id = ?").run(at, session);
    this.#db.exec("commit");
    return seq;
  }

  /** What a person asks, behind the files that they attach; answers the id of it. */
  prompt(session: string, text: string, files: readonly object[] = []): string {
    const [id, at] = [this.#newId("msg"), Date.now()];
    this.change(session, "message.updated.1", { info: { id, role: "user", time: { created: at } } });
    for (const part of [...files, { type: "text", text }]) this.#part(session, id, part);
    return id;
  }

  /** What the agent answers, whole; with `finish` null it is still at it. */
  answer(session: string, to: string, parts: readonly object[], finish: string | null = "stop"): void {
    const [id, at] = [this.#newId("msg"), Date.now()];
    const info = { id, role: "assistant", parentID: to, modelID: "stub-model", time: { created: at } };
    this.change(session, "message.updated.1", { info });
    for (const part of parts) this.#part(session, id, part);
    if (finish === null) return;
    const over = { ...info, finish, cost: 0.0125, tokens, time: { created: at, completed: Date.now() } };
    this.change(session, "message.updated.1", { info: over });
  }

  #part(session: string, messageID: string, part: object): void {
    const whole = { ...part, id: this.#newId("prt"), messageID };
    this.change(session, "message.part.updated.1", { part: whole, time: Date.now() });
  }

  #newId(kind: string): string {
    this.#made += 1;
    return `${kind}_${Date.now()}_${this.#made}`;
  }

  /** Writes a recorded session with its children, at the times of the recording. */
  fill(transcripts: Iterable<string>): void {
    for (const text of transcripts) {
      for (const line of text.trimEnd().split("\n")) {
        const { type, timestamp, data } = Recorded.parse(JSON.parse(line));
        const at = Date.parse(timestamp);
        if (type === "session.created.1")
          this.#db
            .prepare("insert into session values (?, ?, '/work', ?, ?, ?)")
            .run(data.sessionID, data.info?.parentID ?? null, data.info?.agent ?? null, at, at);
        this.change(data.sessionID, type, data, at);
      }
    }
  }

  /** Has the database to itself, as while its shape is changed; answers how to give it free. */
  lock(): () => void {
    this.#db.exec("pragma locking_mode = exclusive; begin exclusive");
    return () => {
      this.#db.exec("commit; pragma locking_mode = normal");
      this.#db.prepare("select 1 from session").get();
    };
  }

  /** Whether somebody is in the way of folding the log of writes into the database: 0 for nobody. */
  checkpoint(): number {
    return Number(this.#db.prepare("pragma wal_checkpoint(truncate)").get()?.busy);
  }

  run(sql: string): void {
    this.#db.exec(sql);
  }

  close(): void {
    this.#db.close();
  }
}
