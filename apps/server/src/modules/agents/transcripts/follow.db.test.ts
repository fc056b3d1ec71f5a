import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { recordedTranscripts } from "@signalbox/testkit/recordings";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { pino } from "pino";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { createEventLog } from "../../../platform/events/event-log.ts";
import { createPatientReads, type PatientReads } from "../../../platform/files/patient-reads.ts";
import { SqliteReader } from "../../../platform/sqlite/sqlite-reader.ts";
import { Places } from "../intake/places.ts";
import { hear } from "../intake/receive-hook.ts";
import { Registry } from "../intake/registry.ts";
import { nudgeFor } from "../intake/transcript-lines.ts";
import { SignalWriter } from "../intake/writer.ts";
import { createKeeping } from "../keeping/keeping.service.ts";
import { TranscriptFollower } from "./follower.ts";
import { findLiveSessions, findReadTo, storeReadTo } from "./transcripts.repository.ts";

let db: TestDatabase;
const hostId = newId();
const log = pino({ level: "silent" });

beforeAll(async () => {
  db = await testDatabase();
  const now = new Date();
  await db.transaction((tx) =>
    tx
      .insertInto("projects_hosts")
      .values({ id: hostId, key: "k", name: "here", platform: "linux", created_at: now, last_seen_at: now })
      .execute(),
  );
});
afterAll(() => db.close());

/** What hears hooks and follows transcripts, as after a start of the server. */
async function watching({ reads }: { reads?: PatientReads } = {}) {
  const here = () => ({ hostId, projectId: null, branch: null });
  const places = new Places({ placeOf: here, nowhere: here, log });
  const transcripts: TranscriptFollower = new TranscriptFollower({
    log,
    nudge: (session) => writer.readTranscript(nudgeFor(session, new Date())),
    live: () => findLiveSessions(db.read, hostId),
    readTo: (session) => findReadTo(db.read, { ...session, hostId }),
    store: (session, files) => storeReadTo(db, { ...session, hostId }, { files, at: new Date() }),
    stores: new SqliteReader(),
    ...(reads === undefined ? {} : { reads }),
  });
  const events = createEventLog({ db, log });
  const registry = new Registry();
  const writer: SignalWriter = new SignalWriter({ ...{ db, events, registry, places, log, transcripts } });
  await transcripts.start();
  const hook = (payload: object) =>
    writer.write(
      hear(
        { backend: "claude", body: Buffer.from(JSON.stringify(payload)), headers: {}, correlationId: "c" },
        { now: () => new Date() },
      ),
    );
  const stop = async () => {
    await transcripts.stop();
    await writer.stop();
  };
  onTestFinished(stop);
  return {
    hook,
    stop,
    keeping: createKeeping({
      db,
      events,
      clock: { now: () => new Date() },
      audit: { record: async () => {} },
    }),
  };
}

/** A session's own file in a folder of its own. */
function aTranscript() {
  const folder = temporaryFolder("transcripts");
  onTestFinished(() => removeFolder(folder));
  const session = newId();
  const path = join(folder, `${session}.jsonl`);
  let made = 0;
  const line = (fields: object) =>
    `${JSON.stringify({ uuid: `u-${session}-${made++}`, timestamp: new Date().toISOString(), sessionId: session, cwd: folder, ...fields })}\n`;
  const prompt = (text: string, promptId = "p1") =>
    line({ type: "user", promptId, message: { role: "user", content: text } });
  const answer = (block: object, stop_reason = "tool_use") =>
    line({
      type: "assistant",
      message: { id: `m-${made}`, role: "assistant", content: [block], stop_reason },
    });
  const over = () => line({ type: "system", subtype: "turn_duration", durationMs: 1 });
  const write = (...lines: string[]) => appendFileSync(path, lines.join(""));
  const start = { session_id: session, transcript_path: path, cwd: folder, hook_event_name: "SessionStart" };
  return { folder, session, path, prompt, answer, over, line, write, start };
}

