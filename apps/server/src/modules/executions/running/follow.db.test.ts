import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "@signalbox/testkit/until";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { createNews } from "../news.ts";
import { Rounds } from "./rounds.ts";
import { aRunner } from "./running.testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const hour = 3_600_000;

/** An execution that prints each line of a file, and rests between two looks for an hour. */
async function aFollowed() {
  const runner = await aRunner(db);
  const script = join(runner.folder, "script");
  appendFileSync(script, "");
  const { id } = await runner.queue({ prompt: `tail -n +1 -f ${script}` });
  await runner.as(id, "its start", ({ supervisor_pid }) => supervisor_pid !== null);
  const rounds = new Rounds(runner.options, hour);
  await rounds.round();
  await rounds.idle();
  const lines = async () => Number((await runner.get(id)).log_lines);
  const print = (line: string) => appendFileSync(script, `${line}\n`);
  return { ...runner, rounds, id, lines, print };
}

test("what somebody follows is read between two looks at it, and what nobody follows is not", async () => {
  const { rounds, id, lines, print, options } = await aFollowed();
  const before = await lines();
  print("a line");
  const news = options.news.next(id, hour);
  await until(
    async () => {
      await rounds.follow();
      return (await lines()) > before || undefined;
    },
    () => "the line",
  );
  await news;
  expect(options.news.isAwaited(id)).toBe(false);
  print("another line");
  await rounds.round();
  await rounds.follow();
  await rounds.idle();
  expect(await lines()).toBe(before + 1);
});

test("one that rests is looked at in the next round where something is wished of it", async () => {
  const { rounds, id, service, get } = await aFollowed();
  await service.control(id, { kind: "pause" }, { actor: "x", correlationId: id });
  await until(
    async () => {
      await rounds.round();
      await rounds.idle();
      return (await get(id)).state === "paused" || undefined;
    },
    () => "the pause",
  );
});

test("whoever waits for somebody to wait hears of the first, and of the end of waiting", async () => {
  const news = createNews();
  const [stop, heard] = [new AbortController(), [] as string[]];
  const first = news.untilAwaited(stop.signal).then(() => heard.push("awaited"));
  const next = news.next("one", hour);
  await first;
  news.tell("one");
  await next;
  const second = news.untilAwaited(stop.signal).then(() => heard.push("stopped"));
  stop.abort();
  await second;
  expect(heard).toEqual(["awaited", "stopped"]);
});
