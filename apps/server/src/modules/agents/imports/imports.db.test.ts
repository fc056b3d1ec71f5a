import { chmodSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { recordedTranscripts } from "@signalbox/testkit/recordings";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { createEventLog } from "../../../platform/events/event-log.ts";
import { SqliteReader } from "../../../platform/sqlite/sqlite-reader.ts";
import { readClaudeHook } from "../../backends/index.ts";
import { keepErasure } from "../intake/erasures.ts";
import { Places } from "../intake/places.ts";
import { Registry } from "../intake/registry.ts";
import { SignalWriter } from "../intake/writer.ts";
import { findReadTo } from "../transcripts/transcripts.repository.ts";
import { importSessions } from "./import-sessions.ts";

let db: TestDatabase;
let folder: string;
const hostId = newId();
const log = pino({ level: "silent" });
const now = new Date("2026-11-28T12:00:00Z");
const earlier = new Date(now.getTime() - 3_600_000);
const here = () => ({ hostId, projectId: null, branch: null });
const stores = new SqliteReader();
const places = new Places({ placeOf: here, nowhere: here, log });

beforeAll(async () => {
  db = await testDatabase();
  const host = { id: hostId, key: "k", name: "here", platform: "linux", created_at: now, last_seen_at: now };
  await db.transaction((tx) => tx.insertInto("projects_hosts").values(host).execute());
});
afterAll(async () => {
  await stores.stop();
  await db.close();
});
beforeEach(async () => {
  folder = temporaryFolder("imports");
  await db.pool.query("truncate agents, events cascade");
});
afterEach(() => removeFolder(folder));

const cliFolders = () => ({
  claude: join(folder, "claude"),
  codex: join(folder, "codex"),
  gemini: join(folder, "gemini"),
  opencode: join(folder, "opencode"),
});

function put(path: string, content: string | Buffer, writtenAt = earlier): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  utimesSync(file, writtenAt, writtenAt);
  return file;
}

const cliStores = () => ({ opencode: join(folder, "opencode", "opencode.db") });

const idIn = (text: string) => /"session_?[iI]d":\s*"([^"]+)"/.exec(text)?.[1] ?? "none";

/** A recorded session, where its CLI would have written it. */
function putClaude(name: string, project = "-work"): string {
  const files = recordedTranscripts("claude", name);
  const own = files.get("") ?? "";
  const session = idIn(own);
  for (const [rest, text] of files)
    put(
      rest === ""
        ? `claude/projects/${project}/${session}.jsonl`
        : `claude/projects/${project}/${session}/subagents/${rest.replace(/^\./, "")}.jsonl`,
      text,
    );
  return session;
}

/** A hook of a session that nobody heard before. */
async function hear(session: string): Promise<void> {
  const writer = new SignalWriter({
    ...{ db, events: createEventLog({ db, log }), registry: new Registry(), places, log },
  });
  const payload = {
    session_id: session,
    hook_event_name: "UserPromptSubmit",
    prompt_id: "new",
    prompt: "Go on",
  };
  const process = { pid: 7, pane: null, entry: null };
  const signal = readClaudeHook(payload, { at: now, process });
  if ("reason" in signal) throw new Error(signal.reason);
  const marks = { signalId: null, fingerprint: "f" };
  const ids = { id: newId(), correlationId: "c", backend: "claude", testId: null };
  await writer.write({ ...ids, event: signal.event, at: now, payload, size: 1, signal, marks });
}

/** A session of so many prompts with their answers. */
function longSession(prompts: number): string {
  const line = (n: number, type: string, content: unknown) =>
    JSON.stringify({
      ...{ type, sessionId: "long", cwd: "/", uuid: `${type} ${n}`, promptId: `p${n}` },
      timestamp: new Date(
        earlier.getTime() - 7_200_000 + n * 2_000 + (type === "user" ? 0 : 1_000),
      ).toISOString(),
      message: { id: `m${n}`, role: type, content, stop_reason: "end_turn" },
    });
  return Array.from({ length: prompts }, (_, n) => [
    line(n, "user", `Do ${n}`),
    line(n, "assistant", [{ type: "text", text: `${n} is done. ${"x".repeat(800)}` }]),
  ])
    .flat()
    .join("\n")
    .concat("\n");
}

const runImport = (at = now, signal = new AbortController().signal) =>
  importSessions(
    { db, places, stores, hostId: () => hostId, now: () => at },
    { days: 10, cliFolders: cliFolders(), cliStores: cliStores(), signal, progress: async () => {} },
  );

