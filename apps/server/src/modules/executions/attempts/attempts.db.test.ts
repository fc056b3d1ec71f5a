import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import type { PlanWindow } from "../../backends/index.ts";
import { executionFolder } from "../running/folders.ts";
import { sweep } from "../running/sweep.ts";
import { sumTaken } from "../usage/taken.repository.ts";
import { account, aWorld, claude, done, limited, say, usage } from "./attempts.testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const overloaded = `${say({ is_error: true, api_error_status: 529, result: "Overloaded" })}; exit 1`;
const init = `echo '${JSON.stringify({ type: "system", subtype: "init", session_id: "the-session" })}'`;

/** One that goes on with a session is asked nothing that a shell understands. */
async function aWorldThatGoesOn(...logins: Parameters<typeof aWorld>[1]) {
  const world = await aWorld(db, logins);
  const program = `#!/bin/sh\ncase "$*" in *--resume*) ${done} ;; *) exec /bin/sh -s ;; esac\n`;
  writeFileSync(join(world.folder, "claude"), program);
  return world;
}

test("a limit with one account is left behind with the next, and what both took counts", async () => {
  const { queue, over, attempts, toldOf, noted, get, linesOf } = await aWorldThatGoesOn(
    { id: account("1") },
    { id: account("2") },
  );
  const prompt = `echo with $ACCOUNT; if [ "$ACCOUNT" = 1 ]; then ${limited}; fi; ${done}; exit`;
  const { id } = await queue({ prompt });
  expect(await over(id)).toMatchObject({
    ...{ state: "succeeded", attempt: 2, result: "Done", reason: null, error_class: null },
    ...{ tokens_input: "200", tokens_output: "20", cost_micros: "500000", input: null },
  });
  expect(await attempts(id)).toMatchObject([
    {
      number: 1,
      account: { name: "Account 1" },
      state: "failed",
      errorClass: "rate_limit",
      reason: "Limited",
    },
    { number: 2, account: { name: "Account 2" }, state: "succeeded", errorClass: null, asks: "prompt" },
  ]);
  expect(noted).toEqual(["rate_limit", null]);
  expect(toldOf(id)).toEqual(["execution.started", "execution.postponed", "execution.finished"]);
  const lines = await linesOf(id);
  expect(lines.map(({ stream, text }) => `${stream}: ${text}`.slice(0, 24))).toEqual([
    "out: with 1",
    'out: {"type":"result","i',
    "note: Attempt 2, with cl",
    "out: with 2",
    'out: {"type":"result","i',
  ]);
  expect(Number((await get(id)).log_lines)).toBe(5);
});

test("where all are limited it waits for the soonest, and goes on in its session; the wait counts for nothing", async () => {
  const world = await aWorldThatGoesOn({ id: account("1") });
  const { queue, over, waits, wait, attempts, bot, clock } = world;
  const { id } = await queue({ prompt: `${init}; ${limited}` });
  const waiting = await waits(id);
  expect(waiting).toMatchObject({ state: "queued", error_class: null, supervisor_pid: null });
  expect(waiting.reason).toBe("Limited: it goes on once it can (all are limited)");
  expect(waiting.waits_until?.getTime()).toBeGreaterThan(clock.now().getTime() + 3_500_000);
  wait(3_600_000);
  expect(await over(id)).toMatchObject({ state: "succeeded", result: "Done" });
  expect(await attempts(id)).toMatchObject([
    { asks: "prompt" },
    { asks: "going_on", account: { id: account("1") } },
  ]);
  expect((await world.service.get(id)).command).toEqual(expect.arrayContaining(["--resume", "the-session"]));
  const scope = { botId: bot.id };
  const taken = await sumTaken(db.read, { scope, from: new Date(0), until: clock.now() }, clock.now());
  expect(taken).toMatchObject({ executions: 1, minutes: 0 });
});

test("a fault that passes is tried again after a while, as often as its bot says; then the next link is", async () => {
  const { queue, over, waits, wait, attempts } = await aWorldThatGoesOn(
    { id: account("1") },
    { id: account("2") },
  );
  const prompt = `if [ "$ACCOUNT" = 1 ]; then ${overloaded}; fi; ${done}`;
  const { id } = await queue({ prompt, retries: 1, chain: [claude(account("1")), claude(account("2"))] });
  const { waits_until, waits_since } = await waits(id);
  expect(Number(waits_until) - Number(waits_since)).toBe(5_000);
  wait(5_000);
  expect(await over(id)).toMatchObject({ state: "succeeded" });
  expect((await attempts(id)).map(({ link, errorClass }) => [link, errorClass])).toEqual([
    ...[[0, "overloaded"] as const, [0, "overloaded"] as const, [1, null] as const],
  ]);
});

