import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OpencodeStore, said } from "@signalbox/testkit/opencode-store";
import { recordedTranscripts } from "@signalbox/testkit/recordings";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { SqliteReader } from "../../../platform/sqlite/sqlite-reader.ts";
import { Places } from "../intake/places.ts";
import { importSessions } from "./import-sessions.ts";

let db: TestDatabase;
let folder: string;
let store: OpencodeStore;
const stores = new SqliteReader();
const hostId = newId();
const log = pino({ level: "silent" });
const here = () => ({ hostId, projectId: null, branch: null });
const places = new Places({ placeOf: here, nowhere: here, log });

beforeAll(async () => {
  db = await testDatabase();
  const now = new Date();
  const host = { id: hostId, key: "k", name: "here", platform: "linux", created_at: now, last_seen_at: now };
  await db.transaction((tx) => tx.insertInto("projects_hosts").values(host).execute());
});
afterAll(async () => {
  await stores.stop();
  await db.close();
});
beforeEach(async () => {
  folder = temporaryFolder("imports-store");
  store = new OpencodeStore(join(folder, "opencode.db"));
  await db.pool.query("truncate agents, events cascade");
});
afterEach(() => {
  store.close();
  removeFolder(folder);
});

const hourMs = 3_600_000;

/** What is imported an hour after it was written. */
const runImport = async (file = store.file) => {
  const told: string[] = [];
  const nowhere = join(folder, "none");
  const cliFolders = { claude: nowhere, codex: nowhere, gemini: nowhere, opencode: nowhere };
  const result = await importSessions(
    { db, places, stores, hostId: () => hostId, now: () => new Date(Date.now() + hourMs) },
    {
      ...{ days: 7, cliFolders, cliStores: { opencode: file }, signal: new AbortController().signal },
      progress: async (percent) => void told.push(String(percent)),
    },
  );
  return { ...result, told };
};

const agents = () => db.read.selectFrom("agents").selectAll().orderBy("started_at").execute();
const turns = () => db.read.selectFrom("agents_turns").selectAll().orderBy("at").execute();

test("OpenCode's sessions from before are there with their commands and children, over, and once", async () => {
  const recorded = recordedTranscripts("opencode", "interactive");
  // As if it was of this week.
  const shift = Date.now() - Date.parse(/"timestamp":"([^"]+)"/.exec(recorded.get("") ?? "")?.[1] ?? "");
  store.fill([...recorded.values()].map((text) => later(text, shift)));
  expect(await runImport()).toMatchObject({ files: 1, imported: 1, faulty: 0, told: ["99"] });
  const found = await agents();
  expect(found.map(({ parent_id }) => parent_id === null)).toEqual([true, false]);
  expect(found.every(({ ended_at }) => ended_at !== null)).toBe(true);
  const commands = await db.read.selectFrom("agents_commands").selectAll().orderBy("started_at").execute();
  const own = commands.filter(({ agent_id }) => agent_id === found[0]?.id);
  expect(own.map(({ outcome }) => outcome)).toEqual([
    ...["done", "done", "done", "done", "done", "interrupted", "interrupted"],
    ...["done", "done", "done", "failed", "done"],
  ]);
  const before = JSON.stringify([await agents(), commands, await turns()]);
  expect(await runImport()).toMatchObject({ files: 1, imported: 0, signals: 0 });
  const again = await db.read.selectFrom("agents_commands").selectAll().orderBy("started_at").execute();
  expect(JSON.stringify([await agents(), again, await turns()])).toBe(before);
  expect(await db.read.selectFrom("events").selectAll().execute()).toEqual([]);
});

/** A recording with its times moved. */
const later = (text: string, byMs: number): string =>
  text
    .replace(/\b17\d{11}\b/g, (time) => String(Number(time) + byMs))
    .replace(/"timestamp":"([^"]+)"/g, (_, time) => {
      return `"timestamp":"${new Date(Date.parse(time) + byMs).toISOString()}"`;
    });

test("of many sessions the newest come first, and those from before the time not at all", async () => {
  const day = 24 * hourMs;
  for (const [name, days] of [
    ["old", 9],
    ["older", 3],
    ["newest", 1],
  ] as const) {
    const at = Date.now() - days * day;
    store.begin(name, { at });
    store.answer(name, store.prompt(name, `Ask ${name}`), [said("Done.")]);
    store.run(`update session set time_updated = ${at} where id = '${name}'`);
  }
  expect(await runImport()).toMatchObject({ files: 2, imported: 2 });
  const found = await db.read.selectFrom("agents").selectAll().orderBy("id").execute();
  expect(found.map(({ session_id }) => session_id)).toEqual(["newest", "older"]);
});

test("a session that went on since is imported on from there", async () => {
  store.begin("s");
  store.answer("s", store.prompt("s", "First"), [said("One.")]);
  await runImport();
  store.answer("s", store.prompt("s", "Second"), [said("Two.")]);
  expect(await runImport()).toMatchObject({ imported: 1 });
  expect((await turns()).map(({ text }) => text)).toEqual(["First", "One.", "Second", "Two."]);
  expect(await agents()).toHaveLength(1);
});

test.each<[string, (file: string) => void, number]>([
  ["no file", () => undefined, 0],
  ["a folder", (file) => mkdirSync(file), 0],
  ["a loop of symlinks", (file) => symlinkSync(file, file), 1],
  ["no database", (file) => writeFileSync(file, "x".repeat(8_192)), 1],
])("%s where the store should be stops no import", async (_, make, faulty) => {
  const file = join(folder, "other.db");
  make(file);
  expect(await runImport(file)).toMatchObject({ files: 0, faulty });
});