const agents = () => db.read.selectFrom("agents").selectAll().orderBy("started_at").execute();
const commands = () => db.read.selectFrom("agents_commands").selectAll().orderBy("started_at").execute();
const turns = () => db.read.selectFrom("agents_turns").selectAll().orderBy("at").execute();
const everything = async () => JSON.stringify([await agents(), await commands(), await turns()]);

test("sessions from before are there with their commands and turns, over, at the times of their lines", async () => {
  const claude = putClaude("headless-basic");
  putClaude("tmux-interactive");
  const codex = recordedTranscripts("codex", "exec-basic").get("") ?? "";
  put("codex/sessions/2026/11/21/rollout-2026-11-21T09-09-32-x.jsonl", codex);
  const gemini = recordedTranscripts("gemini", "headless-basic").get("") ?? "";
  put("gemini/tmp/project/chats/session-2026-x.jsonl", gemini);
  expect(await runImport()).toMatchObject({ files: 4, imported: 4, faulty: 0, problems: [] });
  const sessions = (await agents()).filter(({ parent_id }) => parent_id === null);
  expect(sessions.map(({ backend }) => backend).sort()).toEqual(["claude", "claude", "codex", "gemini"]);
  for (const agent of await agents()) {
    expect(agent.ended_at).not.toBeNull();
    expect(agent.ended_at?.getTime()).toBeLessThan(earlier.getTime());
  }
  expect((await commands()).map(({ state }) => state)).not.toContain("processing");
  expect((await commands()).filter(({ outcome }) => outcome === "done").length).toBeGreaterThanOrEqual(3);
  expect(sessions.map(({ session_id }) => session_id)).toContain(claude);
  expect((await agents()).some(({ parent_id }) => parent_id !== null)).toBe(true);
});

test("importing tells nobody: there is no event, no open question and no live agent", async () => {
  putClaude("tmux-interactive");
  await runImport();
  expect(await db.read.selectFrom("events").selectAll().execute()).toEqual([]);
  const open = db.read.selectFrom("agents_questions").where("closed_at", "is", null).selectAll();
  expect(await open.execute()).toEqual([]);
});

test("importing twice changes nothing", async () => {
  putClaude("tmux-interactive");
  putClaude("headless-basic");
  await runImport();
  const once = await everything();
  expect(await runImport()).toMatchObject({ files: 2, imported: 0 });
  expect(await everything()).toBe(once);
});

test("a session that was erased is not imported again", async () => {
  putClaude("headless-basic");
  await runImport();
  const [agent] = await agents();
  await db.transaction(async (tx) => {
    await tx.deleteFrom("agents").execute();
    await keepErasure(
      tx,
      { hostId, backend: "claude", sessionId: agent?.session_id ?? "", childId: null },
      now,
    );
  });
  await runImport();
  expect(await agents()).toEqual([]);
  await db.pool.query("delete from agents_erased");
});

test("a session whose transcript went on is imported on from there", async () => {
  const text = recordedTranscripts("claude", "tmux-interactive").get("") ?? "";
  const path = `claude/projects/-work/${idIn(text)}.jsonl`;
  put(path, text);
  await runImport();
  const whole = (await turns()).map(({ identity }) => identity);
  await db.pool.query("truncate agents cascade");
  const lines = text.split("\n");
  put(path, `${lines.slice(0, Math.floor(lines.length / 2)).join("\n")}\n`);
  await runImport();
  expect((await turns()).length).toBeLessThan(whole.length);
  put(path, text);
  await runImport();
  expect((await turns()).map(({ identity }) => identity)).toEqual(whole);
  expect(await agents()).toHaveLength(1);
});

test("a session that is heard keeps its state, and gets what was before as closed commands", async () => {
  const session = putClaude("tmux-interactive");
  await hear(session);
  const [before] = await agents();
  await runImport();
  expect(await agents()).toEqual([before]);
  const all = await commands();
  expect(all.length).toBeGreaterThan(1);
  expect(all.filter(({ state }) => state !== "complete")).toMatchObject([{ instruction: "Go on" }]);
  const once = await everything();
  await runImport();
  expect(await everything()).toBe(once);
});

