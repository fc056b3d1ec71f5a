import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { WatchedBackend } from "@signalbox/contract/common";
import { OpencodeStore, said } from "@signalbox/testkit/opencode-store";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { pino } from "pino";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { createEventLog } from "../../../platform/events/event-log.ts";
import { SqliteReader } from "../../../platform/sqlite/sqlite-reader.ts";
import { Places } from "../intake/places.ts";
import { hear } from "../intake/receive-hook.ts";
import { Registry } from "../intake/registry.ts";
import { nudgeFor } from "../intake/transcript-lines.ts";
import { SignalWriter } from "../intake/writer.ts";
import { TranscriptFollower } from "./follower.ts";
import { findReadTo, storeReadTo } from "./transcripts.repository.ts";

let db: TestDatabase;
const hostId = newId();
const log = pino({ level: "silent" });

beforeAll(async () => {
  db = await testDatabase();
  const now = new Date();
  const host = { id: hostId, key: "k", name: "here", platform: "linux", created_at: now, last_seen_at: now };
  await db.transaction((tx) => tx.insertInto("projects_hosts").values(host).execute());
});
afterAll(() => db.close());

function watching() {
  const here = () => ({ hostId, projectId: null, branch: null });
  const transcripts: TranscriptFollower = new TranscriptFollower({
    ...{ log, stores: new SqliteReader(), nudge: async () => {}, live: async () => [] },
    readTo: (session) => findReadTo(db.read, { ...session, hostId }),
    store: (session, files) => storeReadTo(db, { ...session, hostId }, { files, at: new Date() }),
  });
  const means = { db, log, transcripts, registry: new Registry(), events: createEventLog({ db, log }) };
  const writer = new SignalWriter({ ...means, places: new Places({ placeOf: here, nowhere: here, log }) });
  const stop = async () => {
    await transcripts.stop();
    await writer.stop();
  };
  onTestFinished(stop);
  return { writer, stop };
}

const secret = "sk-ant-api03-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const [asked, answered] = [`Use ${secret}\u0000`, `I use ${secret}`];

/** In each a person has asked, and the agent said something behind which more may come. */
const writes: Record<WatchedBackend, (session: string, folder: string) => string> = {
  claude: (session, folder) =>
    inLines(
      join(folder, `${session}.jsonl`),
      [
        { type: "user", uuid: "u1", promptId: "p", message: { role: "user", content: asked } },
        {
          ...{ type: "assistant", uuid: "u2" },
          message: {
            id: "m1",
            role: "assistant",
            stop_reason: "end_turn",
            content: [{ type: "text", text: answered }],
          },
        },
        ...[{ type: "user", uuid: "u3", promptId: "q", message: { role: "user", content: slash } }],
      ].map((line) => ({ ...line, sessionId: session, cwd: folder })),
    ),
  codex: (session, folder) =>
    inLines(join(folder, `rollout-${session}.jsonl`), [
      { type: "session_meta", payload: { id: session, cwd: folder } },
      {
        type: "event_msg",
        payload: { type: "item_completed", turn_id: "t", item: item("UserMessage", asked) },
      },
      {
        type: "event_msg",
        payload: { type: "item_completed", turn_id: "t", item: item("AgentMessage", answered) },
      },
    ]),
  gemini: (session, folder) =>
    inLines(join(folder, `session-${session}.jsonl`), [
      { sessionId: session },
      { id: "g1", type: "user", content: [{ text: asked }] },
      { id: "g2", type: "gemini", content: answered },
    ]),
  opencode: (session, folder) => {
    const store = new OpencodeStore(join(folder, "opencode.db"));
    onTestFinished(() => store.close());
    store.begin(session);
    const prompt = store.prompt(session, asked);
    store.answer(session, prompt, [said(answered)], null);
    store.prompt(session, `And then ${asked}`);
    return store.pathOf(session);
  },
};

const slash = `<command-name>/review</command-name><command-args>${secret}</command-args>`;
const item = (type: string, text: string) => ({ id: `i-${type}`, type, content: [{ type: "text", text }] });

function inLines(path: string, lines: readonly object[]): string {
  const timestamp = new Date().toISOString();
  writeFileSync(path, lines.map((line) => `${JSON.stringify({ timestamp, ...line })}\n`).join(""));
  return path;
}

const tables = [
  ...["agents", "agents_commands", "agents_questions", "agents_signals", "agents_transcripts"],
  ...["agents_turns", "events"],
];

test.each<WatchedBackend>(["claude", "codex", "gemini", "opencode"])(
  "secrets in a session of %s are stored nowhere, nor in what its reader carries on",
  async (backend) => {
    const folder = temporaryFolder("secrets");
    onTestFinished(() => removeFolder(folder));
    const session = `${backend}-${newId()}`;
    const { writer, stop } = watching();
    const path = writes[backend](session, folder);
    const start =
      backend === "opencode"
        ? { hook_event_name: "session.created", event_id: "e" }
        : { hook_event_name: "SessionStart" };
    const body = { ...start, session_id: session, transcript_path: path, cwd: folder };
    const arrived = { backend, body: Buffer.from(JSON.stringify(body)), headers: {}, correlationId: "c" };
    await writer.write(hear(arrived, { now: () => new Date() }));
    await writer.readTranscript(nudgeFor({ backend, sessionId: session }, new Date()));
    await stop();
    const agent = db.read.selectFrom("agents").where("session_id", "=", session);
    const of = await agent
      .innerJoin("agents_transcripts as file", "file.agent_id", "agents.id")
      .selectAll("file")
      .execute();
    expect(of).toMatchObject([{ path, problem: null }]);
    for (const table of tables) {
      const { rows } = await db.pool.query<{ all: string }>(
        `select coalesce(json_agg(t)::text, '') as all from ${table} t`,
      );
      expect(rows[0]?.all, table).not.toContain(secret);
    }
    const turns = await agent
      .innerJoin("agents_turns as turn", "turn.agent_id", "agents.id")
      .select("turn.text")
      .execute();
    expect(turns.map(({ text }) => text)).toContain("Use [redacted]");
  },
);
