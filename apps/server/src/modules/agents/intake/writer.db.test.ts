import { recording } from "@signalbox/testkit/recordings";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hashText, newId } from "../../../kernel/ids.ts";
import type { Db } from "../../../platform/database/database.ts";
import { databaseErrors } from "../../../platform/database/errors.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { createEventLog } from "../../../platform/events/event-log.ts";
import { readClaudeHook } from "../../backends/index.ts";
import { findQuestions } from "../reading/questions.repository.ts";
import type { Heard } from "./heard.ts";
import { Places } from "./places.ts";
import { Registry } from "./registry.ts";
import { SignalWriter } from "./writer.ts";

let db: TestDatabase;
let hostId: string;
const log = pino({ level: "silent" });

beforeAll(async () => {
  db = await testDatabase();
  hostId = newId();
  const now = new Date();
  await db.transaction((tx) =>
    tx
      .insertInto("projects_hosts")
      .values({ id: hostId, key: "k", name: "here", platform: "linux", created_at: now, last_seen_at: now })
      .execute(),
  );
});
afterAll(() => db.close());

/** A writer as after a start of the server: its memory is empty. */
function aWriter(on: Db = db): SignalWriter {
  const events = createEventLog({ db: on, log });
  const here = () => ({ hostId, projectId: null, branch: "main" });
  const places = new Places({ placeOf: here, nowhere: here, log });
  return new SignalWriter({ db: on, events, registry: new Registry(), places, log });
}

function heard(payload: unknown, at: Date, signalId: string | null = null): Heard {
  const process = { pid: 7, pane: null, entry: null };
  const signal = readClaudeHook(payload, { at, process });
  if ("reason" in signal) throw new Error(signal.reason);
  const body = JSON.stringify(payload);
  const marks = { signalId, fingerprint: hashText(body) };
  return {
    id: newId(),
    backend: "claude",
    event: signal.event,
    at,
    correlationId: "c",
    payload,
    size: body.length,
    signal,
    testId: null,
    marks,
  };
}

const prompt = (session: string, text: string, promptId = "p1") => ({
  session_id: session,
  hook_event_name: "UserPromptSubmit",
  prompt_id: promptId,
  prompt: text,
});

const parked = async () =>
  (await db.read.selectFrom("agents_signals").where("error", "is not", null).select("id").execute()).length;

const agentRow = (session: string) =>
  db.read.selectFrom("agents").where("session_id", "=", session).selectAll().executeTakeFirstOrThrow();

test("what two nodes hear of one agent at the same time is decided one after the other, and nothing is lost", async () => {
  const nodes = [aWriter(), aWriter()];
  const steps = Array.from({ length: 30 }, (_, n) => `step ${n}`);
  const start = Date.now();
  await Promise.all(
    steps.map(async (step, n) => {
      const tool = {
        session_id: "shared",
        prompt_id: "p1",
        tool_name: "Bash",
        tool_input: { command: step },
      };
      const at = new Date(start + n);
      const use = { ...tool, hook_event_name: "PreToolUse", tool_use_id: step };
      const done = { ...tool, hook_event_name: "PostToolUse", tool_use_id: step, tool_response: {} };
      await nodes[n % 2]?.write(heard(use, at));
      await nodes[(n + 1) % 2]?.write(heard(done, at));
    }),
  );
  const agent = await agentRow("shared");
  const signals = await db.read
    .selectFrom("agents_signals")
    .where("agent_id", "=", agent.id)
    .select("error")
    .execute();
  expect(signals).toEqual(steps.flatMap(() => [{ error: null }, { error: null }]));
  const turns = await db.read
    .selectFrom("agents_turns")
    .where("agent_id", "=", agent.id)
    .select("id")
    .execute();
  expect(turns).toHaveLength(steps.length);
  expect(agent.revision).toBeGreaterThanOrEqual(2);
});

test("a written signal is stored with its agent, command, turn and events", async () => {
  await aWriter().write(heard(prompt("s-1", "Build it"), new Date()));
  const agent = await agentRow("s-1");
  expect(agent).toMatchObject({ state: "commanded", title: "Build it", branch: "main" });
  const events = await db.read
    .selectFrom("events")
    .where("agent_id", "=", agent.id)
    .select("type")
    .orderBy("position")
    .execute();
  expect(events.map(({ type }) => type)).toEqual(["agent.started", "command.opened", "turn.recorded"]);
});

