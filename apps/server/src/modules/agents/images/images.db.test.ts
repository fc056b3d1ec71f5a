import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { hookSession } from "@signalbox/testkit/hook-session";
import { aPng } from "@signalbox/testkit/png";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { pino } from "pino";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { createEventLog } from "../../../platform/events/event-log.ts";
import { SqliteReader } from "../../../platform/sqlite/sqlite-reader.ts";
import { ImageRows } from "../intake/image-rows.ts";
import { Places } from "../intake/places.ts";
import { hear } from "../intake/receive-hook.ts";
import { Registry } from "../intake/registry.ts";
import { writeAtOnce } from "../intake/statements.ts";
import { nudgeFor } from "../intake/transcript-lines.ts";
import { SignalWriter } from "../intake/writer.ts";
import { createAgentReader } from "../reading/agent-reader.ts";
import { createRecordsReader } from "../reading/records-reader.ts";
import { TranscriptFollower } from "../transcripts/follower.ts";
import { findLiveSessions, findReadTo, storeReadTo } from "../transcripts/transcripts.repository.ts";

const log = pino({ level: "silent" });
const hostId = newId();
let db: TestDatabase;
let writer: SignalWriter;

beforeAll(async () => {
  db = await testDatabase();
  const now = new Date();
  const host = { id: hostId, key: "k", name: "here", platform: "linux", created_at: now, last_seen_at: now };
  await db.transaction((tx) => tx.insertInto("projects_hosts").values(host).execute());
  const here = () => ({ hostId, projectId: null, branch: null });
  const places = new Places({ placeOf: here, nowhere: here, log });
  const transcripts = new TranscriptFollower({
    stores: new SqliteReader(),
    log,
    nudge: (session) => writer.readTranscript(nudgeFor(session, new Date())),
    live: () => findLiveSessions(db.read, hostId),
    readTo: (session) => findReadTo(db.read, { ...session, hostId }),
    store: (session, files) => storeReadTo(db, { ...session, hostId }, { files, at: new Date() }),
  });
  const events = createEventLog({ db, log });
  writer = new SignalWriter({ db, events, registry: new Registry(), places, log, transcripts });
});
afterAll(async () => {
  await writer.stop();
  await db.close();
});

const hook = (payload: object, backend = "claude") => {
  const body = Buffer.from(JSON.stringify(payload));
  const arrived = { backend, body, headers: {}, correlationId: "c" };
  return writer.write(hear(arrived, { now: () => new Date() }));
};
const reader = () => createAgentReader(db.read);
const records = () => createRecordsReader(db.read, reader());
const agentOf = async (session: string) => {
  const { items } = await reader().list({ limit: 50 });
  return items.find(({ sessionId }) => sessionId === session)?.id ?? "";
};
/** Everything that is stored of signals, turns and events, as text. */
const everything = async () => {
  const tables = ["agents_signals", "agents_turns", "events"] as const;
  const rows = await Promise.all(tables.map((table) => db.read.selectFrom(table).selectAll().execute()));
  return JSON.stringify(rows, (_, value) => (typeof value === "bigint" ? String(value) : value));
};

const png = aPng(60, 40);
const coded = png.toString("base64");

test("what a tool answered with is kept as an image, and its letters nowhere", async () => {
  const session = hookSession({ sessionId: "reads" });
  const call = {
    name: "Read",
    useId: "toolu_read",
    input: { file_path: "/workspace/box.png" },
    response: { type: "image", file: { base64: coded, type: "image/png", originalSize: png.length } },
  };
  await hook(session.prompted("p", "Look at box.png"));
  await hook(session.toolStarted("p", call));
  await hook(session.toolFinished("p", call));
  const id = await agentOf("reads");
  const { items } = await reader().turns(id, { from: "oldest", limit: 50 });
  const mark = { hash: expect.any(String), mediaType: "image/png", bytes: png.length, kept: true };
  expect(items.at(-1)?.tool?.result).toEqual({ type: "image", image: mark });
  const [{ hash } = { hash: "" }] = await db.read.selectFrom("agents_images").select("hash").execute();
  expect(items.at(-1)?.tool?.result).toMatchObject({ image: { hash } });
  expect(await records().image(id, hash)).toEqual({ mediaType: "image/png", data: new Uint8Array(png) });
  expect(await everything()).not.toContain(coded.slice(20, 60));
});