test("with nothing left it fails as its last attempt did", async () => {
  const { queue, over, attempts } = await aWorldThatGoesOn({ id: account("1") });
  const { id } = await queue({ prompt: overloaded, retries: 0 });
  expect(await over(id)).toMatchObject({ state: "failed", error_class: "overloaded", reason: "Overloaded" });
  expect(await attempts(id)).toHaveLength(1);
});

test("a CLI that is not there is passed over, and stands among the attempts", async () => {
  const { queue, over, attempts } = await aWorldThatGoesOn(
    ...[{ id: account("1") }, { id: account("2"), backend: "gemini" } as const],
  );
  const gemini = { backend: "gemini", model: null, accountId: null } as const;
  const { id } = await queue({ prompt: done, chain: [gemini, claude()] });
  expect(await over(id)).toMatchObject({ state: "succeeded", backend: "claude", attempt: 2 });
  expect(await attempts(id)).toMatchObject([
    { backend: "gemini", errorClass: "missing", reason: expect.stringContaining('There is no "gemini"') },
    { backend: "claude", state: "succeeded" },
  ]);
});

test("without any account nothing is run", async () => {
  const { queue, over, attempts } = await aWorldThatGoesOn();
  const { id } = await queue();
  expect(await over(id)).toMatchObject({
    state: "failed",
    error_class: "authentication",
    reason: "There is none",
  });
  expect(await attempts(id)).toEqual([]);
});

test("a result that is not as demanded is asked for again, once", async () => {
  const { queue, over, attempts } = await aWorldThatGoesOn({ id: account("1") });
  const resultSchema = { type: "object", required: ["colour"] };
  const { id } = await queue({ prompt: `${init}; ${say({ result: "Blue", usage })}`, resultSchema });
  expect(await over(id)).toMatchObject({ state: "failed", error_class: "result_invalid" });
  expect(await attempts(id)).toMatchObject([
    { state: "failed", errorClass: "result_invalid", asks: "prompt" },
    { state: "failed", errorClass: "result_invalid", asks: "repair" },
  ]);
});

test("one that waits for another attempt can be cancelled, and leaves nothing on the disk", async () => {
  const { queue, waits, service, get, home } = await aWorldThatGoesOn({ id: account("1") });
  const { id } = await queue({ prompt: limited });
  await waits(id);
  await service.cancel(id, { actor: "user", correlationId: "c" });
  expect(await get(id)).toMatchObject({ state: "cancelled", waits_until: null, input: null });
  expect(existsSync(executionFolder(home, id))).toBe(false);
});

test("what another node ended meanwhile leaves nothing on this machine either", async () => {
  const { queue, options, get, home } = await aWorldThatGoesOn({ id: account("1") });
  const [gone, waits] = [newId(), (await queue()).id];
  for (const id of [gone, waits]) mkdirSync(join(executionFolder(home, id), "1"), { recursive: true });
  await sweep(options);
  expect([gone, waits].map((id) => existsSync(executionFolder(home, id)))).toEqual([false, true]);
  expect(await get(waits)).toMatchObject({ state: "queued" });
});

test("a link that can't be used from the beginning is passed over, and the log says why", async () => {
  const limit = new Date(Date.now() + 3_600_000);
  const { queue, over, linesOf } = await aWorldThatGoesOn(
    { id: account("1"), until: limit },
    { id: account("2") },
  );
  const { id } = await queue({ prompt: done, chain: [claude(account("1")), claude(account("2"))] });
  expect(await over(id)).toMatchObject({ state: "succeeded", attempt: 1 });
  const why = "Attempt 1, with claude (Account 2), begins from the start, since all are limited";
  expect((await linesOf(id))[0]).toMatchObject({ stream: "note", text: why });
});

test("what a CLI tells of its plan is told of the account that it ran with, whatever becomes of that", async () => {
  const told: [string, readonly PlanWindow[]][] = [];
  const accounts = {
    noteWindows: async (_tx: unknown, accountId: string, windows: readonly PlanWindow[]) => {
      told.push([accountId, windows]);
      throw new Error("It can't be noted");
    },
  };
  const { queue, over } = await aWorld(db, [{ id: account("1") }], { accounts });
  const rate_limit_info = { status: "allowed", rateLimitType: "five_hour", utilization: 0.25 };
  const line = JSON.stringify({ type: "rate_limit_event", rate_limit_info });
  const { id } = await queue({ prompt: `echo '${line}'; ${done}` });
  expect(await over(id)).toMatchObject({ state: "succeeded", result: "Done" });
  expect(told).toMatchObject([
    [account("1"), [{ name: "five_hour", usedPercent: 25, isMet: false, resetsAt: null }]],
  ]);
});
