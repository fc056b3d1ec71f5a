import { nothingMore } from "@signalbox/contract/allowed";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { oneAccount } from "../executions.testing.ts";
import { dryRun } from "./dry-run.ts";
import { aRunner } from "./running.testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const claude = { backend: "claude", model: "haiku", accountId: null } as const;
const gemini = { backend: "gemini", model: null, accountId: null } as const;

test("what a start would run is told, names of variables alone, and nothing is begun or taken for it", async () => {
  const taken: boolean[] = [];
  const usual = oneAccount();
  const accounts = {
    ...usual,
    choose: (...[tx, wish]: Parameters<typeof usual.choose>) => {
      taken.push(wish.takes);
      return usual.choose(tx, wish);
    },
    environmentOf: async () => ({ env: { SECRET_KEY: "hush" }, secrets: ["hush"] }),
  };
  const { service, options, bot, folder } = await aRunner(db, { accounts });
  const wish = {
    access: "read",
    askMinutes: null,
    allowed: nothingMore,
    workspace: "none",
    projectId: null,
    botId: bot.id,
  } as const;
  const told = await dryRun({ ...wish, chain: [claude, gemini] }, options);
  expect(told).toMatchObject({
    ...{ folder: null, estimate: null },
    links: [
      { backend: "claude", account: "The only one", why: null },
      {
        backend: "gemini",
        account: null,
        why: expect.stringContaining('There is no "gemini"'),
        command: null,
      },
    ],
  });
  expect(told.links[0]?.command).toEqual(expect.arrayContaining([`${folder}/claude`, "--model", "haiku"]));
  expect(told.links[0]?.environment).toEqual(expect.arrayContaining(["PATH", "SECRET_KEY"]));
  expect(JSON.stringify(told)).not.toContain("hush");
  expect(taken).toEqual([false]);
  expect((await service.list({ limit: 10, botId: bot.id })).items).toEqual([]);
});

test("what it mostly takes is what half of its last executions stayed below", async () => {
  const { options, bot, queue } = await aRunner(db);
  for (const [cost, minutes] of [
    [100, 1],
    [300, 3],
    [9_000, 90],
  ]) {
    const { id } = await queue();
    await db.pool.query(
      `update executions set state = 'succeeded', started_at = queued_at, input = null, cost_micros = $2,
        tokens_output = $2, ended_at = queued_at + make_interval(mins => $3) where id = $1`,
      [id, cost, minutes],
    );
  }
  const wish = {
    access: "read",
    askMinutes: null,
    allowed: nothingMore,
    workspace: "none",
    projectId: null,
    botId: bot.id,
  } as const;
  const { estimate } = await dryRun({ ...wish, chain: [claude] }, options);
  expect(estimate).toEqual({ executions: 3, costMicros: 300, tokens: 300, minutes: 3 });
});
