import { type Recording, readRecording, recording } from "@signalbox/testkit/recordings";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Clock } from "../../kernel/clock.ts";
import { systemClock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { createEventLog } from "../../platform/events/event-log.ts";
import { createFiles } from "./files/files.service.ts";
import { Places } from "./intake/places.ts";
import { hear } from "./intake/receive-hook.ts";
import { Registry } from "./intake/registry.ts";
import { SignalWriter } from "./intake/writer.ts";
import { createKeeping } from "./keeping/keeping.service.ts";
import { createAgentReader } from "./reading/agent-reader.ts";
import { createRecordsReader } from "./reading/records-reader.ts";

const log = pino({ level: "silent" });
const hostId = newId();
const cause = { actor: "system", correlationId: "c" };
const audited: string[] = [];

let db: TestDatabase;
let parts: ReturnType<typeof make>;

const make = () => {
  const events = createEventLog({ db, log });
  const here = () => ({ hostId, projectId: null, branch: null });
  const places = new Places({ placeOf: here, nowhere: here, log });
  const writer = new SignalWriter({ db, events, registry: new Registry(), places, log });
  const reader = createAgentReader(db.read);
  const audit = { record: async (_: unknown, { action }: { action: string }) => void audited.push(action) };
  return {
    ...{ events, writer, reader, records: createRecordsReader(db.read, reader) },
    files: createFiles({ read: db.read, events, reader }),
    keeping: createKeeping({ db, events, clock: systemClock, audit }),
  };
};

beforeAll(async () => {
  db = await testDatabase();
  const now = new Date();
  const host = { id: hostId, key: "k", name: "here", platform: "linux", created_at: now, last_seen_at: now };
  await db.transaction((tx) => tx.insertInto("projects_hosts").values(host).execute());
  parts = make();
});
afterAll(() => db.close());

const start = Date.parse("2026-11-21T12:00:00.000Z");

async function send(payload: Record<string, unknown>, atMs: number): Promise<void> {
  const clock: Clock = { now: () => new Date(start + atMs) };
  const body = Buffer.from(JSON.stringify(payload));
  await parts.writer.write(hear({ backend: "claude", body, headers: {}, correlationId: "c" }, clock));
}

/** Sends a recorded scenario through the door of the hooks, and gives its session's agent. */
async function played({ lines, expected }: Recording) {
  for (const { payload, atMs } of lines) await send(payload, atMs);
  const { items } = await parts.reader.list({ limit: 200 });
  const agent = items.find(({ sessionId }) => sessionId === expected.agents.at(-1)?.sessionId);
  if (agent === undefined) throw new Error("The recording gave no agent");
  return agent;
}

interface Said {
  session: string;
  tools?: readonly (readonly [name: string, input: Record<string, unknown>])[];
  prompt: string;
}

/** A session that was asked one thing, used some tools and ended. */
async function aSession({ session, prompt, tools = [] }: Said) {
  const own = { session_id: session, cwd: "/home/ada/work", prompt_id: `p-${session}` };
  await send({ ...own, hook_event_name: "UserPromptSubmit", prompt }, 0);
  for (const [index, [tool_name, tool_input]] of tools.entries()) {
    const call = { ...own, tool_name, tool_input, tool_use_id: `${session}-${index}` };
    await send({ ...call, hook_event_name: "PreToolUse" }, 1 + index * 2);
    await send({ ...call, hook_event_name: "PostToolUse", tool_response: { ok: true } }, 2 + index * 2);
  }
  await send({ ...own, hook_event_name: "SessionEnd", reason: "other" }, 500);
  const { items } = await parts.reader.list({ limit: 200 });
  const agent = items.find(({ sessionId }) => sessionId === session);
  if (agent === undefined) throw new Error("No agent was made");
  return agent;
}

const textOf = async (pieces: AsyncIterable<string>): Promise<string> => {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
};

test("a search finds turns by parts of names and by how a word begins, the latest first, page by page", async () => {
  const one = await aSession({
    session: "one",
    prompt: "Mend createAgentReader in src/reading/agent-reader.ts",
  });
  const two = await aSession({ session: "two", prompt: "Read snake_case_name, then the agent's files" });
  const find = (q: string, more = {}) => parts.records.search({ q, limit: 50, ...more });
  const agentsOf = async (q: string, more = {}) => (await find(q, more)).items.map(({ agent }) => agent.id);

  expect(await agentsOf("agent-reader.ts")).toEqual([one.id]);
  expect(await agentsOf("createagent")).toEqual([one.id]);
  expect(await agentsOf("case_name")).toEqual([two.id]);
  expect(await agentsOf("agent")).toEqual(expect.arrayContaining([one.id, two.id]));
  expect(await agentsOf("agent", { agentId: one.id })).toEqual([one.id]);
  expect(await agentsOf("agent", { backend: "codex" })).toEqual([]);
  expect(await agentsOf("agent nowhere")).toEqual([]);
  expect(await agentsOf("'; -- |")).toEqual([]);

  const first = await find("agent", { limit: 1 });
  const second = await find("agent", { limit: 1, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...second.items].map(({ turnId }) => turnId)).toEqual(
    (await find("agent")).items.slice(0, 2).map(({ turnId }) => turnId),
  );
  const [hit] = (await find("snake")).items;
  expect((await parts.records.turn(hit?.turnId ?? "")).text).toBe(
    "Read snake_case_name, then the agent's files",
  );
  await expect(parts.records.turn(newId())).rejects.toThrow("No turn");
  expect(hit?.snippet).toEqual([
    { text: "Read ", hit: false },
    { text: "snake", hit: true },
    { text: "_case_name, then the agent's files", hit: false },
  ]);
});

test("a call that had to be permitted is dated by when it ran; the wait before it is told by itself", async () => {
  const own = { session_id: "permitted", cwd: "/home/ada/work", prompt_id: "p-permitted" };
  const write = { tool_name: "Write", tool_input: { file_path: "/home/ada/work/late.ts", content: "1" } };
  const asked = { ...own, ...write, hook_event_name: "PermissionRequest" };
  const minute = 60_000;
  await send({ ...own, hook_event_name: "UserPromptSubmit", prompt: "Write it late" }, 0);
  await send({ ...own, ...write, tool_use_id: "w1", hook_event_name: "PreToolUse" }, 1_000);
  await send(asked, 1_100);
  const done = { tool_use_id: "w1", tool_response: { ok: true }, duration_ms: 2_000 };
  await send({ ...own, ...write, ...done, hook_event_name: "PostToolUse" }, 30 * minute);
  await send({ ...own, hook_event_name: "Stop", last_assistant_message: "Written." }, 31 * minute);
  const { items } = await parts.reader.list({ limit: 200 });
  const { id } = items.find(({ sessionId }) => sessionId === "permitted") ?? { id: "" };

  const at = (atMs: number) => new Date(start + atMs).toISOString();
  const ran = { from: at(30 * minute - 2_000), to: at(30 * minute) };
  const { tools, waits } = await parts.records.timeline(id, {});
  expect(tools).toMatchObject([{ ...ran, calls: 1, tool: "Write" }]);
  expect(waits).toMatchObject([{ from: at(1_100), to: at(30 * minute) }]);
  expect((await parts.records.files(id)).items).toMatchObject([{ lastAt: ran.from }]);
  // A window that it ran in shows it, one that it was only asked for in does not.
  const within = async (from: number, to: number) =>
    (await parts.records.timeline(id, { from: at(from), to: at(to) })).tools.length;
  expect([await within(29 * minute, 31 * minute), await within(0, 5 * minute)]).toEqual([1, 0]);
});

test("the files an agent's tools were told to change are listed once each, the last touched first", async () => {
  const patch = "*** Begin Patch\n*** Update File: src/b.ts\n@@\n*** Add File: src/c.ts\n*** End Patch";
  const agent = await aSession({
    session: "files",
    prompt: "Change things",
    tools: [
      ["Edit", { file_path: "src/a.ts", old_string: "1", new_string: "2" }],
      ["Read", { file_path: "src/only-read.ts" }],
      ["apply_patch", { input: patch }],
      ["Write", { file_path: "src/a.ts", content: "3" }],
    ],
  });
  const { items, more } = await parts.records.files(agent.id);
  expect(items.map(({ path, changes }) => [path, changes])).toEqual([
    ["src/a.ts", 2],
    ["src/b.ts", 1],
    ["src/c.ts", 1],
  ]);
  expect(more).toBe(false);
});

test("what was heard of an agent is read from the newest, as it is stored", async () => {
  const agent = await aSession({ session: "heard", prompt: "Anything" });
  const first = await parts.records.signals(agent.id, { limit: 1 });
  const rest = await parts.records.signals(agent.id, { limit: 50, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...rest.items].map(({ event }) => event)).toEqual([
    "SessionEnd",
    "UserPromptSubmit",
  ]);
  expect(rest.items[0]?.payload).toMatchObject({ prompt: "Anything" });
  await expect(parts.records.signals(newId(), { limit: 1 })).rejects.toThrow("No agent");
});

test("an export has the whole conversation, and a text in it ends no fence", async () => {
  const fence = "```";
  const agent = await aSession({
    session: "exported",
    prompt: "Say what is in the file",
    tools: [["Write", { file_path: "a.md", content: `${fence}\n# Not a heading\n${fence}` }]],
  });
  const json = JSON.parse(await textOf(parts.files.export(agent, "json")));
  expect(json.agent.id).toBe(agent.id);
  expect(json.commands).toHaveLength(1);
  expect(json.turns.map(({ tool }: { tool: { name: string } | null }) => tool?.name ?? null)).toEqual([
    null,
    "Write",
  ]);
  const markdown = await textOf(parts.files.export(agent, "markdown"));
  expect(markdown).toContain("## Say what is in the file");
  expect(markdown).toContain("**Write**");
});

test.each(["ss", "err-401", "sig-tool", "remote-answer"])(
  "the recording of a played %s is what was played, with what it must give",
  async (name) => {
    const scenario = recording(name);
    const agent = await played(scenario);
    const made = readRecording(name, await textOf(parts.files.recording(agent)));
    expect(made).toEqual(scenario);
  },
);

test("a recording names no home folder", async () => {
  const agent = await aSession({ session: "homely", prompt: "See /Users/ada/secret.txt" });
  const text = await textOf(parts.files.recording(agent));
  expect(text).not.toContain("ada");
  expect(text).toContain("/home/user/work");
});

test("an ended agent that is put away leaves the lists until it is asked for, or goes on", async () => {
  const agent = await aSession({ session: "away", prompt: "Anything" });
  const listed = async (archived?: boolean) =>
    (await parts.reader.list({ limit: 200, archived })).items.some(({ id }) => id === agent.id);
  await parts.keeping.archive(agent.id, true, cause);
  expect([await listed(), await listed(true)]).toEqual([false, true]);
  expect((await parts.reader.get(agent.id)).archivedAt).not.toBeNull();

  await send({ session_id: "away", hook_event_name: "SessionStart", source: "resume", cwd: "/" }, 900);
  expect([await listed(), await listed(true)]).toEqual([true, false]);
  await expect(parts.keeping.archive(agent.id, true, cause)).rejects.toThrow("has not ended");
  await parts.keeping.archive(agent.id, false, cause);
  expect(audited).toEqual(["agent.archived", "agent.brought_back"]);
});

test("an erased agent is gone with all that it did, and begins anew when it is heard of again", async () => {
  const own = { session_id: "gone", cwd: "/", prompt_id: "p" };
  await send({ ...own, hook_event_name: "UserPromptSubmit", prompt: "Anything" }, 0);
  const find = async () =>
    (await parts.reader.list({ limit: 200 })).items.find(({ sessionId }) => sessionId === "gone");
  const id = (await find())?.id ?? "";
  await expect(parts.keeping.erase(id, { force: false }, cause)).rejects.toThrow("has not ended");
  await parts.keeping.erase(id, { force: true }, cause);
  expect(await find()).toBeUndefined();
  for (const table of ["agents_turns", "agents_commands", "agents_signals"] as const)
    expect(await db.read.selectFrom(table).where("agent_id", "=", id).select("id").execute()).toEqual([]);
  const referring = await db.read.selectFrom("events").where("agent_id", "=", id).select("id").execute();
  expect(referring).toEqual([]);
  const erased = await db.read
    .selectFrom("events")
    .where("type", "=", "agent.erased")
    .select("subject_id")
    .execute();
  expect(erased).toEqual([{ subject_id: id }]);

  await send(
    { ...own, hook_event_name: "Stop", last_assistant_message: "Done.", stop_hook_active: false },
    50,
  );
  const again = await find();
  expect(again?.id).not.toBe(id);
  const parked = await db.read
    .selectFrom("agents_signals")
    .where("error", "is not", null)
    .select("id")
    .execute();
  expect(parked).toEqual([]);
});
