import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { attached, called, OpencodeStore, said } from "@signalbox/testkit/opencode-store";
import { aPng } from "@signalbox/testkit/png";
import { recordedTranscripts } from "@signalbox/testkit/recordings";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { pino } from "pino";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { createEventLog } from "../../../platform/events/event-log.ts";
import { SqliteReader } from "../../../platform/sqlite/sqlite-reader.ts";
import { findImage } from "../images/images.repository.ts";
import { Places } from "../intake/places.ts";
import { hear } from "../intake/receive-hook.ts";
import { Registry } from "../intake/registry.ts";
import { nudgeFor } from "../intake/transcript-lines.ts";
import { SignalWriter } from "../intake/writer.ts";
import { createAgentReader } from "../reading/agent-reader.ts";
import { TranscriptFollower } from "./follower.ts";
import { findLiveSessions, findReadTo, storeReadTo } from "./transcripts.repository.ts";

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

/** What hears the plugin and follows the store, as after a start of the server. */
async function watching(file: string) {
  const here = () => ({ hostId, projectId: null, branch: null });
  const places = new Places({ placeOf: here, nowhere: here, log });
  const transcripts: TranscriptFollower = new TranscriptFollower({
    log,
    nudge: (session) => writer.readTranscript(nudgeFor(session, new Date())),
    live: () => findLiveSessions(db.read, hostId),
    readTo: (session) => findReadTo(db.read, { ...session, hostId }),
    store: (session, files) => storeReadTo(db, { ...session, hostId }, { files, at: new Date() }),
    stores: new SqliteReader(),
    storeOf: () => file,
  });
  const events = createEventLog({ db, log });
  const registry = new Registry();
  const writer: SignalWriter = new SignalWriter({ ...{ db, events, registry, places, log, transcripts } });
  await transcripts.start();
  const hook = (payload: object) =>
    writer.write(
      hear(
        { backend: "opencode", body: Buffer.from(JSON.stringify(payload)), headers: {}, correlationId: "c" },
        { now: () => new Date() },
      ),
    );
  const stop = async () => {
    await transcripts.stop();
    await writer.stop();
  };
  onTestFinished(stop);
  return { hook, stop };
}

/** A store in a folder of its own, with one session whose plugin said no more than that it began. */
function aStore() {
  const folder = temporaryFolder("store");
  const store = new OpencodeStore(join(folder, "opencode.db"));
  onTestFinished(() => {
    store.close();
    removeFolder(folder);
  });
  const session = `ses_${newId()}`;
  store.begin(session);
  const start = { hook_event_name: "session.created", session_id: session, event_id: "e", cwd: "/work" };
  return { folder, store, session, start };
}

async function rows(session: string) {
  const { rows: agents } = await db.pool.query(
    "select * from agents where session_id = $1 or parent_id in (select id from agents where session_id = $1) order by started_at",
    [session],
  );
  const ids = agents.map(({ id }) => id);
  const of = async (table: string, order: string) =>
    (await db.pool.query(`select * from ${table} where agent_id = any($1) order by ${order}`, [ids])).rows;
  const turns = await of("agents_turns", "at, id");
  const commands = await of("agents_commands", "id");
  const transcripts = await of("agents_transcripts", "path");
  const usage = await of("agents_usage", "at");
  return {
    ...{ agents, turns, usage },
    texts: turns.map(({ text }) => text),
    outcomes: commands.map(({ outcome, state }) => outcome ?? state),
    problems: transcripts.flatMap(({ problem }) => problem ?? []),
  };
}

const eventually = (session: string, fulfilled: (now: Awaited<ReturnType<typeof rows>>) => boolean) =>
  until(
    async () => {
      const now = await rows(session);
      return fulfilled(now) ? now : undefined;
    },
    async () => JSON.stringify(await rows(session), null, 1),
    { timeoutMs: 15_000 },
  );

test("what the plugin does not tell is taken from the store as it is written, once it is finished", async () => {
  const { store, session, start } = aStore();
  const { hook } = await watching(store.file);
  await hook(start);
  const prompt = store.prompt(session, "Do it");
  await eventually(session, ({ agents }) => agents[0]?.state === "commanded");
  const running = {
    type: "tool",
    callID: "c1",
    tool: "bash",
    state: { status: "running", input: {}, time: { start: Date.now() } },
  };
  store.answer(session, prompt, [{ type: "text", text: "Loo", time: { start: Date.now() } }, running], null);
  const begun = await eventually(session, ({ agents }) => agents[0]?.state === "processing");
  expect(begun.texts).toEqual(["Do it", "bash"]);
  store.answer(session, prompt, [called("c1", "bash", "out")], "tool-calls");
  store.answer(session, prompt, [said("Done.")]);
  const over = await eventually(session, ({ agents }) => agents[0]?.state === "complete");
  expect(over.texts).toEqual(["Do it", "bash", "Done."]);
  expect(over.outcomes).toEqual(["done"]);
  expect(over.agents[0]).toMatchObject({ model: "stub-model", cwd: "/work" });
  expect(over.usage).toMatchObject([
    { input: "100", output: "10", cost: "12500" },
    { input: "100", output: "10", cost: "12500" },
  ]);
});

