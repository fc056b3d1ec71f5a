import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "@signalbox/testkit/until";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { files } from "../../../platform/supervisor/spec.ts";
import { ownOwner } from "../../launches/index.ts";
import { insertAttempt } from "../attempts/attempts.repository.ts";
import {
  askToCancel,
  moveBackToQueue,
  storeOverBudget,
  storePrepared,
} from "../execution-moves.repository.ts";
import { claimNext } from "../executions.repository.ts";
import { readLogLines } from "../log.repository.ts";
import { beginExecution } from "./begin.ts";
import { folderOf } from "./folders.ts";
import { keepPiece } from "./keep-piece.ts";
import { recoverUnstarted } from "./look-after.ts";
import { aRunner } from "./running.testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

type Runner = Awaited<ReturnType<typeof aRunner>>;

const say = (fields: object) => `echo '${JSON.stringify({ type: "result", is_error: false, ...fields })}'`;
const cancel = (id: string) => db.transaction((tx) => askToCancel(tx, id));
const claimed = async ({ hostId, options }: Runner) => {
  const owner = await ownOwner(options.table);
  const row = await db.transaction((tx) => claimNext(tx, { hostId, owner, at: new Date() }));
  if (row === undefined) throw new Error("nothing was taken");
  return row;
};
const logOf = async (executionId: string) =>
  (await readLogLines(db.read, { executionId, from: 1, limit: 1_000 })).map(({ stream, text }) => [
    stream,
    text,
  ]);

test("a prompt's secrets reach the CLI, and do not stay", async () => {
  const { queue, over, get } = await aRunner(db);
  const secret = `ghp_${"a1B2".repeat(9)}`;
  const { id } = await queue({ prompt: `printf %s ${secret} | wc -c; ${say({ result: "done" })}` });
  expect((await get(id)).prompt).not.toContain(secret);
  const ended = await over(id);
  expect(ended).toMatchObject({ state: "succeeded", input: null });
  expect(JSON.stringify(ended)).not.toContain(secret);
  expect((await logOf(id))[0]).toEqual(["out", String(secret.length)]);
});

test("lines that tell nonsense are lines, and what they ran ends where that is wished", async () => {
  const { queue, over, as } = await aRunner(db);
  const nonsense = [
    { type: "system", subtype: "init", session_id: "a\u0000b" },
    { type: "rate_limit_event", rate_limit_info: { status: "rejected", resetsAt: 1e20 } },
    {
      type: "result",
      is_error: true,
      result: "a\u0000b",
      total_cost_usd: 1e300,
      usage: { input_tokens: 1.5 },
    },
  ];
  const prompt = [...nonsense.map((line) => `printf '%s\\n' '${JSON.stringify(line)}'`), "sleep 600"].join(
    "\n",
  );
  const { id } = await queue({ prompt });
  await as(id, "its lines", ({ log_lines }) => Number(log_lines) === 3);
  await cancel(id);
  expect(await over(id)).toMatchObject({ state: "cancelled" });
});

test("output that can't be read keeps nobody from ending what prints it", async () => {
  const { queue, over, as, home } = await aRunner(db);
  const { id } = await queue({ prompt: "sleep 600" });
  await as(id, "its output", () => existsSync(join(folderOf(home, { id, attempt: 1 }), files.child)));
  rmSync(join(folderOf(home, { id, attempt: 1 }), files.output));
  mkdirSync(join(folderOf(home, { id, attempt: 1 }), files.output));
  await cancel(id);
  const exit = join(folderOf(home, { id, attempt: 1 }), files.exit);
  await as(id, "its end", () => existsSync(exit));
  writeFileSync(exit, readFileSync(exit, "utf8").replace(/"at":\d+/, '"at":0'));
  expect(await over(id)).toMatchObject({ state: "cancelled" });
});

test("of a piece that the database refuses the lines are kept, and a note", async () => {
  const runner = await aRunner(db);
  const { id } = await runner.queue();
  const row = await claimed(runner);
  const piece = { from: 0, to: 10, lines: 1, text: "1 o fine\n", sessionId: "a\u0000b" };
  const first = await keepPiece(
    row,
    { ...piece, resetsAt: null, windows: [], spent: [], answered: false, worksOn: false, result: null },
    runner.options,
  );
  const bad = { ...piece, from: 10, to: 20, text: "1 o a\u0000b\n", sessionId: null };
  if (first === undefined) throw new Error("the piece was not stored");
  await keepPiece(
    first,
    { ...bad, resetsAt: null, windows: [], spent: [], answered: false, worksOn: false, result: null },
    runner.options,
  );
  expect(await runner.get(id)).toMatchObject({ read_to: expect.anything(), session_id: null });
  expect(await logOf(id)).toEqual([
    ["out", "fine"],
    ["note", "What the lines above tell could not be stored"],
    ["note", "Lines that could not be stored: 1"],
  ]);
});

