import type { Client } from "@signalbox/client/client";
import { type ExecutionDetail, getExecution, getExecutionLog } from "@signalbox/contract/executions";
import { findClaude, isMissing } from "@signalbox/testkit/machine";
import { findPostgres, runPostgres } from "@signalbox/testkit/postgres";
import { findRedis, runRedis } from "@signalbox/testkit/redis";
import { describe, expect, onTestFinished, test } from "vitest";
import { botRunner } from "./bot-runner.testing.ts";

/** One node has too little room for what may run at once, and both have too much. */
const [ofNode, atOnce, executions] = ["2", 3, 9];

/** Two nodes on hosts of their own that run what bots start. */
async function twoNodes(withRedis: boolean) {
  const postgres = await runPostgres();
  onTestFinished(() => postgres.remove());
  const redis = withRedis ? await runRedis() : null;
  onTestFinished(async () => void (await redis?.remove()));
  const one = await botRunner({
    ...{ DATABASE_URL: postgres.url, SIGNALBOX_EXECUTIONS: ofNode },
    ...(redis === null ? {} : { REDIS_URL: redis.url }),
  });
  return { one, other: await one.another() };
}

/** Follows a log to its end as the page does; the lines, and how many had come while it ran. */
async function follow(client: Client, executionId: string) {
  const lines: { number: number; text: string }[] = [];
  let whileItRan = 0;
  for (let isOver = false; !isOver; ) {
    const query = { after: lines.at(-1)?.number ?? 0, wait: 20, limit: 1_000 };
    const page = await client.call(getExecutionLog, { params: { executionId }, query });
    lines.push(...page.lines.map(({ number, text }) => ({ number, text })));
    if (!page.isOver) whileItRan = lines.length;
    isOver = page.isOver && page.lines.length === 0;
  }
  return { lines, whileItRan };
}

/** The most that ran at one time. */
function mostAtOnce(ended: readonly ExecutionDetail[]): number {
  const spans = ended.map(({ startedAt, endedAt }) => [
    Date.parse(startedAt ?? ""),
    Date.parse(endedAt ?? ""),
  ]);
  return Math.max(
    ...spans.map(([at = 0]) => spans.filter(([from = 0, to = 0]) => from <= at && at < to).length),
  );
}

describe.skipIf(isMissing(findClaude(), findPostgres(), findRedis())).each([
  { how: "PostgreSQL alone", withRedis: false },
  { how: "PostgreSQL and Redis", withRedis: true },
])("two nodes on $how", ({ withRedis }) => {
  test("run no more of a bot at once than it may, each on its own host, and show any log live", {
    timeout: 240_000,
  }, async () => {
    const { one, other } = await twoNodes(withRedis);
    const bot = await one.make({ concurrency: atOnce });
    const ids: string[] = [];
    for (let number = 0; number < executions; number++)
      ids.push(
        (await one.start(bot.id, `[[bash echo ${number}]] [[delay 1500]] [[text Said ${number}]]`)).id,
      );
    const followed = Promise.all(
      [one.client(), other.client].map((client) => Promise.all(ids.map((id) => follow(client, id)))),
    );
    const ended = await Promise.all(ids.map((id) => one.over(id)));

    expect(ended.map(({ state, result }) => [state, result])).toEqual(
      ids.map((_, number) => ["succeeded", `Said ${number}`]),
    );
    expect(mostAtOnce(ended)).toBe(atOnce);
    for (const { stateFolder } of [one, other])
      expect(ended.filter(({ cwd }) => cwd?.startsWith(stateFolder)).length).toBeGreaterThan(0);

    const [here = [], there = []] = await followed;
    expect(there.map(({ lines }) => lines)).toEqual(here.map(({ lines }) => lines));
    for (const [index, { lines }] of here.entries())
      expect(lines.map(({ number }) => number)).toEqual(
        Array.from({ length: ended[index]?.log.lines ?? 0 }, (_, line) => line + 1),
      );
    for (const { whileItRan } of [...here, ...there]) expect(whileItRan).toBeGreaterThan(1);
    const last = ids.at(-1) ?? "";
    expect(await other.client.call(getExecution, { params: { executionId: last } })).toEqual(ended.at(-1));
  });
});
