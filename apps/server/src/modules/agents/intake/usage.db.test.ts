import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { createEventLog } from "../../../platform/events/event-log.ts";
import type { Observation, Signal, Spent } from "../../backends/index.ts";
import { createAgentReader } from "../reading/agent-reader.ts";
import { Places } from "./places.ts";
import { Registry } from "./registry.ts";
import { heardLine } from "./transcript-lines.ts";
import { SignalWriter } from "./writer.ts";

let db: TestDatabase;
const hostId = newId();
const log = pino({ level: "silent" });
const start = Date.now();

beforeAll(async () => {
  db = await testDatabase();
  const now = new Date();
  const host = { id: hostId, key: "k", name: "here", platform: "linux", created_at: now, last_seen_at: now };
  await db.transaction((tx) => tx.insertInto("projects_hosts").values(host).execute());
});
afterAll(() => db.close());

/** A writer as after a start of the server. */
function aWriter(): SignalWriter {
  const here = () => ({ hostId, projectId: null, branch: null });
  const places = new Places({ placeOf: here, nowhere: here, log });
  return new SignalWriter({ db, events: createEventLog({ db, log }), registry: new Registry(), places, log });
}

const answer = (of: Partial<Spent> = {}): Spent => ({
  ...{ id: "a1", model: "claude-opus-5-5", input: 100, output: 10, cacheRead: 1_000, cacheWrite: 0 },
  ...of,
});

/** Lines of a session's transcript, a second apart. */
function transcriptOf(sessionId: string) {
  let second = 0;
  const line = (observation: Observation, of: Partial<Signal> = {}): Signal => {
    second += 1;
    return {
      ...{ backend: "claude", source: "transcript", event: "line", sessionId, child: null, promptId: "p1" },
      at: new Date(start + second * 1_000),
      process: { pid: null, pane: null, entry: null },
      ...{ cwd: null, model: null, transcriptPath: null, spent: null, observation },
      ownIdentity: `${observation.kind}:${second}`,
      ...of,
    };
  };
  return {
    prompted: () => line({ kind: "prompted", text: "do it", machineMade: false }),
    spent: (spent: Spent, of: Partial<Signal> = {}) => line({ kind: "other" }, { spent, ...of }),
    left: (cost: number) => line({ kind: "left", cost }),
  };
}

const write = async (writer: SignalWriter, signals: readonly Signal[]) => {
  await Promise.all(signals.map((signal) => writer.write(heardLine(signal))));
};

async function usageOf(sessionId: string) {
  const reader = createAgentReader(db.read);
  const { items } = await reader.list({ limit: 200 });
  const id = items.find((agent) => agent.sessionId === sessionId)?.id ?? "";
  const commands = (await reader.commands(id, { limit: 50, from: "oldest" })).items;
  return { agent: await reader.get(id), usage: await reader.usage(id), commands };
}

const one = { answers: 1, input: 100, output: 10, cacheRead: 1_000, cacheWrite: 0, unpriced: 0 };

test("what an answer took is kept with its command, and how full the context is with the agent", async () => {
  const lines = transcriptOf("kept");
  await write(aWriter(), [lines.prompted(), lines.spent(answer())]);
  const { agent, usage, commands } = await usageOf("kept");
  expect(agent).toMatchObject({ contextTokens: 1_110, contextLimit: 1_000_000 });
  expect(usage).toEqual({
    total: { ...one, costMicros: 800 },
    byModel: [{ ...one, costMicros: 800, model: "claude-opus-5-5" }],
    reported: null,
  });
  expect(commands.map((command) => command.usage)).toEqual([{ ...one, costMicros: 800 }]);
});

