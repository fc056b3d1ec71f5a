import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { daysBefore } from "../../platform/retention/retained.ts";
import {
  askToCancel,
  askToPause,
  moveToContinued,
  moveToOver,
  moveToPaused,
  type ReadPiece,
  storePiece,
} from "./execution-moves.repository.ts";
import {
  claimNext,
  type ExecutionRow,
  findExecution,
  findLastSucceeded,
  listExecutionRows,
} from "./executions.repository.ts";
import { aQueue } from "./executions.testing.ts";
import { readLogLines } from "./log.repository.ts";
import { presentExecution } from "./present-execution.ts";
import { retainedExecutions } from "./retained-executions.ts";
import { sumTaken } from "./usage/taken.repository.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const owner = { pid: process.pid, birth: null };
const claim = (hostId: string) =>
  db.transaction((tx) => claimNext(tx, { hostId, owner, at: new Date(Date.now() + 60_000) }));
const end = (id: string, at = new Date(Date.now() + 120_000)) =>
  db.transaction((tx) =>
    moveToOver(
      tx,
      { id, attempt: 0 },
      { state: "succeeded", reason: null, errorClass: null, exit: null, at },
    ),
  );

/** All that waits is taken, so that tests leave nothing to each other. */
async function empty(hostId: string): Promise<void> {
  for (let row = await claim(hostId); row !== undefined; row = await claim(hostId)) await end(row.id);
}

test("the oldest is taken first, no more of a bot than may run at once, though many take at the same time", async () => {
  const { hostId, queue } = await aQueue(db);
  const waiting = [];
  for (let number = 0; number < 5; number++) waiting.push(await queue({ concurrency: 2 }));
  const claimed = await Promise.all(Array.from({ length: 6 }, () => claim(hostId)));
  const taken = claimed.flatMap((row) => row?.id ?? []);
  expect(taken.sort()).toEqual(waiting.slice(0, 2).map(({ id }) => id));
  await end(taken[0] ?? "");
  expect((await claim(hostId))?.id).toBe(waiting[2]?.id);
  expect(await claim(hostId)).toBeUndefined();
  await end(taken[1] ?? "");
  await end(waiting[2]?.id ?? "");
  await empty(hostId);
});

test("the last that succeeded is the bot's newest of those, whatever waits or failed since", async () => {
  const { hostId, bot, queue } = await aQueue(db);
  expect(await findLastSucceeded(db.read, bot.id)).toBeUndefined();
  const [, second] = [await queue({ concurrency: 2 }), await queue({ concurrency: 2 })];
  await empty(hostId);
  const { id } = await queue();
  await db.pool.query("update executions set result = 'Seven faults' where id = $1", [second.id]);
  expect(await findLastSucceeded(db.read, bot.id)).toMatchObject({ id: second.id, result: "Seven faults" });
  await empty(hostId);
  expect(await findLastSucceeded(db.read, bot.id)).toMatchObject({ id });
});

test("one that is wanted on a host is taken there alone, and keeps no other back", async () => {
  const [here, there] = [await aQueue(db), await aQueue(db)];
  const far = await there.queue({ wantedHostId: there.hostId });
  const near = await here.queue();
  expect((await claim(here.hostId))?.id).toBe(near.id);
  expect(await claim(here.hostId)).toBeUndefined();
  expect((await claim(there.hostId))?.id).toBe(far.id);
  await end(near.id);
  await end(far.id);
});

const piece = (row: ExecutionRow, ...texts: string[]): ReadPiece => ({
  ...{ from: Number(row.read_to), to: Number(row.read_to) + 100, lines: texts.length },
  text: texts.map((text) => `1700000000000 o ${text}\n`).join(""),
  ...{
    sessionId: null,
    resetsAt: null,
    windows: [],
    spent: [],
    answered: false,
    worksOn: false,
    result: null,
  },
});

test("what parts of the work took adds up, and who works on has not come to an end", async () => {
  const { hostId, queue } = await aQueue(db);
  await queue();
  const row = await claim(hostId);
  if (row === undefined) throw new Error("nothing was taken");
  const spent = (id: string) => ({
    ...{ id, model: null, input: 5, output: 2, cacheRead: 1, cacheWrite: 0, cost: 7 },
  });
  const result = { text: "", errorClass: "rate_limit", usage: null, reason: "Status 429" } as const;
  const first = await storePiece(db, row, { ...piece(row, "one"), spent: [spent("a"), spent("b")], result });
  expect(first).toMatchObject({ tokens_input: "10", error_class: "rate_limit", cost_micros: "14" });
  if (first === undefined) throw new Error("the piece was not stored");
  const next = await storePiece(db, first, {
    ...piece(first, "two"),
    spent: [{ ...spent("c"), cost: 0 }],
    worksOn: true,
  });
  expect(next).toMatchObject({ tokens_input: "15", tokens_output: "6", cost_micros: "14" });
  expect(next).toMatchObject({ result: null, error_class: null, reason: null });
  await end(row.id);
});