test("a session that is heard while it is imported lives, and is read on from where the import came", async () => {
  const path = put("claude/projects/-work/long.jsonl", longSession(1_000));
  let commits = 0;
  const batch: TestDatabase["batch"] = async (statements) => {
    const rows = await db.batch(statements);
    commits += 1;
    if (commits === 1) await hear("long");
    return rows;
  };
  const means = { db: { ...db, batch }, places, stores, hostId: () => hostId, now: () => now };
  const signal = new AbortController().signal;
  const result = await importSessions(means, {
    ...{ days: 10, cliFolders: cliFolders(), cliStores: cliStores(), signal, progress: async () => {} },
  });
  expect(result.problems).toEqual([]);
  expect(commits).toBe(1);
  const [agent] = await agents();
  expect(agent).toMatchObject({ state: "commanded", ended_at: null, title: "Go on" });
  const readPlaces = await findReadTo(db.read, { hostId, backend: "claude", sessionId: "long" });
  const readTo = readPlaces.get(path)?.place.readTo ?? 0;
  expect(readTo).toBeGreaterThan(0);
  expect(readTo).toBeLessThan(longSession(1_000).length);
  const before = await everything();
  await runImport();
  expect(await everything()).toBe(before);
});

test("of a session of many commands each is there once, done", async () => {
  put("claude/projects/-work/long.jsonl", longSession(700));
  await runImport();
  const all = await commands();
  expect(all).toHaveLength(700);
  expect(new Set(all.map(({ outcome }) => outcome))).toEqual(new Set(["done"]));
  expect(await turns()).toHaveLength(1_400);
});

test("a transcript that is being written is left for the next time", async () => {
  const session = putClaude("headless-basic");
  const path = join(folder, `claude/projects/-work/${session}.jsonl`);
  utimesSync(path, now, now);
  expect(await runImport()).toMatchObject({ files: 1, imported: 0 });
  expect(await agents()).toEqual([]);
});

test("what is no transcript harms no other, and is reported", async () => {
  const session = putClaude("headless-basic");
  put("claude/projects/-work/binary.jsonl", Buffer.from([0, 255, 10, 0, 1, 2, 10]));
  put("claude/projects/-work/broken.jsonl", '{"type":"user", "sessionId"\n{"type":"assistant"\n');
  put("claude/projects/-work/half.jsonl", '{"type":"user"');
  const own = join(folder, `claude/projects/-work/${session}.jsonl`);
  mkdirSync(join(folder, "claude/projects/-linked"), { recursive: true });
  symlinkSync(own, join(folder, "claude/projects/-linked/again.jsonl"));
  symlinkSync(join(folder, "claude/projects"), join(folder, "claude/projects/loop"));
  symlinkSync("self", join(folder, "claude/projects/self"));
  mkdirSync(join(folder, "claude/projects/-work/folder.jsonl"));
  const result = await runImport();
  expect(result.imported).toBe(1);
  expect(result.problems.map(({ reason }) => reason)).toContain("2 lines can't be read");
  expect(result.problems.some(({ path }) => path.endsWith("self"))).toBe(true);
  expect(await agents()).toHaveLength(1);
});

test("a line of 100 MB is passed over, and what follows it is imported", async () => {
  const session = putClaude("headless-basic");
  const text = recordedTranscripts("claude", "headless-basic").get("") ?? "";
  const huge = Buffer.concat([Buffer.alloc(100 * 1024 * 1024, "a"), Buffer.from(`\n${text}`)]);
  put(`claude/projects/-work/${session}.jsonl`, huge);
  const result = await runImport();
  expect(result).toMatchObject({ imported: 1, faulty: 1 });
  expect(result.problems[0]?.reason).toContain("too long");
});

test("what may not be read is reported, and harms no other", async () => {
  putClaude("headless-basic");
  const locked = put("claude/projects/-locked/one.jsonl", "{}\n");
  chmodSync(dirname(locked), 0o000);
  const result = await runImport();
  chmodSync(dirname(locked), 0o700);
  // To root nothing is denied.
  expect(result).toMatchObject({ imported: 1, faulty: process.getuid?.() === 0 ? 0 : 1 });
});

test("an import that is cancelled stops, and the next one does the rest", async () => {
  putClaude("headless-basic");
  putClaude("tmux-interactive");
  const cancel = new AbortController();
  cancel.abort();
  await expect(runImport(now, cancel.signal)).rejects.toThrow();
  expect(await agents()).toEqual([]);
  expect(await runImport()).toMatchObject({ imported: 2 });
});