test("an answer told again, in one batch, later, and after a restart counts once, by its largest telling", async () => {
  const lines = transcriptOf("again");
  const writer = aWriter();
  await write(writer, [lines.prompted(), lines.spent(answer()), lines.spent(answer({ output: 20 }))]);
  await write(writer, [lines.spent(answer({ output: 30 }))]);
  // As of long ago: the tracker remembers the newest answers alone.
  await db.pool.query(
    `update agents set tracking = tracking || '{"answers": []}' where session_id = 'again'`,
  );
  await write(aWriter(), [lines.spent(answer({ output: 25 }))]);
  expect((await usageOf("again")).usage.total).toMatchObject({ answers: 1, output: 30, costMicros: 1_200 });
  await db.pool.query(
    `update agents set tracking = tracking || '{"answers": []}' where session_id = 'again'`,
  );
  await write(aWriter(), [lines.spent(answer({ output: 40 }), { promptId: null })]);
  const { usage, commands } = await usageOf("again");
  expect(usage.total).toMatchObject({ answers: 1, output: 40 });
  expect(commands[0]?.usage?.output).toBe(40);
});

test("lines that are read again after a crash are no trouble, though they are told anew", async () => {
  const lines = transcriptOf("crash");
  const told = [lines.prompted(), lines.spent(answer()), lines.left(5_000)];
  await write(aWriter(), told);
  await write(aWriter(), told.slice(1));
  expect((await usageOf("crash")).usage).toMatchObject({ total: { answers: 1, costMicros: 5_000 } });
  const parked = db.read.selectFrom("agents_signals").where("error", "is not", null).select("id");
  expect(await parked.execute()).toEqual([]);
});

test("what the CLI says that the session cost wins, and only later answers count on top", async () => {
  const lines = transcriptOf("reported");
  const told = [lines.prompted(), lines.spent(answer({ model: "unheard-of" })), lines.left(70_000)];
  await write(aWriter(), [...told, lines.spent(answer({ id: "a2" }))]);
  const { usage } = await usageOf("reported");
  expect(usage.reported?.costMicros).toBe(70_000);
  expect(usage.total).toMatchObject({ answers: 2, costMicros: 70_800, unpriced: 0 });
});

test("a child's answers count with its parent, and a model without a price is told apart", async () => {
  const lines = transcriptOf("parent");
  const child = { id: "kid", type: "general-purpose" };
  const priced = lines.spent(answer({ id: "a2" }), { child });
  const unpriced = lines.spent(answer({ id: "a3", model: "unheard-of" }), { child });
  await write(aWriter(), [lines.prompted(), lines.spent(answer()), priced, unpriced]);
  const { usage, commands } = await usageOf("parent");
  expect(usage.total).toMatchObject({ answers: 3, costMicros: 1_600, unpriced: 1 });
  expect(usage.byModel.map(({ model, costMicros }) => [model, costMicros])).toEqual([
    ["claude-opus-5-5", 1_600],
    ["unheard-of", null],
  ]);
  expect(commands[0]?.usage?.answers).toBe(1);
});

test("a list that is asked for costs tells those of each agent, as its own page does", async () => {
  const reader = createAgentReader(db.read);
  const costOf = async (sessionId: string, cost: boolean) => {
    const { items } = await reader.list({ limit: 200, cost });
    return items.find((agent) => agent.sessionId === sessionId)?.costMicros;
  };
  expect(await costOf("parent", true)).toBe((await usageOf("parent")).usage.total.costMicros);
  expect(await costOf("reported", true)).toBe((await usageOf("reported")).usage.total.costMicros);
  expect(await costOf("reported", false)).toBeNull();
});

test("each answer is one event, and an agent of which nothing was told took nothing", async () => {
  const lines = transcriptOf("events");
  await write(aWriter(), [lines.prompted(), lines.spent(answer()), lines.spent(answer())]);
  const { agent } = await usageOf("events");
  const events = await db.read.selectFrom("events").where("agent_id", "=", agent.id).select("type").execute();
  expect(events.filter(({ type }) => type === "usage.updated")).toHaveLength(1);
  const quiet = transcriptOf("quiet");
  await write(aWriter(), [quiet.prompted()]);
  const { usage, commands } = await usageOf("quiet");
  expect(usage).toMatchObject({ total: { answers: 0, costMicros: null }, byModel: [], reported: null });
  expect(commands[0]?.usage).toBeNull();
});