test("a writer that starts anew goes on where the one before ended", async () => {
  const at = new Date();
  await aWriter().write(heard(prompt("s-2", "Go"), at));
  const stop = {
    session_id: "s-2",
    hook_event_name: "Stop",
    prompt_id: "p1",
    last_assistant_message: "Done.",
  };
  await aWriter().write(heard(stop, at));
  expect(await agentRow("s-2")).toMatchObject({ state: "complete" });
});

test("a signal sent again with its id after a restart changes nothing", async () => {
  const first = { session_id: "s-3", hook_event_name: "UserPromptSubmit", prompt_id: "p1", prompt: "One" };
  await aWriter().write(heard(first, new Date(1_000), "sender-1"));
  await aWriter().write(heard(first, new Date(60_000), "sender-1"));
  const agent = await agentRow("s-3");
  const turns = await db.read
    .selectFrom("agents_turns")
    .where("agent_id", "=", agent.id)
    .select("id")
    .execute();
  expect(turns).toHaveLength(1);
});

test("a tool call sent again after a restart is a double, even when it was forgotten in memory", async () => {
  const call = { hook_event_name: "PreToolUse", tool_name: "Bash", tool_input: { command: "ls" } };
  const writer = aWriter();
  for (let i = 0; i < 40; i++) {
    await writer.write(
      heard({ ...call, session_id: "s-4", prompt_id: "p", tool_use_id: `t-${i}` }, new Date()),
    );
  }
  await writer.write(heard({ ...call, session_id: "s-4", prompt_id: "p", tool_use_id: "t-0" }, new Date()));
  const agent = await agentRow("s-4");
  const signals = await db.read
    .selectFrom("agents_signals")
    .where("agent_id", "=", agent.id)
    .select("id")
    .execute();
  expect(signals).toHaveLength(40);
});

describe("a poisonous signal", () => {
  beforeAll(async () => {
    await db.pool.query(`create function refuse_poison() returns trigger language plpgsql as $$
      begin if new.event = 'Poison' then raise exception 'poison'; end if; return new; end $$`);
    await db.pool.query(
      "create trigger poison before insert on agents_signals for each row when (new.error is null) execute function refuse_poison()",
    );
  });

  test("is parked with its error, and the rest of its batch and of its lane goes on", async () => {
    const writer = aWriter();
    const poison = { session_id: "s-5", hook_event_name: "Poison" };
    const at = new Date();
    await Promise.all([
      writer.write(heard(prompt("s-5", "Before"), at)),
      writer.write(heard(poison, at)),
      writer.write(heard(prompt("s-6", "Another lane"), at)),
    ]);
    await writer.write(heard({ session_id: "s-5", hook_event_name: "Stop", prompt_id: "p1" }, at));
    expect(await agentRow("s-5")).toMatchObject({ state: "complete" });
    expect(await agentRow("s-6")).toMatchObject({ state: "commanded" });
    const parked = await db.read
      .selectFrom("agents_signals")
      .where("error", "is not", null)
      .selectAll()
      .execute();
    expect(parked).toMatchObject([{ event: "Poison", error: expect.stringContaining("poison") }]);
  });
});

test("a permission asked again after many others is no double", async () => {
  const writer = aWriter();
  const start = Date.now();
  let at = start;
  const ask = (command: string) => {
    at += 10_000;
    const asks = { session_id: "s-7", hook_event_name: "PermissionRequest", prompt_id: "p1" };
    return writer.write(heard({ ...asks, tool_name: "Bash", tool_input: { command } }, new Date(at)));
  };
  await writer.write(heard(prompt("s-7", "Go"), new Date(start)));
  await ask("npm test");
  for (let i = 0; i < 20; i++) await ask(`step ${i}`);
  await ask("npm test");
  const agent = await agentRow("s-7");
  expect(agent.state).toBe("awaiting_input");
  const questions = await findQuestions(db.read, agent.id, {
    order: "asc",
    after: undefined,
    limit: 50,
  });
  expect(questions).toHaveLength(22);
  expect(questions.at(-1)).toMatchObject({ text: "Run npm test", state: "open" });
});

