/**
 * From an event that is handed to the log to a follower that has it, in each way in which nodes tell one another of
 * news: `node bench/event-log.ts [embedded|postgresql|redis]`. On a server, one process writes and another follows.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { migrate } from "../apps/server/src/platform/database/migrate.ts";
import { openDatabase } from "../apps/server/src/platform/database/open-database.ts";
import { openServerDatabase } from "../apps/server/src/platform/database/server-database.ts";
import type { EventLog } from "../apps/server/src/platform/events/events.ts";
import type { Feed } from "../apps/server/src/platform/events/run-reaction.ts";
import { runPostgres } from "../packages/testkit/src/postgres.ts";
import { runRedis } from "../packages/testkit/src/redis.ts";
import { removeFolder, temporaryFolder } from "../packages/testkit/src/temporary.ts";
import { eventNode, type Meeting } from "./load/event-node.ts";
import { type Finding, print, tableOf } from "./load/report.ts";
import { quantile } from "./load/statistics.ts";
import { type Writing, writeEvents } from "./load/write-events.ts";

const pace = 5_000;
const forMs = 15_000;

type Write = (writing: Writing) => Promise<number>;

/** Follows from the newest event on, and keeps how long each took and whether all came in order. */
async function follow({ events, feed }: { events: EventLog; feed: Feed }) {
  const leaving = new AbortController();
  const { newest } = await events.range();
  let last = newest;
  let late: number[] = [];
  let wanted = { count: Number.POSITIVE_INFINITY, reached: () => {} };
  const ended = feed.follow({
    name: "bench",
    after: newest,
    filter: {},
    signal: leaving.signal,
    deliver: (batch) => {
      const now = performance.timeOrigin + performance.now();
      for (const { position, data } of batch) {
        if (BigInt(position) !== last + 1n) throw new Error(`After ${last} came ${position}`);
        last = BigInt(position);
        late.push(now - Number(data.text));
      }
      if (late.length >= wanted.count) wanted.reached();
    },
  });
  const received = (count: number) =>
    new Promise<void>((reached) => {
      wanted = { count, reached };
      if (late.length >= count) reached();
    });
  return {
    received,
    /** What was measured since the last call. */
    take: () => {
      const taken = late;
      late = [];
      return taken;
    },
    leave: () => {
      leaving.abort();
      return ended;
    },
  };
}

/** Both: as many as the follower gets in a time, and how late each is at the pace that is asked for. */
async function measure(
  mode: string,
  write: Write,
  node: { events: EventLog; feed: Feed },
): Promise<Finding[]> {
  const follower = await follow(node);
  const through = async (writing: Writing) => {
    const began = performance.now();
    const count = await write(writing);
    await follower.received(count);
    return { late: follower.take(), perSecond: (count * 1_000) / (performance.now() - began) };
  };
  await through({ forMs: 3_000, perSecond: pace });
  const most = await through({ forMs });
  const paced = await through({ forMs, perSecond: pace });
  await follower.leave();
  return [
    {
      what: `${mode}: written and followed`,
      value: most.perSecond,
      unit: "events/s",
      target: { atLeast: pace },
    },
    { what: `${mode}: late at ${pace} events/s, p50`, value: quantile(paced.late, 0.5), unit: "ms" },
    { what: "… p99", value: quantile(paced.late, 0.99), unit: "ms", target: { atMost: 100 } },
  ];
}

async function embedded(): Promise<Finding[]> {
  const folder = temporaryFolder("bench");
  const db = await openDatabase({ folder });
  await migrate(db.pool);
  const { leave, ...node } = await eventNode(
    db,
    { databaseUrl: undefined, redisUrl: undefined },
    { works: true },
  );
  const findings = await measure("embedded", (writing) => writeEvents(db, node.events, writing), node);
  await leave();
  removeFolder(folder);
  return findings;
}

/** A process that writes, and one line back for each that it is told. */
async function writerProcess(meeting: Meeting) {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "load/event-writer.ts"), JSON.stringify(meeting)],
    {
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  const write: Write = async (writing) => {
    child.stdin.write(`${JSON.stringify(writing)}\n`);
    return Number((await lines.next()).value);
  };
  const end = async () => {
    child.stdin.end();
    await once(child, "exit");
  };
  return { write, end };
}

async function onServer(redisUrl: string | undefined): Promise<Finding[]> {
  const postgres = await runPostgres({ fsync: "on" });
  const meeting = { databaseUrl: postgres.url, redisUrl };
  const db = openServerDatabase({ url: postgres.url });
  await migrate(db.pool);
  await db.close();
  const { leave, ...node } = await eventNode(openServerDatabase({ url: postgres.url }), meeting, {
    works: true,
  });
  const writer = await writerProcess(meeting);
  const findings = await measure(redisUrl === undefined ? "PostgreSQL" : "Redis", writer.write, node);
  await writer.end();
  await leave();
  await postgres.remove();
  return findings;
}

async function withRedis(): Promise<Finding[]> {
  const redis = await runRedis();
  const findings = await onServer(redis.url);
  await redis.remove();
  return findings;
}

export const measureEventLog = { embedded, postgresql: () => onServer(undefined), redis: withRedis };

if (import.meta.main) {
  const [, , wanted] = process.argv;
  const findings: Finding[] = [];
  for (const [mode, run] of Object.entries(measureEventLog))
    if (wanted === undefined || wanted === mode) findings.push(...(await run()));
  print(tableOf(findings));
}