test("one that can't be started failed, and is told to have begun once", async () => {
  const { queue, over, home, toldOf } = await aRunner(db);
  const { id } = await queue({ prompt: "true", workspace: "none" });
  rmSync(home, { recursive: true });
  writeFileSync(home, "");
  const ended = await over(id);
  expect(ended).toMatchObject({ state: "failed", reason: expect.stringMatching(/ENOTDIR|EEXIST/) });
  expect(toldOf(id)).toEqual(["execution.finished"]);
});

test("one whose turn comes again is told to have begun once", async () => {
  const runner = await aRunner(db);
  const { id } = await runner.queue({ prompt: say({ result: "done" }) });
  const row = await claimed(runner);
  // As far as a server came that told of it, and went.
  const link = { backend: "claude", model: null, accountId: null } as const;
  const account = { id: newId(), name: "The only one" };
  await db.transaction(async (tx) => {
    await storePrepared(tx, id, { cwd: "/", command: ["claude"], environment: [], link, account });
    await insertAttempt(tx, id, {
      ...link,
      number: 1,
      link: 0,
      account,
      asks: "prompt",
      why: { chosen: "first_choice", passedOver: [], after: null },
      at: new Date(),
    });
  });
  await recoverUnstarted(row, runner.options);
  expect(await runner.get(id)).toMatchObject({ state: "queued", cancel_asked: false });
  expect(await runner.over(id)).toMatchObject({ state: "succeeded" });
  expect(runner.toldOf(id)).toEqual(["execution.finished"]);
});

test("what ended while nobody looked took no longer than it ran", async () => {
  let aheadMs = 0;
  const clock = { now: () => new Date(Date.now() + aheadMs) };
  const { queue, as, over, home, folder } = await aRunner(db, { clock });
  const go = join(folder, "go");
  const waits = `while [ ! -e ${go} ]; do sleep 0.05; done`;
  const { id } = await queue({ prompt: `${waits}; ${say({ result: "done" })}` });
  const begun = await as(id, "its start", ({ supervisor_pid }) => supervisor_pid !== null);
  writeFileSync(go, "");
  await until(
    () => existsSync(join(folderOf(home, begun), files.exit)) || undefined,
    () => "its exit",
  );
  aheadMs = 3_600_000;
  const ended = await over(id);
  expect(ended.state).toBe("succeeded");
  expect(ended.ended_at?.getTime()).toBeLessThanOrEqual(Date.now());
});

test("one that was cancelled before it began never runs", async () => {
  const runner = await aRunner(db);
  const { id } = await runner.queue({ prompt: "sleep 600", concurrency: 5 });
  const row = await claimed(runner);
  await cancel(id);
  expect(await db.transaction((tx) => moveBackToQueue(tx, row))).toBeUndefined();
  await recoverUnstarted(await runner.get(id), runner.options);
  expect(await runner.get(id)).toMatchObject({ state: "cancelled", input: null });
  const next = await runner.queue({ prompt: "sleep 600", concurrency: 5 });
  const second = await claimed(runner);
  await cancel(next.id);
  await beginExecution(second, runner.options, new AbortController().signal);
  expect(await runner.get(next.id)).toMatchObject({ state: "cancelled", supervisor_pid: null });
});

test("one whose supervisor went before it told anything was cancelled where that is wished", async () => {
  const runner = await aRunner(db);
  const { id } = await runner.queue();
  await claimed(runner);
  await db.pool.query("update executions set supervisor_pid = 4194400, input = null where id = $1", [id]);
  await cancel(id);
  expect(await runner.over(id)).toMatchObject({ state: "cancelled" });
});

const schema = { type: "object", required: ["risk"], properties: { risk: { enum: ["low", "high"] } } };

test.each([
  ['{"risk": "low"}', "succeeded", null, null],
  ["All is well", "failed", "result_invalid", "Its result is no JSON"],
  ['{"risk": "some"}', "failed", "result_invalid", expect.stringMatching("risk must be equal to one of")],
])("a result of %j, where JSON is demanded, has %s", async (result, state, error_class, reason) => {
  const { queue, over } = await aRunner(db);
  const { id } = await queue({ prompt: say({ result }), resultSchema: schema });
  expect(await over(id)).toMatchObject({ state, error_class, reason, result });
});