test("what was written while the server was down is taken in at its start, and nothing comes twice", async () => {
  const { store, session, start } = aStore();
  const before = await watching(store.file);
  await before.hook(start);
  store.answer(session, store.prompt(session, "First"), [said("One.")]);
  await eventually(session, ({ agents }) => agents[0]?.state === "complete");
  await before.stop();
  store.answer(session, store.prompt(session, "Second"), [said("Two.")]);
  await watching(store.file);
  const { outcomes, texts } = await eventually(session, (now) => now.texts.includes("Two."));
  expect(outcomes).toEqual(["done", "done"]);
  expect(texts).toEqual(["First", "One.", "Second", "Two."]);
});

test("a crash that loses how far a store was read, and a store written anew, change nothing that is known", async () => {
  const { store, session, start } = aStore();
  const before = await watching(store.file);
  await before.hook(start);
  store.answer(session, store.prompt(session, "First"), [said("One.")]);
  await eventually(session, ({ agents }) => agents[0]?.state === "complete");
  await before.stop();
  await db.pool.query("delete from agents_transcripts");
  await watching(store.file);
  store.prompt(session, "Second");
  const { texts } = await eventually(session, (now) => now.texts.includes("Second"));
  expect(texts).toEqual(["First", "One.", "Second"]);
  store.run(`update event set id = 'new_' || id where aggregate_id = '${session}'`);
  store.prompt(session, "Third");
  const anew = await eventually(session, (now) => now.texts.includes("Third"));
  expect(anew.texts).toEqual(["First", "One.", "Second", "Third"]);
});

test("a recorded session is told by the store alone, that of its child among them", async () => {
  const { store, start } = aStore();
  const recorded = recordedTranscripts("opencode", "interactive");
  store.fill(recorded.values());
  const session = /"sessionID":"([^"]+)"/.exec(recorded.get("") ?? "")?.[1] ?? "";
  const { hook } = await watching(store.file);
  await hook({ ...start, session_id: session });
  const { agents } = await eventually(
    session,
    (now) => now.outcomes.filter((one) => one === "failed").length === 1,
  );
  expect(agents).toHaveLength(2);
  expect(agents[1]).toMatchObject({ agent_type: "general", end_reason: "stopped" });
});

test("one session's words are nobody else's, though all of them share the store", async () => {
  const { store, session, start } = aStore();
  const { hook } = await watching(store.file);
  const other = `ses_${newId()}`;
  store.begin(other);
  await hook(start);
  await hook({ ...start, session_id: other });
  store.prompt(session, "Mine");
  store.prompt(other, "Yours");
  expect((await eventually(session, ({ texts }) => texts.length > 0)).texts).toEqual(["Mine"]);
  expect((await eventually(other, ({ texts }) => texts.length > 0)).texts).toEqual(["Yours"]);
});

test("of a part of many megabytes the beginning is told, and one beyond all measure is passed over", async () => {
  const { store, session, start } = aStore();
  const { hook } = await watching(store.file);
  await hook(start);
  const prompt = store.prompt(session, "Print all");
  store.answer(session, prompt, [called("big", "bash", "x".repeat(8 * 1024 * 1024))], null);
  store.answer(session, prompt, [called("huge", "bash", "x".repeat(40 * 1024 * 1024))], null);
  store.answer(session, prompt, [said("Printed.")]);
  const { turns, problems } = await eventually(
    session,
    (now) => now.texts.includes("Printed.") && now.problems.length > 0,
  );
  expect(turns.map(({ text }) => text)).toEqual(["Print all", "bash", "Printed."]);
  expect(JSON.stringify(turns[1].tool_result).length).toBeLessThan(70_000);
  expect(problems).toEqual(["1 lines are too long to read"]);
});

test("pictures that a person attached stand with their words, and no letter of them anywhere else", async () => {
  const { store, session, start } = aStore();
  const { hook } = await watching(store.file);
  await hook(start);
  const small = aPng(60, 40);
  const large = Buffer.concat([aPng(8, 8), Buffer.alloc(2 * 1024 * 1024)]);
  const tooLarge = Buffer.concat([aPng(9, 9), Buffer.alloc(6 * 1024 * 1024)]);
  const first = store.prompt(session, "What are these?", [small, large, tooLarge].map(attached));
  await eventually(session, ({ texts }) => texts.length === 1);
  store.prompt(session, "And this?", [attached(small)]);
  store.answer(session, first, [said("Pictures.")]);
  const { agents } = await eventually(session, ({ texts }) => texts.includes("Pictures."));
  const turns = () => createAgentReader(db.read).turns(agents[0].id, { from: "oldest", limit: 50 });
  const { items } = await turns();
  const prompts = items.filter(({ actor }) => actor === "user");
  expect(prompts.map(({ text, images }) => [text, images.map(({ bytes, kept }) => [bytes, kept])])).toEqual([
    [
      "What are these?",
      [
        [small.length, true],
        [large.length, true],
        [expect.any(Number), false],
      ],
    ],
    ["And this?", [[small.length, true]]],
  ]);
  const [{ hash } = { hash: "" }] = prompts[0]?.images ?? [];
  const image = await findImage(db.read, agents[0].id, hash);
  expect(image).toEqual({ mediaType: "image/png", data: new Uint8Array(small) });
  const { rows: signals } = await db.pool.query("select payload from agents_signals");
  expect(JSON.stringify(signals)).not.toContain(small.toString("base64").slice(20, 60));
});

