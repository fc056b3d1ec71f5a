import { subscriberChanged } from "@signalbox/contract/subscribers";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { claimDue } from "./messages/messages.repository.ts";
import { claimMs, mostAttempts, sendNext } from "./messages/send.ts";
import { anEvent, aWorld } from "./subscribers.testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const dayMs = 24 * 60 * 60_000;

/** The headers of a message as a receiver's library wants them. */
const headersOf = (heard: { headers: Record<string, unknown> } | undefined) =>
  Object.fromEntries(Object.entries(heard?.headers ?? {}).map(([name, value]) => [name, String(value)]));

test("an event that is asked for arrives, signed, with where it stands in the log", async () => {
  const { subscriber, hear, drain, receiver, of, traces } = await aWorld(db);
  const { id, secret } = await subscriber();
  const event = anEvent();
  await hear(event, anEvent({ type: "agent.registered" }));
  await drain();
  expect(receiver.heard).toHaveLength(1);
  const [heard] = receiver.heard;
  expect(new Webhook(secret).verify(String(heard?.body), headersOf(heard))).toMatchObject({
    ...{ type: event.type, timestamp: event.at, data: { state: "failed", reason: "It broke" } },
    event: { id: event.id, position: "7", subject: event.subject, correlationId: event.correlationId },
  });
  const [message] = await of(id);
  expect(message).toMatchObject({ state: "sent", status: 200, attempts: 1, type: event.type, reason: null });
  expect(heard?.headers["webhook-id"]).toBe(message?.webhookId);
  expect(await traces()).not.toContain(secret);
});

test("an event that is heard twice is sent once", async () => {
  const { subscriber, hear, drain, receiver } = await aWorld(db);
  await subscriber();
  const event = anEvent();
  await hear(event, event);
  await drain();
  await hear(event);
  await drain();
  expect(receiver.heard).toHaveLength(1);
});

test("a server that goes between sending and marking leaves the message to the next, by the same id", async () => {
  const { subscriber, hear, next, later, options, receiver, ids, of } = await aWorld(db);
  const { id } = await subscriber();
  await hear(anEvent());
  const crashed = { ...options.db, transaction: options.db.transaction };
  let transactions = 0;
  crashed.transaction = (work) => {
    transactions += 1;
    return transactions === 1
      ? options.db.transaction(work)
      : Promise.reject(new Error("The server is gone"));
  };
  await expect(sendNext({ ...options, db: crashed }, new AbortController().signal)).rejects.toThrow("gone");
  expect(receiver.heard).toHaveLength(1);
  expect(await next()).toBe(false);
  later(claimMs);
  expect(await next()).toBe(true);
  expect(receiver.heard).toHaveLength(2);
  expect(new Set(ids()).size).toBe(1);
  expect(await of(id)).toMatchObject([{ state: "sent", attempts: 2 }]);
});

test("who comes too late with what became of a message changes nothing", async () => {
  const { subscriber, hear, next, later, now, options, of } = await aWorld(db);
  const { id } = await subscriber();
  await hear(anEvent());
  const slow = await options.db.transaction((tx) =>
    claimDue(tx, { at: now(), until: new Date(now().getTime() + claimMs) }),
  );
  expect(slow).toMatchObject({ attempts: 1 });
  later(claimMs);
  await next();
  expect(await of(id)).toMatchObject([{ state: "sent", attempts: 2 }]);
});

test("what fails is tried again later each time, and given up after a day or so", async () => {
  const { subscriber, hear, drain, later, now, ids, of } = await aWorld(db, () => ({ status: 500 }));
  const { id } = await subscriber();
  await hear(anEvent());
  const began = now().getTime();
  let waits: number[] = [];
  for (let tries = 0; tries < mostAttempts; tries++) {
    await drain();
    const [message] = await of(id);
    if (message?.nextAt == null) break;
    waits = [...waits, Date.parse(message.nextAt) - now().getTime()];
    later(waits.at(-1) ?? 0);
  }
  expect(waits.slice(0, 3)).toEqual([5_000, 20_000, 80_000]);
  expect(waits).toHaveLength(mostAttempts - 1);
  expect((now().getTime() - began) / dayMs).toBeCloseTo(1, 0);
  expect(await of(id)).toMatchObject([{ state: "dead", attempts: mostAttempts, reason: "It answered 500" }]);
  expect(new Set(ids()).size).toBe(1);
});

