import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { aPullRequest, aTriggersModule, fromGithub } from "../triggers.testing.ts";
import { createDeliveries } from "./deliveries.service.ts";
import { handleWaiting } from "./handle.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const by = { actor: "system", correlationId: "c" };
const json = { "content-type": "application/json" };

async function aSource(style: "github" | "hmac" | "standard" | "gitlab" | "bearer") {
  const module = await aTriggersModule(db);
  const source = await module.source(style);
  const deliveries = createDeliveries(module.options);
  const send = (headers: object, body: Buffer) => module.take(source.id, { ...json, ...headers }, body);
  return { ...module, source, deliveries, send };
}

const sign = (secret: string, body: Buffer) =>
  `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

test("each style proves a delivery in its way, and nothing else does", async () => {
  const body = Buffer.from('{"type":"paid"}');
  const hmac = await aSource("hmac");
  await hmac.send({ "x-signature-256": sign(hmac.source.secret, body) }, body);
  const bearer = await aSource("bearer");
  await bearer.send({ authorization: `Bearer ${bearer.source.secret}` }, body);
  const gitlab = await aSource("gitlab");
  await gitlab.send({ "x-gitlab-token": gitlab.source.secret }, body);
  const standard = await aSource("standard");
  const headersAt = (at: Date) => ({
    ...{ "webhook-id": "m1", "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)) },
    "webhook-signature": new Webhook(standard.source.secret).sign("m1", at, body.toString()),
  });
  await standard.send(headersAt(new Date()), body);
  const unproved = { code: "triggers.delivery_unproved" };
  for (const one of [hmac, bearer, gitlab, standard]) {
    await expect(one.send({}, body)).rejects.toMatchObject(unproved);
    await expect(one.send({ "x-signature-256": sign("another", body) }, body)).rejects.toMatchObject(
      unproved,
    );
  }
  const old = new Date(Date.now() - 3_600_000);
  await expect(standard.send(headersAt(old), body)).rejects.toMatchObject({
    code: "triggers.delivery_stale",
  });
  const other = Buffer.from('{"type":"paid","more":1}');
  await expect(standard.send(headersAt(new Date()), other)).rejects.toMatchObject(unproved);
});

test("what can't be read is refused in words, noted without its body, and starts nothing", async () => {
  const { source, send, deliveries } = await aSource("hmac");
  const refuse = async (text: string | Buffer) => {
    const body = Buffer.from(text);
    await expect(send({ "x-signature-256": sign(source.secret, body) }, body)).rejects.toMatchObject({
      code: "triggers.delivery_malformed",
    });
  };
  await refuse("no json");
  await refuse("[".repeat(5_000) + "]".repeat(5_000));
  await refuse(Buffer.from([0x7b, 0xff, 0x7d]));
  const { items } = await deliveries.list({ limit: 10, sourceId: source.id });
  expect(items.map(({ state }) => state)).toEqual(["refused", "refused", "refused"]);
  expect((await deliveries.get(items[0]?.id ?? "")).body).toBeNull();
  await expect(deliveries.replay(items[0]?.id ?? "", by)).rejects.toMatchObject({
    code: "triggers.delivery_refused",
  });
});

test("a delivery that comes again is the same one, also at the same moment and under another id", async () => {
  const { source, take, deliveries } = await aSource("github");
  const sent = fromGithub(source.secret, "push", { ref: "refs/heads/main" }, "d1");
  const all = await Promise.all(Array.from({ length: 8 }, () => take(source.id, ...sent)));
  expect(new Set(all.map(({ deliveryId }) => deliveryId)).size).toBe(1);
  expect(all.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
  const replayed = fromGithub(source.secret, "push", { ref: "refs/heads/main" }, "d2");
  expect(await take(source.id, ...replayed)).toEqual({ deliveryId: all[0]?.deliveryId, duplicate: true });
  const another = fromGithub(source.secret, "push", { ref: "refs/heads/other" }, "d3");
  expect(await take(source.id, ...another)).toMatchObject({ duplicate: false });
  expect((await deliveries.list({ limit: 10, sourceId: source.id })).items).toHaveLength(2);
});

test("a body without an id is the same delivery for ten minutes", async () => {
  const { source, send, at } = await aSource("hmac");
  const body = Buffer.from("{}");
  const one = () => send({ "x-signature-256": sign(source.secret, body) }, body);
  at("2026-03-01T12:09:59Z");
  expect(await one()).toMatchObject({ duplicate: false });
  at("2026-03-01T12:10:01Z");
  expect(await one()).toMatchObject({ duplicate: true });
  at("2026-03-01T12:21:00Z");
  expect(await one()).toMatchObject({ duplicate: false });
});

test("a source that delivers too much is told when to come again", async () => {
  const { source, sources, send, at } = await aSource("bearer");
  await sources.change(source.id, { name: "few", perMinute: 2, enabled: true }, by);
  const headers = { authorization: `Bearer ${source.secret}` };
  const one = (id: string) => send({ ...headers, "x-delivery-id": id }, Buffer.from("{}"));
  await one("1");
  await one("2");
  await expect(one("3")).rejects.toMatchObject({ code: "triggers.too_many_deliveries", seconds: 60 });
  at("2026-03-01T12:01:01Z");
  expect(await one("3")).toMatchObject({ duplicate: false });
});

test("secrets are taken out of what is kept", async () => {
  const { source, take, deliveries } = await aSource("github");
  const token = `ghp_${"a1".repeat(20)}`;
  const { deliveryId } = await take(source.id, ...fromGithub(source.secret, "push", { token, note: token }));
  const { body, headers } = await deliveries.get(deliveryId);
  expect(body).not.toContain(token);
  expect(JSON.stringify(headers)).not.toContain("sha256=");
});

test("each trigger of the source says why it did or did not begin; a replay is looked at anew", async () => {
  const { source, take, trigger, deliveries, starts, bot, options } = await aSource("github");
  const shared = { kind: "github", sourceId: source.id, repository: "acme/shop", from: "anyone" } as const;
  const opened = await trigger({ ...shared, events: ["pull_request"], actions: ["opened"] });
  const pushed = await trigger({ ...shared, events: ["push"] });
  const { deliveryId } = await take(source.id, ...fromGithub(source.secret, "pull_request", aPullRequest()));
  await handleWaiting(options);
  expect(await handleWaiting(options)).toBe(0);
  const seen = await deliveries.get(deliveryId);
  expect(seen).toMatchObject({ state: "handled", event: "pull_request.opened", started: 1 });
  expect(seen.firings).toMatchObject([
    { triggerId: opened.id, outcome: "started", reason: "acme/shop#7 pull_request opened" },
    { triggerId: pushed.id, outcome: "unmatched", reason: "It listens to push" },
  ]);
  const [start] = starts.values();
  expect(start).toMatchObject({
    values: { title: "Paint it", number: "7" },
    target: { repository: "acme/shop", number: 7, commit: "a".repeat(40), ref: "refs/pull/7/head" },
  });
  const again = await deliveries.replay(deliveryId, by);
  await handleWaiting(options);
  expect(await deliveries.get(again.id)).toMatchObject({ started: 1, replayOf: deliveryId });
  expect(starts.size).toBe(2);
  bot.waiting = 3;
  const third = await deliveries.replay(deliveryId, by);
  await handleWaiting(options);
  expect((await deliveries.get(third.id)).firings[0]).toMatchObject({
    outcome: "overflow",
    reason: "acme/shop#7 pull_request opened: 3 of the bot's executions wait already",
  });
});

test("of a burst no more of a bot's executions wait than may, and each overflow is told", async () => {
  const { source, take, trigger, deliveries, bot, options, starts } = await aSource("github");
  const shared = { kind: "github", sourceId: source.id, repository: "acme/shop", from: "anyone" } as const;
  await trigger({ ...shared, events: ["pull_request"] });
  const { begin } = options.bots;
  options.bots.begin = async (id, start) => {
    bot.waiting += 1;
    return begin(id, start);
  };
  const sent = await Promise.all(
    [11, 12, 13, 14, 15].map((number) =>
      take(source.id, ...fromGithub(source.secret, "pull_request", aPullRequest({ number }))),
    ),
  );
  while ((await handleWaiting(options)) > 0);
  expect(starts.size).toBe(3);
  const all = await Promise.all(sent.map(({ deliveryId }) => deliveries.get(deliveryId)));
  const outcomes = all.flatMap(({ firings }) => firings.map(({ outcome }) => outcome));
  expect(outcomes.sort()).toEqual(["overflow", "overflow", "started", "started", "started"]);
});

test("what is not proved takes nothing of what a source may deliver, and fills no table", async () => {
  const { source, sources, send, take, deliveries } = await aSource("hmac");
  await sources.change(source.id, { name: "one", perMinute: 1, enabled: true }, by);
  const body = Buffer.from("{}");
  for (let number = 0; number < 40; number++)
    await expect(take(source.id, json, body)).rejects.toMatchObject({ code: "triggers.delivery_unproved" });
  expect(await send({ "x-signature-256": sign(source.secret, body) }, body)).toMatchObject({
    duplicate: false,
  });
  const { items } = await deliveries.list({ limit: 100, sourceId: source.id, state: "refused" });
  expect(items).toHaveLength(30);
});

test("what GitHub sends has an id, and what Standard Webhooks proves is read behind that", async () => {
  const github = await aSource("github");
  const [{ "x-github-delivery": _, ...headers }, body] = fromGithub(github.source.secret, "push", {});
  await expect(github.take(github.source.id, headers, body)).rejects.toMatchObject({
    code: "triggers.delivery_malformed",
  });
  const { source, send } = await aSource("standard");
  const now = new Date();
  const signature = new Webhook(source.secret).sign("m1", now, "no json");
  const proof = { "webhook-id": "m1", "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)) };
  await expect(
    send({ ...proof, "webhook-signature": signature }, Buffer.from("no json")),
  ).rejects.toMatchObject({ code: "triggers.delivery_malformed" });
});

test("what can't be read any more, and a bot that can't be started, keep no other delivery waiting", async () => {
  const { source, take, trigger, deliveries, bot, options } = await aSource("github");
  const shared = { kind: "github", sourceId: source.id, repository: "acme/shop", from: "anyone" } as const;
  await trigger({ ...shared, events: ["pull_request"] });
  const send = (number: number) =>
    take(source.id, ...fromGithub(source.secret, "pull_request", aPullRequest({ number })));
  const [broken, refused] = [await send(8), await send(9)];
  await db.pool.query("update triggers_deliveries set body = '{' where id = $1", [broken.deliveryId]);
  bot.breaks = true;
  await handleWaiting(options);
  const reasonOf = async (id: string) => (await deliveries.get(id)).firings[0]?.reason;
  expect(await reasonOf(broken.deliveryId)).toContain("It can't be read any more");
  expect(await reasonOf(refused.deliveryId)).toBe("acme/shop#9 pull_request opened: a bug");
  bot.breaks = false;
  const { deliveryId } = await send(10);
  await handleWaiting(options);
  expect(await deliveries.get(deliveryId)).toMatchObject({ started: 1 });
});

test("a server that dies between the start and its record starts nothing twice", async () => {
  const { source, take, trigger, starts, options } = await aSource("github");
  await trigger({
    ...{
      kind: "github",
      sourceId: source.id,
      repository: "acme/shop",
      from: "anyone",
      events: ["pull_request"],
    },
  });
  await take(source.id, ...fromGithub(source.secret, "pull_request", aPullRequest()));
  const dying = {
    ...options,
    db: { ...db, read: db.read, transaction: () => Promise.reject(new Error("killed")) },
  };
  await expect(handleWaiting(dying)).rejects.toThrow("killed");
  await handleWaiting(options);
  expect(starts.size).toBe(1);
  const { rows } = await db.pool.query(
    "select count(*)::int as count from executions where idempotency_key = any($1)",
    [[...starts.keys()]],
  );
  expect(rows).toEqual([{ count: 1 }]);
});

test("bots hear which repository somebody pushed to, once for all that waited", async () => {
  const { source, take, options, pushed } = await aSource("github");
  const push = () => fromGithub(source.secret, "push", { repository: { full_name: "acme/shop" } });
  for (const sent of [
    push(),
    push(),
    fromGithub(source.secret, "ping", { repository: { full_name: "acme/no" } }),
  ])
    await take(source.id, ...sent);
  await take(source.id, ...fromGithub(source.secret, "push", { repository: "odd" }));
  await handleWaiting(options);
  expect(pushed).toEqual(["acme/shop"]);
});