async function rows(session: string) {
  const agent = await db.read
    .selectFrom("agents")
    .where("session_id", "=", session)
    .selectAll()
    .executeTakeFirst();
  const id = agent?.id ?? newId();
  const commands = await db.read
    .selectFrom("agents_commands")
    .where("agent_id", "=", id)
    .orderBy("id")
    .selectAll()
    .execute();
  const turns = await db.read
    .selectFrom("agents_turns")
    .where("agent_id", "=", id)
    .orderBy("at")
    .orderBy("id")
    .selectAll()
    .execute();
  const transcripts = await db.read
    .selectFrom("agents_transcripts")
    .where("agent_id", "=", id)
    .selectAll()
    .execute();
  return {
    agent,
    transcripts,
    outcomes: commands.map(({ outcome, state }) => outcome ?? state),
    texts: turns.map(({ text }) => text),
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

const text = (words: string) => ({ type: "text", text: words });

test("what no hook tells is taken from the transcript as it is written, half lines when they are whole", async () => {
  const { hook } = await watching();
  const { session, prompt, answer, over, write, start } = aTranscript();
  await hook(start);
  write(prompt("Do it"));
  await eventually(session, ({ agent }) => agent?.state === "commanded");
  const call = answer({ type: "tool_use", id: `t-${session}`, name: "Bash", input: { command: "ls" } });
  const whole = answer(text("Done."), "end_turn");
  write(call, whole.slice(0, 60));
  await eventually(session, ({ agent }) => agent?.state === "processing");
  write(whole.slice(60), over());
  const { outcomes, texts } = await eventually(session, ({ agent }) => agent?.state === "complete");
  expect(outcomes).toEqual(["done"]);
  expect(texts).toEqual(["Do it", "Bash", "Done."]);
});

test("a plan that is read before its dialog is heard of gets its words from there, and the page is told", async () => {
  const { hook } = await watching();
  const { session, write, prompt, answer, start } = aTranscript();
  await hook(start);
  const call = { tool_name: "ExitPlanMode", prompt_id: "p1" };
  write(prompt("Plan it"), answer({ type: "tool_use", id: "plan-1", name: "ExitPlanMode", input: {} }));
  const questions = () =>
    db.read
      .selectFrom("agents_questions as question")
      .innerJoin("agents", "agents.id", "question.agent_id")
      .innerJoin("agents_turns as turn", "turn.id", "question.turn_id")
      .where("session_id", "=", session)
      .select(["question.id", "question.text", "question.plan", "question.state", "turn.text as said"])
      .execute();
  await until(
    async () => ((await questions()).length === 1 ? true : undefined),
    () => "the question",
  );
  const input = { plan: "# Paint it", planFilePath: "/plans/a.md" };
  await hook({ ...start, ...call, hook_event_name: "PermissionRequest", tool_input: input });
  const told = { text: "Paint it", plan: "# Paint it", state: "open", said: "Paint it" };
  const [question, ...others] = await questions();
  expect([question, others]).toMatchObject([told, []]);
  const events = await db.read
    .selectFrom("events")
    .where("type", "=", "question.updated")
    .select("data")
    .execute();
  expect(events).toMatchObject([{ data: { questionId: question?.id } }]);
});

test("a turn that nothing ends is over once the file is quiet", async () => {
  const { hook } = await watching();
  const { session, prompt, answer, write, start } = aTranscript();
  await hook(start);
  write(prompt("Do it"), answer(text("Done."), "end_turn"));
  const { outcomes } = await eventually(session, ({ agent }) => agent?.state === "complete");
  expect(outcomes).toEqual(["done"]);
});

test("a server that stops before the quiet has told the end tells it after its start", async () => {
  const before = await watching();
  const { session, prompt, answer, write, start } = aTranscript();
  await before.hook(start);
  write(prompt("Do it"), answer(text("Done."), "end_turn"));
  await eventually(session, ({ texts }) => texts.includes("Done."));
  await before.stop();
  expect((await rows(session)).agent?.state).toBe("processing");
  await watching();
  const { outcomes, texts } = await eventually(session, ({ agent }) => agent?.state === "complete");
  expect([outcomes, texts]).toEqual([["done"], ["Do it", "Done."]]);
});

test("what was written while the server was down is taken in at its start, and nothing comes twice", async () => {
  const before = await watching();
  const { session, prompt, answer, over, write, start } = aTranscript();
  await before.hook(start);
  write(prompt("First"), answer(text("One."), "end_turn"), over());
  await eventually(session, ({ agent }) => agent?.state === "complete");
  await before.stop();
  write(prompt("Second", "p2"), answer(text("Two."), "end_turn"), over());
  await watching();
  const { outcomes, texts } = await eventually(session, (now) => now.texts.includes("Two."));
  expect(outcomes).toEqual(["done", "done"]);
  expect(texts).toEqual(["First", "One.", "Second", "Two."]);
});

test("a crash that loses how far a file was read changes nothing: it is read again", async () => {
  const { hook } = await watching();
  const { session, prompt, answer, over, write, start } = aTranscript();
  await hook(start);
  write(prompt("First"), answer(text("One."), "end_turn"), over());
  await eventually(session, ({ agent }) => agent?.state === "complete");
  await db.pool.query("delete from agents_transcripts");
  await watching();
  write(prompt("Second", "p2"));
  const { texts } = await eventually(session, (now) => now.texts.includes("Second"));
  expect(texts).toEqual(["First", "One.", "Second"]);
});

test("a file that is written anew under us is read from its beginning, and nothing comes twice", async () => {
  const { hook } = await watching();
  const { session, path, prompt, answer, over, write, start } = aTranscript();
  await hook(start);
  write(prompt("First"), answer(text("One."), "end_turn"), over());
  await eventually(session, ({ agent }) => agent?.state === "complete");
  const kept = readFileSync(path, "utf8").split("\n").slice(0, 2).join("\n");
  truncateSync(path);
  write(`${kept}\n`, prompt("Second", "p2"));
  const { texts } = await eventually(session, (now) => now.texts.includes("Second"));
  expect(texts).toEqual(["First", "One.", "Second"]);
});

test("lines that are no JSON, or longer than any, are passed over and reported", async () => {
  const { hook, stop } = await watching();
  const { session, path, prompt, answer, write, start } = aTranscript();
  await hook(start);
  write(prompt("First"));
  appendFileSync(path, Buffer.from([0xff, 0xfe, 0x00, 0x0a]));
  write(
    '{"type":"user", "half": \n',
    '{"type":"never heard of","message":7}\n',
    '{"type":"user","message":[]}\n',
  );
  for (let megabyte = 0; megabyte < 20; megabyte++) appendFileSync(path, "x".repeat(1024 * 1024));
  write("\n", answer(text("Still here")));
  await eventually(session, (now) => now.texts.includes("Still here"));
  await stop();
  const { transcripts } = await rows(session);
  expect(transcripts.map(({ problem }) => problem)).toEqual([
    expect.stringMatching(/too long|can't be read/),
  ]);
});

test.each([
  ["a folder", (path: string) => mkdirSync(path)],
  ["a loop of symlinks", (path: string) => symlinkSync(path, path)],
])("%s where the transcript should be harms nobody, and is followed once it is a file", async (_, make) => {
  const { hook } = await watching();
  const { session, path, prompt, write, start } = aTranscript();
  make(path);
  await hook(start);
  await hook({ ...start, hook_event_name: "UserPromptSubmit", prompt_id: "p0", prompt: "By hook" });
  rmSync(path, { recursive: true, force: true });
  writeFileSync(path, "");
  write(prompt("By transcript", "p1"));
  await eventually(session, (now) => now.texts.includes("By transcript"));
});

test("a transcript whose reads never come back holds up neither its own hooks nor anybody else's", async () => {
  const [dead, well] = [aTranscript(), aTranscript()];
  const patient = createPatientReads({ longestMs: 100 });
  let hung = 0;
  const never = () => {
    hung += 1;
    return new Promise<never>(() => {});
  };
  const reads: PatientReads = {
    hung: patient.hung,
    of: (path, read) => patient.of(path, path.startsWith(dead.folder) ? never : read),
  };
  const { hook } = await watching({ reads });
  const prompted = { hook_event_name: "UserPromptSubmit", prompt_id: "p0", prompt: "By hook" };
  await Promise.all([hook(dead.start), hook(well.start)]);
  const since = performance.now();
  for (let n = 0; n < 20; n++)
    await hook({ ...dead.start, ...prompted, prompt_id: `p${n}`, prompt: `By hook ${n}` });
  expect(performance.now() - since).toBeLessThan(4_000);
  well.write(well.prompt("By transcript"));
  await eventually(well.session, (now) => now.texts.includes("By transcript"));
  expect((await rows(dead.session)).texts).toHaveLength(20);
  expect([...patient.hung().keys()]).toEqual([dead.folder]);
  expect(hung).toBeLessThanOrEqual(2);
});

test("a recorded session is told by its transcripts alone, that of its child among them", async () => {
  const { hook } = await watching();
  const { folder, session, path, start } = aTranscript();
  await hook(start);
  mkdirSync(join(folder, session, "subagents"), { recursive: true });
  for (const [name, recorded] of recordedTranscripts("claude", "tmux-interactive")) {
    const own = recorded.replaceAll("7c17a7b4-c7e5-4b1c-84cf-b660b75f3f19", session);
    writeFileSync(name === "" ? path : join(folder, session, "subagents", `${name}.jsonl`), own);
  }
  const { agent, outcomes } = await eventually(session, (now) => now.outcomes.length >= 10);
  expect(outcomes.slice(0, 9)).toEqual([
    ...["done", "interrupted", "interrupted", "done", "done", "interrupted", "done", "done", "superseded"],
  ]);
  const child = await until(
    () =>
      db.read
        .selectFrom("agents")
        .where("parent_id", "=", agent?.id ?? "")
        .where("ended_at", "is not", null)
        .select(["agent_type", "end_reason"])
        .executeTakeFirst(),
    () => "the end of the child",
  );
  expect(child).toEqual({ agent_type: "general-purpose", end_reason: "stopped" });
});

test("a rate limit that only the transcript tells of keeps its reset time", async () => {
  const { hook } = await watching();
  const { session, path, start } = aTranscript();
  await hook(start);
  const [recorded = ""] = [...recordedTranscripts("claude", "err-429-unified").values()];
  writeFileSync(path, recorded.replaceAll("01da8276-6d2b-4739-b32f-ba68840b9e09", session));
  const { agent, outcomes } = await eventually(session, (now) => now.agent?.error_class === "rate_limit");
  expect(outcomes).toEqual(["failed"]);
  expect(agent).toMatchObject({ error_class: "rate_limit", resets_at: new Date("2026-11-21T10:05:55Z") });
});

test("secrets in a transcript are stored as little as those in hooks", async () => {
  const { hook } = await watching();
  const { session, prompt, line, write, start } = aTranscript();
  const secret = "sk-ant-api03-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
  await hook(start);
  write(prompt(`Use ${secret}`));
  write(
    line({
      type: "user",
      promptId: "p1",
      message: { role: "user", content: [{ type: "tool_result", tool_use_id: "t", content: secret }] },
      toolUseResult: { agentId: "kid", description: `Try ${secret}` },
    }),
  );
  await eventually(session, (now) => now.texts.length > 0);
  const everything = await db.pool.query(
    "select coalesce(json_agg(t)::text, '') || (select coalesce(json_agg(a)::text, '') from agents a) as all from agents_turns t",
  );
  expect(JSON.stringify(everything.rows)).not.toContain(secret);
});

test("a line that the database refuses harms no other, nor the hook that had it read", async () => {
  const { hook } = await watching();
  const { session, start, prompt, answer, write, over } = aTranscript();
  await hook(start);
  await db.pool.query("alter table agents_turns add constraint refused check (text <> 'Poison')");
  onTestFinished(async () => {
    await db.pool.query("alter table agents_turns drop constraint refused");
  });
  await hook({ ...start, hook_event_name: "UserPromptSubmit", prompt_id: "p1", prompt: "Go" });
  write(
    prompt("Go"),
    answer(text("Before")),
    answer(text("Poison")),
    answer(text("After"), "end_turn"),
    over(),
  );
  await hook({ ...start, hook_event_name: "SessionEnd", reason: "other" });
  const { texts, agent, outcomes } = await eventually(session, (now) => now.agent?.ended_at != null);
  expect(texts).toEqual(["Go", "Before", "After"]);
  expect([agent?.end_reason, outcomes]).toEqual(["other", ["done"]]);
  const parked = await db.read
    .selectFrom("agents_signals")
    .where("error", "is not", null)
    .select("id")
    .execute();
  expect(parked).toEqual([]);
  const told = await eventually(session, (now) => now.transcripts.some(({ problem }) => problem !== null));
  expect(told.transcripts[0]?.problem).toContain("can't be taken in");
});

test("what an erased agent did is not read again when its session goes on", async () => {
  const before = await watching();
  const { session, start, prompt, answer, write, over } = aTranscript();
  write(prompt("Secret"), answer(text("Done."), "end_turn"), over());
  await before.hook(start);
  const { agent } = await eventually(session, (now) => now.texts.length === 2);
  await before.keeping.erase(agent?.id ?? "", { force: true }, { actor: "system", correlationId: "c" });
  await before.stop();

  const after = await watching();
  await after.hook({ ...start, source: "resume" });
  write(prompt("Goes on", "p2"), answer(text("Done again."), "end_turn"), over());
  const { texts, outcomes } = await eventually(session, (now) => now.outcomes.includes("done"));
  expect([texts, outcomes]).toEqual([["Goes on", "Done again."], ["done"]]);
});

test("another session's words in a session's file are not taken for anybody's", async () => {
  const { hook } = await watching();
  const mine = aTranscript();
  const other = aTranscript();
  await hook(mine.start);
  mine.write(other.prompt("Not mine"), mine.prompt("Mine"));
  const { texts } = await eventually(mine.session, (now) => now.texts.length > 0);
  expect(texts).toEqual(["Mine"]);
  expect((await rows(other.session)).agent).toBeUndefined();
});

test("of a hundred children each is read once", async () => {
  const { hook } = await watching();
  const { folder, session, prompt, line, write, start } = aTranscript();
  await hook(start);
  const children = join(folder, session, "subagents");
  mkdirSync(children, { recursive: true });
  for (let n = 0; n < 100; n++) {
    const message = { role: "user", content: `Child ${n}` };
    const words = line({ type: "user", promptId: "p1", agentId: `kid-${n}`, isSidechain: true, message });
    writeFileSync(join(children, `agent-kid-${n}.jsonl`), words);
  }
  write(prompt("Start them"));
  const { agent } = await eventually(session, (now) => now.texts.length > 0);
  const told = () =>
    db.read
      .selectFrom("agents_turns")
      .innerJoin("agents", "agents.id", "agents_turns.agent_id")
      .where("agents.parent_id", "=", agent?.id ?? "")
      .select("agents_turns.text")
      .execute();
  await until(
    async () => ((await told()).length >= 100 ? true : undefined),
    async () => `${(await told()).length} children`,
  );
  write(prompt("And on", "p2"));
  await eventually(session, (now) => now.texts.includes("And on"));
  expect(await told()).toHaveLength(100);
});
