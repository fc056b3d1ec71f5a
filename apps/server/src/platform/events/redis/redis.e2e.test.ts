import { isMissing } from "@signalbox/testkit/machine";
import { findRedis, runRedis, type TestRedis } from "@signalbox/testkit/redis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../../kernel/clock.ts";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../database/testing.ts";
import { aNodeWith } from "../../nodes/testing.ts";
import { readLogId } from "../event-store.ts";
import type { Reaction } from "../events.ts";
import { createReactions } from "../reactions.ts";
import { aLog, aNote, silentLog, textOf } from "../testing.ts";
import { redisKeys } from "./redis-connection.ts";
import { createRedisFeed } from "./redis-feed.ts";
import { redisHealth } from "./redis-health.ts";
import { createRedisRelay } from "./redis-relay.ts";
import { createRedisWakeUps } from "./redis-wake-ups.ts";

describe.skipIf(isMissing(findRedis()))("events through Redis", () => {
  let redis: TestRedis;
  let db: TestDatabase;
  const releases: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    [redis, db] = await Promise.all([runRedis(), testDatabase()]);
  });
  beforeEach(() => redis.command("FLUSHALL"));
  afterEach(async () => {
    for (const release of releases.splice(0).reverse()) await release();
  });
  afterAll(async () => {
    await redis.remove();
    await db.close();
  });

  /** A reaction whose statements write down what it heard, and who wrote. */
  const aScribe = async () => {
    const name = `scribe_${newId().replaceAll("-", "")}`;
    await db.pool.query(`create table ${name} (at serial, text text)`);
    const reaction: Reaction = {
      name,
      types: ["note.written"],
      handle: async (event) => [
        { name, text: `insert into ${name} (text) values ($1)`, values: [textOf(event)] },
      ],
    };
    const written = async () =>
      (await db.pool.query<{ text: string }>(`select text from ${name} order by at`)).rows.map(
        ({ text }) => text,
      );
    return { reaction, written };
  };

  /** A node that reacts through Redis, until it is told to leave. */
  const aNode = async (reactions: Reaction[]) => {
    const node = newId();
    const keys = async () => redisKeys(await readLogId(db.read));
    const own = { url: redis.url, log: silentLog, keys };
    const wakeUps = createRedisWakeUps(own);
    // So seldom that what arrives in time was told.
    const log = await aLog(db, { wakeUps, pollMs: 60_000 });
    const feed = createRedisFeed({ ...own, events: log, node, withoutMs: 200 });
    const relay = createRedisRelay({ ...own, events: log, read: db.read, trimMs: 20 });
    const made = createReactions({
      ...{ db, feed, node, reactions },
      log: silentLog,
      clock: systemClock,
      limits: { gatherMs: 0, passMs: 0 },
    });
    await made.start?.();
    const limits = { holdMs: 1_000, renewMs: 20 };
    const loops = await aNodeWith([...wakeUps.loops, relay, ...made.loops], { db, node, limits });
    const leave = async () => {
      await loops.stop();
      await log.stop();
    };
    releases.push(leave);
    await expect
      .poll(() => loops.status().find(({ name }) => name === "wake-ups"))
      .toMatchObject({ state: "running" });
    return { ...log, leave, status: loops.status };
  };

  const many = (from: number, count: number) => Array.from({ length: count }, (_, n) => `note ${from + n}`);
  const write = async (node: Awaited<ReturnType<typeof aNode>>, texts: readonly string[]) => {
    for (const text of texts) await node.write(aNote(text));
  };

  test("what one node writes, a reaction on another handles, each event once and in order", async () => {
    const scribe = await aScribe();
    const [writer] = [await aNode([]), await aNode([scribe.reaction])];
    await write(writer, many(0, 50));
    await expect.poll(scribe.written).toEqual(many(0, 50));
  });

  test("when the node that reacts leaves, another goes on with what was given to the first", async () => {
    const scribe = await aScribe();
    const writer = await aNode([]);
    const first = await aNode([scribe.reaction]);
    await write(writer, many(0, 10));
    await expect.poll(scribe.written).toHaveLength(10);
    await first.leave();
    await write(writer, many(10, 10));
    await aNode([scribe.reaction]);
    await expect.poll(scribe.written).toEqual(many(0, 20));
  });

  test("what is flushed from Redis is read in the log", async () => {
    const scribe = await aScribe();
    const node = await aNode([scribe.reaction]);
    for (let round = 0; round < 5; round++) {
      await write(node, many(round * 5, 5));
      await redis.command("FLUSHALL");
    }
    await expect.poll(scribe.written).toEqual(many(0, 25));
  });

  test("while Redis is away events are handled all the same, and afterwards through it again", async () => {
    const scribe = await aScribe();
    const node = await aNode([scribe.reaction]);
    await write(node, many(0, 5));
    await redis.kill9();
    await write(node, many(5, 5));
    await expect.poll(scribe.written).toEqual(many(0, 10));
    await redis.start();
    await write(node, many(10, 5));
    await expect.poll(scribe.written).toEqual(many(0, 15));
  });

  test("entries stay until every reaction is past them, and go then", async () => {
    const { stream } = redisKeys(await readLogId(db.read));
    const behind = `behind ${newId()}`;
    await db.pool.query("delete from events_reactions");
    const scribe = await aScribe();
    const node = await aNode([scribe.reaction]);
    const { newest } = await node.range();
    const values = [behind, String(newest)];
    const insert = "insert into events_reactions (name, position, updated_at) values ($1, $2::bigint, now())";
    await db.write({ name: "behind", text: insert, values });
    await write(node, many(0, 20));
    await expect.poll(scribe.written).toHaveLength(20);
    await expect.poll(() => redis.command("XLEN", stream)).toBe(":20");
    await db.write({ name: "gone", text: "delete from events_reactions where name = $1", values: [behind] });
    await expect.poll(() => redis.command("XLEN", stream)).toBe(":0");
  });

  test("tells how far the log is relayed, that the relay is behind, and what it is without Redis", async () => {
    const node = await aNode([]);
    const keys = async () => redisKeys(await readLogId(db.read));
    const ask = () => redisHealth({ url: redis.url, read: db.read, keys }).check();
    await write(node, many(0, 5));
    await expect.poll(ask).toMatchObject({ status: "ok", facts: { "events not relayed": "0" } });
    await node.leave();
    const late = await aLog(db);
    await late.write(aNote("nobody relays it", { at: new Date(Date.now() - 60_000) }));
    expect(await ask()).toMatchObject({
      status: "warning",
      reason: expect.stringMatching(/behind the log, by 1 event$/),
    });
    await redis.kill9();
    const without = { status: "warning", cure: expect.stringContaining("Nothing is lost") };
    expect(await ask()).toMatchObject(without);
    await redis.start();
    redis.pause();
    expect(await ask()).toMatchObject({ ...without, reason: expect.stringContaining("no answer within") });
    redis.resume();
    await late.stop();
  });
});
