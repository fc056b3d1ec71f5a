import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { TriggerContent } from "@signalbox/contract/triggers";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { aTriggersModule } from "../triggers.testing.ts";
import { askDue } from "./ask-due.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const by = { actor: "system", correlationId: "c" };
const { signal } = new AbortController();
const start = Date.parse("2026-03-01T12:00:00Z");

/** An address that answers what it is told to. */
async function anAddress() {
  const heard: IncomingHttpHeaders[] = [];
  const says = {
    ...{ status: 200, body: "one", headers: {} as Record<string, string> },
    /** What happens while it is asked. */
    meanwhile: async () => {},
  };
  const server = createServer(async ({ headers }, response) => {
    heard.push(headers);
    await says.meanwhile();
    response.writeHead(says.status, says.headers).end(says.status === 304 ? "" : says.body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { heard, says, server, url: `http://127.0.0.1:${port}/stock` };
}

async function polling(more: object = {}) {
  const [module, address] = [await aTriggersModule(db), await anAddress()];
  const content = { kind: "poll" as const, url: address.url, everyMinutes: 1, ...more };
  const { id, nextAt } = await module.trigger(content);
  expect(nextAt).toBe("2026-03-01T12:00:00.000Z");
  onTestFinished(() => module.triggers.remove(id, by));
  const pollAt = (minutes: number) => {
    module.at(new Date(start + minutes * 60_000).toISOString());
    return askDue(module.options, signal);
  };
  const its = async () => {
    const { items } = await module.triggers.list({ limit: 50, botId: module.bot.id });
    return items.find((one) => one.id === id);
  };
  const firings = async () => (await module.triggers.firings(id, { limit: 50 })).items;
  return { ...module, ...address, id, content, pollAt, its, firings };
}

test("the first answer is learned, a change begins once, and the same begins nothing", async () => {
  const { pollAt, says, starts, firings, heard, its } = await polling({ values: { title: "body" } });
  expect(await pollAt(0)).toBe(1);
  expect(await pollAt(0)).toBe(0);
  expect(await pollAt(1)).toBe(1);
  expect([starts.size, await firings()]).toEqual([0, []]);
  says.body = "two";
  await pollAt(2);
  await pollAt(3);
  expect([...starts.values()]).toMatchObject([{ values: { title: "two" }, target: null }]);
  expect(await firings()).toMatchObject([
    {
      kind: "poll",
      outcome: "started",
      reason: expect.stringMatching(/^127\.0\.0\.1:\d+ answered something new$/),
    },
  ]);
  expect(heard.length).toBe(4);
  expect(await its()).toMatchObject({ fault: null, nextAt: "2026-03-01T12:04:00.000Z" });
});

test("an answer that goes back to what it was is a change each time", async () => {
  const { pollAt, says, starts } = await polling();
  for (const [minute, body] of ["one", "two", "one", "two"].entries()) {
    says.body = body;
    await pollAt(minute);
  }
  expect(starts.size).toBe(3);
});

test("an address that tells versions is asked for another one, and 304 is nothing new", async () => {
  const { pollAt, says, heard, starts, its } = await polling();
  says.headers = { etag: '"v1"', "last-modified": "Sun, 01 Mar 2026 11:00:00 GMT" };
  await pollAt(0);
  says.status = 304;
  await pollAt(1);
  await pollAt(2);
  expect(heard[0]).not.toHaveProperty("if-none-match");
  const conditional = { "if-none-match": '"v1"', "if-modified-since": "Sun, 01 Mar 2026 11:00:00 GMT" };
  expect(heard.slice(1)).toMatchObject([conditional, conditional]);
  expect([starts.size, (await its())?.fault]).toEqual([0, null]);
});

test("a fault is told with when it is asked again, later each time, and begins nothing", async () => {
  const { pollAt, says, starts, its, firings } = await polling();
  await pollAt(0);
  Object.assign(says, { status: 503, body: "Try later" });
  await pollAt(1);
  expect(await its()).toMatchObject({ fault: "It answers 503", nextAt: "2026-03-01T12:03:00.000Z" });
  expect(await pollAt(2)).toBe(0);
  await pollAt(3);
  expect(await its()).toMatchObject({ nextAt: "2026-03-01T12:07:00.000Z" });
  expect([starts.size, await firings()]).toEqual([0, []]);
  Object.assign(says, { status: 200, body: "one" });
  await pollAt(7);
  expect(starts.size).toBe(0);
  expect(await its()).toMatchObject({ fault: null, nextAt: "2026-03-01T12:08:00.000Z" });
});

test("what changed behind a fault begins once it answers again", async () => {
  const { pollAt, says, starts } = await polling();
  await pollAt(0);
  Object.assign(says, { status: 500 });
  await pollAt(1);
  Object.assign(says, { status: 200, body: "two" });
  await pollAt(3);
  expect(starts.size).toBe(1);
});

test("an address that is not there, not allowed, no JSON, or too long is told in words", async () => {
  const gone = await polling();
  gone.server.close();
  await gone.pollAt(0);
  expect((await gone.its())?.fault).toContain("was not reached");
  const inside = await polling({ url: "http://10.0.0.1/" });
  await inside.pollAt(0);
  expect((await inside.its())?.fault).toContain("not on the public internet");
  const html = await polling({ compare: "stock" });
  await html.pollAt(0);
  expect((await html.its())?.fault).toContain("The body is no JSON");
  const long = await polling();
  long.says.body = "x".repeat(1_000_001);
  await long.pollAt(0);
  expect((await long.its())?.fault).toContain("It answers too much");
});

test("what was answered last outlives a restart, and a change meanwhile is found behind it", async () => {
  const { pollAt, says, options, starts } = await polling();
  await pollAt(0);
  says.body = "two";
  // Another server, which has nothing but the database, long after.
  const later = { ...options, clock: { now: () => new Date(start + 600 * 60_000) } };
  expect(await askDue(later, signal)).toBe(1);
  expect(starts.size).toBe(1);
  expect(await askDue(later, signal)).toBe(0);
});

test("two nodes that ask at the same moment begin once", async () => {
  const { pollAt, says, starts, firings } = await polling();
  await pollAt(0);
  says.body = "two";
  await Promise.all([pollAt(1), pollAt(1)]);
  expect([starts.size, (await firings()).length]).toEqual([1, 1]);
});

test("a server that is killed right behind a start finds the same execution again", async () => {
  const { pollAt, says, starts, options, at, firings } = await polling();
  await pollAt(0);
  says.body = "two";
  at(new Date(start + 60_000).toISOString());
  const killed = {
    ...options,
    db: {
      ...options.db,
      read: options.db.read,
      transaction: async () => Promise.reject(new Error("killed")),
    },
  };
  await expect(askDue(killed, signal)).rejects.toThrow("killed");
  expect([starts.size, await firings()]).toEqual([1, []]);
  await pollAt(1);
  expect([starts.size, (await firings()).length]).toEqual([1, 1]);
});

test("a stop breaks off what is asked, and no fault is noted of it", async () => {
  const { options, says, its } = await polling();
  says.status = 500;
  expect(await askDue(options, AbortSignal.abort())).toBe(0);
  expect(await its()).toMatchObject({ fault: null, nextAt: "2026-03-01T12:00:00.000Z" });
});

test("a filter and the bounds of an hour and of the bot's queue are told with their reason", async () => {
  const { pollAt, says, firings, bot } = await polling({ filter: "body != 'three'", perHour: 1 });
  for (const [minute, body] of ["one", "two", "three", "four"].entries()) {
    says.body = body;
    await pollAt(minute);
  }
  bot.waiting = 3;
  says.body = "five";
  await pollAt(70);
  expect((await firings()).map(({ outcome, reason }) => [outcome, reason.replace(/^.*: /, "")])).toEqual([
    ["overflow", "3 of the bot's executions wait already"],
    ["overflow", "it began once within an hour"],
    ["unmatched", "Its filter says no"],
    ["started", expect.stringContaining("answered something new")],
  ]);
});

test("another address is learned anew, and one that is switched off is not asked", async () => {
  const { id, content, triggers, pollAt, says, starts, url } = await polling();
  await pollAt(0);
  const write = (more: object, enabled = true) =>
    triggers.change(
      id,
      { content: { ...content, compare: null, filter: null, values: {}, perHour: 30, ...more }, enabled },
      by,
    );
  says.body = "two";
  await write({ url: `${url}/other` });
  await pollAt(1);
  expect(starts.size).toBe(0);
  await write({ url: `${url}/other` }, false);
  expect(await pollAt(5)).toBe(0);
  await write({ url: `${url}/other`, everyMinutes: 5 });
  says.body = "three";
  await pollAt(5);
  expect(starts.size).toBe(0);
  await write({ url: `${url}/other`, everyMinutes: 9 });
  says.body = "four";
  await pollAt(6);
  expect(starts.size).toBe(1);
});

test("what was switched off, or written anew, while it was asked begins nothing", async () => {
  const { pollAt, says, starts, triggers, id, content, its, at } = await polling();
  await pollAt(0);
  const change = (enabled: boolean) => async () => {
    await triggers.change(id, { content: TriggerContent.parse(content), enabled }, by);
  };
  says.body = "two";
  says.meanwhile = change(false);
  await pollAt(1);
  expect([starts.size, (await its())?.enabled]).toEqual([0, false]);
  await change(true)();
  says.meanwhile = async () => {};
  await pollAt(2);
  says.body = "three";
  says.meanwhile = () => {
    at("2026-03-01T12:03:01Z");
    return change(true)();
  };
  await pollAt(3);
  expect(starts.size).toBe(0);
  says.meanwhile = async () => {};
  await pollAt(4);
  expect(starts.size).toBe(1);
});
