import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../database/testing.ts";
import { PositionUnavailable } from "./events.ts";
import { aFollower, aLog, aNote, textOf } from "./testing.ts";

let db: TestDatabase;
let log: Awaited<ReturnType<typeof aLog>>;
beforeAll(async () => {
  db = await testDatabase();
  log = await aLog(db);
});
afterAll(async () => {
  await log.stop();
  await db.close();
});

const newest = async () => (await log.range()).newest;

test("an event is told with everything it was written with", async () => {
  const before = await newest();
  const [projectId, agentId] = [newId(), newId()];
  const note = aNote("whole", { projectId, agentId, causationId: "cause", correlationId: "request" });
  await log.write(note);
  const [told] = await log.read(before, {}, 10);
  expect(told).toEqual({
    position: String(before + 1n),
    id: note.id,
    type: "note.written",
    version: 1,
    at: note.at.toISOString(),
    actor: "system",
    subject: { kind: "note", id: "whole" },
    projectId,
    agentId,
    commandId: null,
    turnId: null,
    correlationId: "request",
    causationId: "cause",
    data: { text: "whole" },
  });
});

test("a fact that is rolled back leaves no event", async () => {
  const before = await newest();
  const failing = db.transaction(async (tx) => {
    log.append(tx, aNote("never"));
    throw new Error("changed my mind");
  });
  await expect(failing).rejects.toThrow("changed my mind");
  expect(await log.read(before, {}, 10)).toEqual([]);
});

test("events of a transaction keep the order they were appended in, and those of a batch too", async () => {
  const before = await newest();
  const texts = Array.from({ length: 30 }, (_, index) => `n${index}`);
  await db.transaction(async (tx) => {
    for (const text of texts.slice(0, 15)) log.append(tx, aNote(text));
  });
  await db.batch(log.statementsFor(texts.slice(15).map((text) => aNote(text))));
  expect((await log.read(before, {}, 100)).map(textOf)).toEqual(texts);
  expect(log.statementsFor([])).toEqual([]);
});

test("a follower gets the past and then the present, each event once and in order", async () => {
  const before = await newest();
  await log.write(aNote("past 1"), aNote("past 2"));
  const follower = aFollower(log, { after: before });
  await log.write(aNote("present 1"));
  await db.batch(log.statementsFor([aNote("present 2")]));
  log.announce();
  await follower.received(4);
  expect(follower.texts()).toEqual(["past 1", "past 2", "present 1", "present 2"]);
  await follower.leave();
});

test("an event that its writer hands over is the one that is read later", async () => {
  const before = await newest();
  const follower = aFollower(log, { after: before });
  const events = [aNote("handed over", { agentId: newId(), causationId: newId() }), aNote("beside it")];
  const [rows = []] = await db.batch(log.statementsFor(events));
  log.announce({ events, rows });
  await follower.received(2);
  expect(follower.events).toEqual(await log.read(before, {}, 10));
  await follower.leave();
});

test("an event that nobody announced is found by looking now and then", async () => {
  const watchful = await aLog(db, { pollMs: 5 });
  const follower = aFollower(watchful, { after: await newest() });
  await db.batch(log.statementsFor([aNote("from another process")]));
  await follower.received(1);
  expect(follower.texts()).toEqual(["from another process"]);
  await watchful.stop();
  await follower.ended;
});

test("filters narrow the past and the present alike", async () => {
  const before = await newest();
  const [project, agent] = [newId(), newId()];
  const notes = () => [
    aNote("plain"),
    aNote("in project", { projectId: project }),
    aNote("by agent", { projectId: project, agentId: agent }),
    aNote("other type", {}, "note.removed"),
    aNote("other family", {}, "api_key.created"),
  ];
  const expected = [
    { filter: {}, texts: ["plain", "in project", "by agent", "other type", "other family"] },
    {
      filter: { types: [], projectIds: [] },
      texts: ["plain", "in project", "by agent", "other type", "other family"],
    },
    { filter: { types: ["note.written"] }, texts: ["plain", "in project", "by agent"] },
    { filter: { types: ["note.*"] }, texts: ["plain", "in project", "by agent", "other type"] },
    { filter: { types: ["note.removed", "api_key.*"] }, texts: ["other type", "other family"] },
    { filter: { projectIds: [project, newId()] }, texts: ["in project", "by agent"] },
    { filter: { projectIds: [project], agentIds: [agent], types: ["note.*"] }, texts: ["by agent"] },
  ];
  await log.write(...notes());
  const past = await newest();
  const followers = expected.map(({ filter }) => aFollower(log, { after: past, filter }));
  await log.write(...notes());
  for (const [index, { filter, texts }] of expected.entries()) {
    expect((await log.read(before, filter, 5)).map(textOf)).toEqual([...texts, ...texts].slice(0, 5));
    await followers[index]?.received(texts.length);
    expect(followers[index]?.texts()).toEqual(texts);
    await followers[index]?.leave();
  }
});