test("changes of a later version than is known are reported, and those beside them are told", async () => {
  const { store, session, start } = aStore();
  const { hook } = await watching(store.file);
  await hook(start);
  store.change(session, "message.part.updated.2", { chunk: { text: "In another shape" } });
  store.prompt(session, "As ever");
  const { problems } = await eventually(session, (now) => now.texts.length > 0 && now.problems.length > 0);
  expect(problems).toEqual(["1 lines can't be read"]);
});

test.each<[string, (file: string) => void, RegExp]>([
  ["no file", () => undefined, /no such file/],
  ["a folder", (file) => mkdirSync(file), /is no file/],
  ["a loop of symlinks", (file) => symlinkSync(file, file), /symbolic links/],
  ["no database", (file) => writeFileSync(file, "x".repeat(8_192)), /not a database/],
  [
    "a database of another shape",
    (file) => {
      const store = new OpencodeStore(file);
      store.run("drop table event; create table event (id text)");
      store.close();
    },
    /no such column/,
  ],
])(
  "%s where the store should be is reported, harms nobody, and it is read once it is there",
  async (_, make, why) => {
    const { folder, session, start } = aStore();
    const file = join(folder, "elsewhere", "opencode.db");
    mkdirSync(join(folder, "elsewhere"));
    make(file);
    const { hook } = await watching(file);
    await hook(start);
    await hook({
      ...start,
      hook_event_name: "chat.message",
      message_id: "m0",
      prompt_id: "m0",
      prompt: "By plugin",
    });
    const { problems } = await eventually(session, (now) => now.problems.length > 0);
    expect(problems[0]).toMatch(why);
    rmSync(file, { recursive: true, force: true });
    for (const beside of ["-wal", "-shm"]) rmSync(file + beside, { force: true });
    const store = new OpencodeStore(file);
    onTestFinished(() => store.close());
    store.begin(session);
    store.prompt(session, "By store");
    const well = await eventually(
      session,
      (now) => now.texts.includes("By store") && now.problems.length === 0,
    );
    expect(well.texts).toEqual(["By plugin", "By store"]);
  },
);

test("a store that another has to itself is read once it is free", async () => {
  const { store, session, start } = aStore();
  const { hook } = await watching(store.file);
  const free = store.lock();
  await hook(start);
  await eventually(session, ({ problems }) => problems.length > 0);
  free();
  store.prompt(session, "At last");
  const { texts, problems } = await eventually(
    session,
    (now) => now.texts.length > 0 && now.problems.length === 0,
  );
  expect([texts, problems]).toEqual([["At last"], []]);
});

test("reading leaves the store as it is, and waits for nobody who writes", async () => {
  const { store, session, start } = aStore();
  chmodSync(store.file, 0o600);
  const { hook } = await watching(store.file);
  await hook(start);
  for (let n = 0; n < 50; n++)
    store.answer(session, store.prompt(session, `Prompt ${n}`), [said(`Answer ${n}`)]);
  await eventually(session, (now) => now.texts.includes("Answer 49"));
  // With a reader in the way it could not.
  expect(store.checkpoint()).toBe(0);
});

test("what the children of a child do and take is taken from the store, too", async () => {
  const { store, session, start } = aStore();
  const { hook } = await watching(store.file);
  await hook(start);
  const prompt = store.prompt(session, "Do it");
  const line = [session];
  for (const name of ["child", "grandchild", "great"]) {
    const id = `${session}_${name}`;
    store.begin(id, { parent: line.at(-1) ?? null });
    store.answer(id, store.prompt(id, `For ${name}`), [said(`By ${name}`)]);
    line.push(id);
  }
  // Whatever a store says: a session that its own child began.
  store.run(`update session set parent_id = '${line.at(-1)}' where id = '${session}'`);
  store.answer(session, prompt, [said("Done.")]);
  const { agents, texts, usage } = await eventually(session, ({ usage }) => usage.length === 4);
  expect(agents.filter(({ parent_id }) => parent_id !== null)).toHaveLength(3);
  expect(texts).toEqual(expect.arrayContaining(["By child", "By grandchild", "By great", "Done."]));
  expect(usage.map(({ cost }) => cost)).toEqual(["12500", "12500", "12500", "12500"]);
});