test("what a person pasted stands with their words, as the transcript tells it", async () => {
  const folder = temporaryFolder("images");
  onTestFinished(() => removeFolder(folder));
  const session = newId();
  const path = join(folder, `${session}.jsonl`);
  const own = { session_id: session, transcript_path: path, cwd: folder, prompt_id: "p" };
  const pasted = aPng(30, 30, 7).toString("base64");
  await hook({ ...own, hook_event_name: "SessionStart", source: "startup" });
  await hook({ ...own, hook_event_name: "UserPromptSubmit", prompt: "[Image #1] What is this?" });
  const content = [
    { type: "text", text: "[Image #1] What is this?" },
    { type: "image", source: { type: "base64", media_type: "image/png", data: pasted } },
    { type: "image", source: { type: "base64", media_type: "image/bmp", data: "Qk0aAAAA" } },
  ];
  const line = { type: "user", uuid: "u1", sessionId: session, promptId: "p", cwd: folder };
  const said = { ...line, timestamp: new Date().toISOString(), message: { role: "user", content } };
  appendFileSync(path, `${JSON.stringify(said)}\n`);
  const id = await agentOf(session);
  await writer.readTranscript(nudgeFor({ backend: "claude", sessionId: session }, new Date()));
  const { items } = await reader().turns(id, { from: "oldest", limit: 50 });
  expect(items[0]?.images).toEqual([
    { hash: expect.any(String), mediaType: "image/png", bytes: expect.any(Number), kept: true },
    { hash: expect.any(String), mediaType: null, bytes: 6, kept: false },
  ]);
  const kept = items[0]?.images.find((image) => image.kept);
  expect(Buffer.from((await records().image(id, kept?.hash ?? "")).data).toString("base64")).toBe(pasted);
  expect(await everything()).not.toContain(pasted.slice(20, 60));
  await expect(records().image(id, "0".repeat(32))).rejects.toMatchObject({ code: "images.not_found" });
});

test("an image belongs to the prompt that it was pasted into, and not to one before it that nobody answered", async () => {
  const folder = temporaryFolder("images");
  onTestFinished(() => removeFolder(folder));
  const session = newId();
  const path = join(folder, `${session}.jsonl`);
  const own = { session_id: session, transcript_path: path, cwd: folder };
  await hook({ ...own, hook_event_name: "SessionStart", source: "startup" });
  const image = { type: "image", source: { type: "base64", media_type: "image/png", data: coded } };
  const line = { type: "user", sessionId: session, cwd: folder, timestamp: new Date().toISOString() };
  const prompts = [
    { uuid: "u1", promptId: "p", message: { role: "user", content: "Stopped before a word" } },
    {
      uuid: "u2",
      promptId: "q",
      message: { role: "user", content: [{ type: "text", text: "Look" }, image] },
    },
  ];
  appendFileSync(path, prompts.map((prompt) => `${JSON.stringify({ ...line, ...prompt })}\n`).join(""));
  await writer.readTranscript(nudgeFor({ backend: "claude", sessionId: session }, new Date()));
  const { items } = await reader().turns(await agentOf(session), { from: "oldest", limit: 50 });
  expect(items.map(({ text, images }) => [text, images.length])).toEqual([
    ["Stopped before a word", 0],
    ["Look\n[image]", 1],
  ]);
});

test("an agent's images go with it", async () => {
  const id = await agentOf("reads");
  await db.transaction((tx) => tx.deleteFrom("agents").where("id", "=", id).execute());
  const left = await db.read.selectFrom("agents_images").where("agent_id", "=", id).select("hash").execute();
  expect(left).toEqual([]);
});