test("Retry-After is waited for", async () => {
  const headers = { "retry-after": "3600" };
  const { subscriber, hear, drain, now, of } = await aWorld(db, () => ({ status: 429, headers }));
  const { id } = await subscriber();
  await hear(anEvent());
  await drain();
  expect(await of(id)).toMatchObject([
    { state: "waiting", nextAt: new Date(now().getTime() + 3_600_000).toISOString() },
  ]);
});

test("410 turns a subscriber off, which is told, and what waits stays until it is on again", async () => {
  let status = 410;
  const world = await aWorld(db, () => ({ status }));
  const { subscriber, subscribers, hear, drain, of, told, receiver, by } = world;
  const { id, name, url, types } = await subscriber();
  await hear(anEvent(), anEvent());
  await world.next();
  await drain();
  expect((await of(id)).map(({ state }) => state)).toEqual(["waiting", "dead"]);
  expect((await subscribers.list({ limit: 50 })).items).toMatchObject([
    { enabled: false, disabledReason: expect.stringMatching("410"), waiting: 1, dead: 1 },
  ]);
  expect(told.map(({ type }) => type)).toEqual(["subscriber.created", "subscriber.disabled"]);
  status = 200;
  await subscribers.change(id, { name, url, types, projectId: null, botId: null, enabled: true }, by);
  await drain();
  expect((await of(id)).map(({ state }) => state)).toEqual(["sent", "dead"]);
  expect(receiver.heard).toHaveLength(2);
});

test("what was given up is sent again, one alone or all together, by the ids it had", async () => {
  let status = 410;
  const { subscriber, messages, subscribers, hear, drain, of, ids, by } = await aWorld(db, () => ({
    status,
  }));
  const wish = { name: "CI", types: ["*"], projectId: null, botId: null, enabled: true };
  const { id, url } = await subscriber(wish);
  for (let count = 0; count < 3; count++) {
    await hear(anEvent());
    await drain();
    await subscribers.change(id, { ...wish, url }, by);
  }
  const before = ids();
  expect(new Set(before).size).toBe(3);
  status = 204;
  const [newest] = await of(id);
  const which = { subscriberId: id, messageId: newest?.id ?? "" };
  expect(await messages.replay(which, by)).toMatchObject({ state: "waiting", attempts: 0 });
  await expect(messages.replay(which, by)).rejects.toMatchObject({ code: "subscribers.message_waits" });
  await drain();
  expect(ids().slice(3)).toEqual([newest?.webhookId]);
  expect(await messages.replayDead(id, by)).toEqual({ replayed: 2 });
  await drain();
  expect(new Set(ids().slice(3))).toEqual(new Set(before));
  expect((await of(id)).map(({ state }) => state)).toEqual(["sent", "sent", "sent"]);
});

test("a message that fails is overtaken, and the order is told by the position in the log", async () => {
  let failures = 1;
  const { subscriber, hear, drain, later, receiver } = await aWorld(db, () => ({
    status: failures-- > 0 ? 503 : 200,
  }));
  await subscriber();
  await hear(anEvent({ position: "1" }), anEvent({ position: "2" }));
  await drain();
  later(10_000);
  await drain();
  const positions = receiver.heard.map(({ body }) => JSON.parse(String(body)).event.position);
  expect(positions).toEqual(["1", "2", "1"]);
});

test("with a new secret the former one signs beside it for a day", async () => {
  const { subscriber, subscribers, hear, drain, later, receiver, by, traces } = await aWorld(db);
  const { id, secret: former } = await subscriber();
  const { secret, formerSecretUntil } = await subscribers.renewSecret(id, by);
  expect(formerSecretUntil).not.toBeNull();
  await hear(anEvent());
  await drain();
  later(dayMs + 1);
  await hear(anEvent());
  await drain();
  const [both, one] = receiver.heard;
  for (const each of [secret, former])
    expect(() => new Webhook(each).verify(String(both?.body), headersOf(both))).not.toThrow();
  expect(String(one?.headers["webhook-signature"]).split(" ")).toHaveLength(1);
  expect(await traces()).not.toContain(former);
});