test("what an execution leaves behind is written down with its end, or neither is", async () => {
  const { queue, over, options, toldOf, round, get } = await aRunner(db);
  const written: unknown[] = [];
  let isBroken = true;
  options.outcomes.writeDown = async (tx, execution) => {
    await tx.updateTable("executions").set({ bot_name: "left" }).where("id", "=", execution.id).execute();
    if (isBroken) throw new Error("the database went");
    written.push(execution);
  };
  const { id, bot_id } = await queue({ prompt: say({ result: "done" }) });
  await until(
    async () => {
      await round();
      return toldOf(id).includes("execution.finished") || undefined;
    },
    () => "its end to be tried",
  );
  expect(await get(id)).toMatchObject({ ended_at: null, bot_name: "A bot" });
  isBroken = false;
  expect(await over(id)).toMatchObject({ state: "succeeded", bot_name: "left" });
  const [hostId, bot] = [options.places.hostId(), { id: bot_id, version: 1 }];
  const correlationId = expect.any(String);
  expect(written).toEqual([{ id, state: "succeeded", hostId, correlationId, bot }]);
});

test("what executions run is known, also where it went out of their reach", async () => {
  const { queue, as, service, folder } = await aRunner(db);
  expect(await service.runningPids()).toEqual(new Set());
  const file = join(folder, "far");
  const { id } = await queue({ prompt: `setsid sh -c 'echo $$ > ${file}; exec sleep 600' & sleep 600` });
  const { supervisor_pid } = await as(id, "to run", (row) => row.supervisor_pid !== null);
  const far = await until(
    () => (existsSync(file) && Number(readFileSync(file, "utf8"))) || undefined,
    () => "the far process",
  );
  expect([...(await service.runningPids())]).toEqual(expect.arrayContaining([supervisor_pid, far]));
});

test("a log is told in windows that are never wider than what was asked", async () => {
  const { queue, over, service } = await aRunner(db);
  const { id } = await queue({ prompt: `seq 1 300; ${say({ result: "done" })}` });
  await over(id);
  const numbers = async (window: { after?: number; before?: number; limit: number }) =>
    (await service.log(id, { wait: 0, ...window })).lines.map(({ number }) => number);
  expect(await numbers({ before: 10, limit: 3 })).toEqual([7, 8, 9]);
  expect(await numbers({ after: 0, before: 300, limit: 2 })).toEqual([1, 2]);
  expect(await numbers({ after: 5, before: 8, limit: 100 })).toEqual([6, 7]);
});

test("one that a budget holds waits and says why, and has its turn once it is free", async () => {
  const { options, queue, over, round, get, as } = await aRunner(db);
  const held = await queue({ prompt: say({ result: "late" }) });
  const reason = "The bot's budget for the day is spent";
  const hold = { scope: { botId: held.bot_id }, sparesBegun: false, reason };
  options.budgets = { ...options.budgets, holds: async () => [hold] };
  await round();
  expect(await get(held.id)).toMatchObject({ state: "queued", reason });
  options.budgets = { ...options.budgets, holds: async () => [] };
  await as(held.id, "its begin", ({ state }) => state !== "queued");
  expect(await over(held.id)).toMatchObject({ state: "succeeded", reason: null });
});

test("what is to end for a budget ends with all that it started, and failed for that", async () => {
  const { queue, over, as } = await aRunner(db);
  const { id } = await queue({ prompt: "sleep 600" });
  await as(id, "its supervisor", ({ supervisor_pid }) => supervisor_pid !== null);
  await db.transaction((tx) => storeOverBudget(tx, id, "The budget is spent"));
  expect(await over(id)).toMatchObject({
    ...{ state: "failed", error_class: "budget", reason: "The budget is spent" },
  });
});

test("what answers took stays where it is told again, also behind a server that reads on", async () => {
  const { queue, over, as, folder } = await aRunner(db);
  const answer = (id: string, output: number) =>
    `echo '${JSON.stringify({ type: "assistant", message: { id, model: "claude-opus-5-5", usage: { output_tokens: output } } })}'`;
  const wait = `while [ ! -e ${join(folder, "go")} ]; do sleep 0.05; done`;
  const { id } = await queue({ prompt: [answer("a", 10), wait, answer("a", 30), answer("b", 5)].join("; ") });
  await as(id, "the first", ({ tokens_output }) => tokens_output === "10");
  writeFileSync(join(folder, "go"), "");
  const ended = await over(id);
  expect(ended).toMatchObject({ tokens_output: "35", usage_estimated: true, usage_recent: [] });
  expect(Number(ended.cost_micros)).toBeGreaterThan(0);
});

test("one that had begun goes on where a budget is spent by its number alone", async () => {
  const { options, queue, over, round, get } = await aRunner(db);
  const { id, bot_id: botId } = await queue({ prompt: say({ result: "done" }) });
  await db.pool.query("update executions set started_at = queued_at, attempt = 1 where id = $1", [id]);
  const hold = { scope: { botId }, sparesBegun: true, reason: "It is spent" };
  options.budgets = { ...options.budgets, holds: async () => [hold] };
  const fresh = await queue();
  await over(id);
  await round();
  expect(await get(fresh.id)).toMatchObject({ state: "queued", reason: "It is spent" });
});