test.each([
  ["cut off", coded.slice(0, 49)],
  ["in the letters of addresses", png.toString("base64url").slice(0, 51)],
  ["no letters behind its beginning", `${coded.slice(0, 48)}!"\u0000§$%`],
])("an image whose letters are %s costs nobody the turn that it came with", async (named, letters) => {
  const session = hookSession({ sessionId: `harmed ${named}` });
  const image = { type: "image", data: letters, mimeType: "image/png" };
  const call = { name: "mcp__draw", useId: `toolu_${named}`, input: {}, response: [image] };
  await hook(session.prompted("p", "Draw"));
  await hook(session.toolStarted("p", call));
  await hook(session.toolFinished("p", call));
  const id = await agentOf(`harmed ${named}`);
  const { items } = await reader().turns(id, { from: "oldest", limit: 50 });
  expect(items.at(-1)?.tool?.result).toMatchObject([{ type: "image", image: { mediaType: "image/png" } }]);
  const parked = await db.read
    .selectFrom("agents_signals")
    .where("error", "is not", null)
    .select("error")
    .execute();
  expect(parked).toEqual([]);
});

test("an image that stands beside a tool's answer, as OpenCode attaches it, is not kept for nobody to see", async () => {
  const attachments = [{ type: "file", mime: "image/png", url: `data:image/png;base64,${coded}` }];
  const state = { status: "completed", input: { filePath: "/a.png" }, output: "Read.", attachments };
  const part = { type: "tool", callID: "c", tool: "read", state: { ...state, time: { start: 1, end: 2 } } };
  const session_id = "ses_attached";
  await hook({ hook_event_name: "session.created", session_id, event_id: "e1", cwd: "/work" }, "opencode");
  await hook({ hook_event_name: "message.part.updated", session_id, event_id: "e2", part }, "opencode");
  const id = await agentOf(session_id);
  const { items } = await reader().turns(id, { from: "oldest", limit: 50 });
  expect(items.map(({ tool }) => tool?.result)).toEqual(["Read."]);
  expect(await db.read.selectFrom("agents_images").where("agent_id", "=", id).select("id").execute()).toEqual(
    [],
  );
});

/** Rows of an agent's images as they are written at once. */
const rowsOf = (agentId: string, count: number, bytes: number) =>
  Array.from({ length: count }, () => ({
    ...{ id: newId(), agent_id: agentId, hash: newId(), things: [], media_type: "image/png" as const },
    ...{ bytes, data: coded, at: new Date().toISOString() },
  }));
const keptOf = async (agentId: string) => {
  const kept = db.read
    .selectFrom("agents_images")
    .where("agent_id", "=", agentId)
    .where("data", "is not", null);
  return (await kept.select("hash").orderBy("id").execute()).map(({ hash }) => hash);
};

test.each([
  ["200 images", 1_000, 200],
  ["50 MB", 1024 * 1024, 50],
])("of an agent no more than %s are kept, however many come at once", async (named, bytes, most) => {
  await hook({
    session_id: `many ${named}`,
    cwd: "/work",
    hook_event_name: "SessionStart",
    source: "startup",
  });
  const id = await agentOf(`many ${named}`);
  const [first, second] = [rowsOf(id, 30, bytes), rowsOf(id, 200, bytes)];
  for (const rows of [first, [...first, ...second]])
    await db.batch(writeAtOnce({ keep_agents_images: rows }, () => []));
  const all = [...first, ...second].map(({ hash }) => hash);
  expect(await keptOf(id)).toEqual(all.slice(0, most));
  const everyone = await db.read
    .selectFrom("agents_images")
    .where("agent_id", "=", id)
    .select("id")
    .execute();
  expect(everyone).toHaveLength(230);
});

test("one commit carries so many bytes of images, and names the rest", () => {
  const rows = new ImageRows();
  for (const row of rowsOf(newId(), 60, 1024 * 1024)) rows.add(row);
  expect(rows.all).toHaveLength(60);
  expect(rows.all.filter(({ data }) => data !== null)).toHaveLength(48);
});