test("a piece of output is stored once, whoever reads it, and lines are found by their numbers", async () => {
  const { hostId, queue } = await aQueue(db);
  await queue();
  const row = await claim(hostId);
  if (row === undefined) throw new Error("nothing was taken");
  const first = piece(row, "one", "two");
  const stored = await storePiece(db, row, first);
  expect(await storePiece(db, row, first)).toBeUndefined();
  if (stored === undefined) throw new Error("the piece was not stored");
  await storePiece(db, stored, piece(stored, "three", "four", "five"));
  expect(await findExecution(db.read, row.id)).toMatchObject({ log_lines: expect.anything() });
  const lines = async (from: number, limit: number) =>
    (await readLogLines(db.read, { executionId: row.id, from, limit })).map(({ number, text }) => [
      number,
      text,
    ]);
  expect(await lines(2, 2)).toEqual([
    [2, "two"],
    [3, "three"],
  ]);
  expect((await lines(1, 100)).map(([, text]) => text)).toEqual(["one", "two", "three", "four", "five"]);
  expect(await lines(6, 100)).toEqual([]);
  await end(row.id);
});

test("what is wished of an execution is told until it is done", async () => {
  const { hostId, queue } = await aQueue(db);
  const { id } = await queue();
  await claim(hostId);
  const told = async (moved: Promise<ExecutionRow | undefined>) => {
    const row = await moved;
    if (row === undefined) throw new Error("it was not there to be moved");
    const { state, asked, pausedAt } = presentExecution(row);
    return [state, asked, pausedAt !== null];
  };
  const pause = (isWanted: boolean) => told(db.transaction((tx) => askToPause(tx, id, isWanted)));
  const at = new Date();
  expect(await pause(true)).toEqual(["running", "pause", false]);
  expect(await told(db.transaction((tx) => moveToPaused(tx, id, at)))).toEqual(["paused", null, true]);
  expect(await pause(false)).toEqual(["paused", "continue", true]);
  expect(await told(db.transaction((tx) => moveToContinued(tx, id, at)))).toEqual(["running", null, false]);
  expect(await told(db.transaction((tx) => askToCancel(tx, id)))).toEqual(["running", "cancel", false]);
  await end(id);
  expect(await told(findExecution(db.read, id))).toEqual(["succeeded", null, false]);
});

test("executions are found by bot, project, state and words, also of their ends, and by their beginnings", async () => {
  const { bot, queue, hostId } = await aQueue(db);
  const first = await queue({ prompt: "Mend src/queue_loop.ts; it's broken" });
  const second = await queue({
    prompt: "Ask Zoë about naïve (tests)",
    by: { actor: "a", name: "Grace", correlationId: "c" },
  });
  await claim(hostId);
  await end(first.id);
  const found = async (filter: Partial<Parameters<typeof listExecutionRows>[1]>) => {
    const window = { before: undefined, limit: 10, botId: bot.id, ...filter };
    return (await listExecutionRows(db.read, window)).map(({ id }) =>
      id === first.id ? 1 : id === second.id ? 2 : 0,
    );
  };
  expect(await found({})).toEqual([2, 1]);
  expect(await found({ state: "queued" })).toEqual([2]);
  expect(await found({ projectId: newId() })).toEqual([]);
  expect(await found({ before: second.id })).toEqual([1]);
  for (const text of ["queue_loop", "LOOP mend", "src/que", "it's", "'", "broken & !"])
    expect([text, await found({ text })]).toEqual([text, text === "'" ? [2, 1] : [1]]);
  for (const text of ["zoë", "grace", "naïve tests"])
    expect([text, await found({ text })]).toEqual([text, [2]]);
  expect(await found({ text: "mend zoë" })).toEqual([]);
  await empty(hostId);
});

test("what ended long ago goes, its log sooner", async () => {
  const { hostId, queue } = await aQueue(db);
  const at = daysBefore(new Date(), 40);
  const { id } = await queue({ at });
  const row = await db.transaction((tx) => claimNext(tx, { hostId, owner, at }));
  if (row?.id !== id) throw new Error("another one was taken");
  await storePiece(db, row, piece(row, "one"));
  await end(id, at);
  const remove = async (days: number) => {
    for (const one of retainedExecutions(db, systemClock, { days, logDays: 30 })) await one.remove(100);
  };
  await remove(365);
  expect(await readLogLines(db.read, { executionId: id, from: 1, limit: 10 })).toEqual([]);
  expect(await findExecution(db.read, id)).toBeDefined();
  await remove(30);
  expect(await findExecution(db.read, id)).toBeUndefined();
  expect(await findExecution(db.read, newId())).toBeUndefined();
});

test("the time that one stood still counts for nothing, once it goes on and once it is over", async () => {
  const { hostId, queue } = await aQueue(db);
  const { id } = await queue();
  const row = await claim(hostId);
  if (row?.started_at == null) throw new Error("nothing was taken");
  const began = row.started_at.getTime();
  const at = (minutes: number) => new Date(began + minutes * 60_000);
  const minutes = async (now: number) => {
    const begun = { scope: { botId: row.bot_id }, from: at(0), until: at(1) };
    return (await sumTaken(db.read, begun, at(now))).minutes;
  };
  await db.transaction((tx) => moveToPaused(tx, id, at(10)));
  expect(await minutes(300)).toBe(10);
  await db.transaction((tx) => moveToContinued(tx, id, at(610)));
  expect(await minutes(615)).toBe(15);
  await db.transaction((tx) => moveToPaused(tx, id, at(620)));
  await end(id, at(720));
  expect(await minutes(900)).toBe(20);
});