test("a follower that can't keep up slows nobody, and misses nothing", async () => {
  const small = await aLog(db, { tailSize: 8, pageSize: 5 });
  const gate = Promise.withResolvers<void>();
  const before = await newest();
  const slow = aFollower(small, { after: before, deliver: () => gate.promise });
  const fast = aFollower(small, { after: before });
  const texts = Array.from({ length: 60 }, (_, index) => `t${index}`);
  for (const text of texts) await small.write(aNote(text));
  await fast.received(60);
  expect(slow.events.length).toBeLessThan(60);
  gate.resolve();
  await slow.received(60);
  expect(slow.texts()).toEqual(texts);
  expect(fast.texts()).toEqual(texts);
  await small.stop();
});

test("a rare event is found behind many that the filter passes over", async () => {
  const small = await aLog(db, { tailSize: 4, pageSize: 3 });
  const before = await newest();
  const follower = aFollower(small, { after: before, filter: { types: ["note.rare"] } });
  for (let index = 0; index < 30; index++) await small.write(aNote("common"));
  await small.write(aNote("rare", {}, "note.rare"));
  await follower.received(1);
  expect(follower.texts()).toEqual(["rare"]);
  await small.stop();
});

test("a position that was never given out, or whose successors are gone, is refused", async () => {
  const own = await testDatabase();
  await own.batch(log.statementsFor([aNote("1"), aNote("2"), aNote("3"), aNote("4")]));
  await own.batch([{ name: "forget", text: "delete from events where position < 3", values: [] }]);
  const ownLog = await aLog(own);

  await expect(aFollower(ownLog, { after: 5n }).ended).rejects.toMatchObject({
    reason: "future",
    newest: 4n,
  });
  await expect(aFollower(ownLog, { after: 1n }).ended).rejects.toBeInstanceOf(PositionUnavailable);
  for (const [after, count] of [
    [2n, 2],
    [0n, 2],
  ] as const) {
    const follower = aFollower(ownLog, { after });
    await follower.received(count);
    expect(follower.texts()).toEqual(["3", "4"]);
  }
  await ownLog.stop();
  await own.close();
});

test("stopping ends every follower", async () => {
  const own = await aLog(db);
  const followers = [aFollower(own, { after: await newest() }), aFollower(own, { after: 0n })];
  await own.stop();
  await Promise.all(followers.map((follower) => follower.ended));
});

test("numbers become visible in order while eight writers write at once", async () => {
  const small = await aLog(db, { tailSize: 64, pageSize: 32 });
  const before = await newest();
  const followers = [aFollower(small, { after: before }), aFollower(log, { after: before })];
  const writers = Array.from({ length: 8 }, (_, writer) => async () => {
    for (let round = 0; round < 25; round++) {
      const notes = [0, 1, 2].map((part) => aNote(`${writer}.${String(round).padStart(2, "0")}.${part}`));
      if (round % 2 === 0) await small.write(...notes);
      else small.announce({ events: notes, rows: (await db.batch(small.statementsFor(notes))).flat() });
    }
  });
  await Promise.all(writers.map((write) => write()));

  for (const follower of followers) {
    await follower.received(600);
    const positions = follower.events.map((event) => BigInt(event.position));
    expect(positions).toEqual(positions.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(new Set(follower.texts()).size).toBe(600);
    for (let writer = 0; writer < 8; writer++) {
      const own = follower.texts().filter((text) => String(text).startsWith(`${writer}.`));
      expect(own).toEqual(own.toSorted());
    }
    await follower.leave();
  }
  await small.stop();
});