test("who asks for one bot gets what is of its executions, and nothing else", async () => {
  const { subscriber, hear, owners, of } = await aWorld(db);
  const [botId, other] = [newId(), newId()];
  await db.pool.query(
    "insert into bots (id, name, version, content, enabled, created_at, updated_at) values ($1, 'B', 1, '{}', true, now(), now())",
    [botId],
  );
  const { id } = await subscriber({ types: ["*"], botId });
  const [own, foreign] = [newId(), newId()];
  owners.set(own, { botId, projectId: null }).set(foreign, { botId: other, projectId: null });
  const outcome = (executionId: string) =>
    anEvent({
      type: "outcome.completed",
      data: { executionId },
      subject: { kind: "execution", id: executionId },
    });
  await hear(outcome(own), outcome(foreign), outcome(newId()), anEvent({ data: { botId: other } }));
  await hear(anEvent({ data: { botId } }), anEvent({ type: "agent.registered", data: {} }));
  expect((await of(id)).map(({ type }) => type)).toEqual(["execution.finished", "outcome.completed"]);
});

test("a change of who is told counts from the event on that tells of it", async () => {
  const { subscriber, subscribers, hear, of } = await aWorld(db);
  await hear(anEvent());
  const { id } = await subscriber();
  await hear(anEvent({ type: "subscriber.created" }), anEvent());
  expect(await of(id)).toHaveLength(1);
  await subscribers.remove(id, { actor: "user", correlationId: "c" });
  await hear(anEvent({ type: subscriberChanged.type }), anEvent());
  await expect(of(id)).rejects.toMatchObject({ code: "subscribers.not_found" });
});

test("an address that may not be reached is given up at once, and says what would allow it", async () => {
  const { subscriber, hear, drain, of } = await aWorld(db);
  const { id } = await subscriber({ url: "http://10.1.2.3/" });
  await hear(anEvent());
  await drain();
  expect(await of(id)).toMatchObject([
    { state: "dead", attempts: 1, reason: expect.stringMatching("SIGNALBOX_OUTBOUND_NETWORKS") },
  ]);
});

test("a slow subscriber keeps none of another's messages waiting", async () => {
  const { subscriber, hear, options, now } = await aWorld(db);
  const slow = await subscriber({ name: "Slow" });
  for (let count = 0; count < 5; count++) await hear(anEvent());
  await subscriber({ name: "Quick" });
  await hear(anEvent({ type: "subscriber.created" }), anEvent());
  const taken: (string | undefined)[] = [];
  for (let count = 0; count < 5; count++) {
    const row = await options.db.transaction((tx) =>
      claimDue(tx, { at: now(), until: new Date(now().getTime() + claimMs) }),
    );
    taken.push(row?.subscriber_id);
  }
  expect(taken.filter((id) => id === slow.id)).toHaveLength(3);
  expect(taken.filter((id) => id !== undefined && id !== slow.id)).toHaveLength(1);
});

test("a test is sent once and at once, also while the subscriber is off, and says what was answered", async () => {
  let status = 200;
  const { subscriber, messages, receiver, by, audited } = await aWorld(db, () => ({ status }));
  const { id, secret } = await subscriber({ enabled: false });
  expect(await messages.test(id, by)).toMatchObject({
    state: "sent",
    status: 200,
    type: "subscriber.tested",
  });
  const [heard] = receiver.heard;
  expect(() => new Webhook(secret).verify(String(heard?.body), headersOf(heard))).not.toThrow();
  status = 500;
  expect(await messages.test(id, by)).toMatchObject({
    state: "dead",
    status: 500,
    reason: "It answered 500",
  });
  expect(audited).toContainEqual(expect.objectContaining({ action: "subscriber.tested" }));
});

test("messages come page by page, the newest first, and one of them with its body", async () => {
  const { subscriber, messages, hear } = await aWorld(db);
  const { id } = await subscriber();
  for (let count = 0; count < 3; count++) await hear(anEvent());
  const first = await messages.list(id, { limit: 2 });
  const rest = await messages.list(id, { limit: 2, cursor: first.nextCursor ?? undefined });
  expect([first.items.length, rest.items.length, rest.nextCursor]).toEqual([2, 1, null]);
  expect((await messages.list(id, { limit: 2, state: "dead" })).items).toEqual([]);
  const [newest] = first.items;
  const detail = await messages.get({ subscriberId: id, messageId: newest?.id ?? "" });
  expect(JSON.parse(detail.body)).toMatchObject({ type: "execution.finished" });
  await expect(messages.get({ subscriberId: newId(), messageId: detail.id })).rejects.toMatchObject({
    code: "subscribers.message_not_found",
  });
});