test("a whole session sent again after a restart changes nothing and parks nothing", async () => {
  const { lines } = recording("headless-basic");
  const sent = lines.filter(({ payload }) => "tool_use_id" in payload);
  const at = new Date();
  for (const { payload } of sent) await aWriter().write(heard({ ...payload, session_id: "s-8" }, at));
  const count = async () => {
    const { id } = await agentRow("s-8");
    return (await db.read.selectFrom("agents_signals").where("agent_id", "=", id).select("id").execute())
      .length;
  };
  const before = await count();
  const parkedBefore = await parked();
  for (const { payload } of sent) await aWriter().write(heard({ ...payload, session_id: "s-8" }, at));
  expect(await count()).toBe(before);
  expect(await parked()).toBe(parkedBefore);
});

test("on a full disk a sender is told so at once, and what comes after it is as if nothing had been", async () => {
  let isFull = false;
  const batch: Db["batch"] = (statements) =>
    isFull ? Promise.reject(databaseErrors.diskFull()) : db.batch(statements);
  const writer = aWriter({ ...db, batch });
  const stop = { session_id: "s-full", hook_event_name: "Stop", prompt_id: "p1" };
  await writer.write(heard(prompt("s-full", "Go"), new Date()));
  isFull = true;
  await expect(writer.write(heard(stop, new Date()))).rejects.toMatchObject({ code: "database.disk_full" });
  isFull = false;
  expect(await agentRow("s-full")).toMatchObject({ state: "commanded" });
  await writer.write(heard(stop, new Date()));
  expect(await agentRow("s-full")).toMatchObject({ state: "complete" });
});

test("a session whose agent another node's retention removed meanwhile is followed, and parks nothing", async () => {
  const writer = aWriter();
  await writer.write(heard(prompt("s-removed", "Go"), new Date()));
  const parkedBefore = await parked();
  await db.pool.query("delete from agents where session_id = 's-removed'");
  const said = { hook_event_name: "Stop", last_assistant_message: "Done." };
  const stop = { session_id: "s-removed", prompt_id: "p1", ...said };
  await writer.write(heard(stop, new Date()));
  expect(await agentRow("s-removed")).toMatchObject({ session_id: "s-removed" });
  expect(await parked()).toBe(parkedBefore);
});

test("a signal that somebody's cancel or a limit of time met is tried again, and not parked", async () => {
  const faults = ["57014", "55P03"].map((code) => Object.assign(new Error("canceled"), { code }));
  const batch: Db["batch"] = (statements) => {
    const fault = faults.pop();
    return fault === undefined ? db.batch(statements) : Promise.reject(fault);
  };
  const parkedBefore = await parked();
  await aWriter({ ...db, batch }).write(heard(prompt("s-cancelled", "Go"), new Date()));
  expect(await agentRow("s-cancelled")).toMatchObject({ state: "commanded" });
  expect(await parked()).toBe(parkedBefore);
});

test("a clock that steps back stops nothing", async () => {
  const writer = aWriter();
  const now = Date.now();
  await writer.write(heard(prompt("s-9", "Go"), new Date(now)));
  await writer.write(
    heard({ session_id: "s-9", hook_event_name: "Stop", prompt_id: "p1" }, new Date(now - 60_000)),
  );
  expect(await agentRow("s-9")).toMatchObject({ state: "complete" });
});

test("a session that goes on after retention removed its agent is followed all the same, and parks nothing", async () => {
  const writer = aWriter();
  const end = { session_id: "s-gone", hook_event_name: "SessionEnd", reason: "other" };
  await writer.write(heard(prompt("s-gone", "Go"), new Date()));
  await writer.write(heard(end, new Date()));
  const parkedBefore = await parked();
  await db.pool.query("delete from agents where session_id = 's-gone'");
  const resumed = { session_id: "s-gone", hook_event_name: "SessionStart", source: "resume" };
  await writer.write(heard(resumed, new Date()));
  await writer.write(heard({ ...prompt("s-gone", "Go on"), prompt_id: "p2" }, new Date()));
  expect(await agentRow("s-gone")).toMatchObject({ state: "commanded" });
  expect(await parked()).toBe(parkedBefore);
});
