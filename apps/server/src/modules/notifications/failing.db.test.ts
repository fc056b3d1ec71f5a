import { randomUUID } from "node:crypto";
import type { Scope } from "@signalbox/contract/common";
import type { NewChannel } from "@signalbox/contract/notification-channels";
import { NotificationDelivery } from "@signalbox/contract/notifications";
import { routes } from "@signalbox/contract/routes";
import { aPushBrowser } from "@signalbox/testkit/push-browser";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { z } from "zod";
import { systemClock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { aLog } from "../../platform/events/testing.ts";
import type { Gate } from "../../platform/http/gate.ts";
import { aServer, silentLog, unreached } from "../../platform/http/testing.ts";
import { createJobQueue } from "../../platform/jobs/job-queue.ts";
import { createJobWorker } from "../../platform/jobs/job-worker.ts";
import { quickly } from "../../platform/jobs/testing.ts";
import { allowedNetworks, noNetworks } from "../../platform/outbound/allowed-address.ts";
import { createOutbound } from "../../platform/outbound/outbound.ts";
import { createNotifications } from "./index.ts";
import { aMailServer, aReceiver } from "./receiver.testing.ts";

let db: TestDatabase;
let server: Awaited<ReturnType<typeof aServer>>;
const folder = temporaryFolder("notifications");
const ended: (() => Promise<unknown> | unknown)[] = [];

const signInId = newId();
let asks: { kind: "api_key" | "sign_in"; id: string } = { kind: "api_key", id: newId() };
let scopes: readonly Scope[] | null = null;
const signedIn = async (id: string) => scopes && { id, name: "Phone", scopes };
let isAgent = false;
const refuseWatchedAgent = async () => {
  if (isAgent) throw new AppError("forbidden", "auth.watched_agent", "An agent asks");
};

/** Notifications on real jobs, which try three times within a few seconds. */
beforeAll(async () => {
  db = await testDatabase();
  const events = await aLog(db);
  const user = await db.read.selectFrom("auth_users").select("id").executeTakeFirstOrThrow();
  const queue = createJobQueue();
  const notifications = createNotifications({
    ...{ db, events, queue, clock: systemClock, keyFolder: folder },
    audit: { record: async () => {} },
    agents: { agentsBy: async () => [], questionsBy: async () => [], silentBetween: async () => [] },
    people: { signedIn, isInUse: async () => true, refuseWatchedAgent },
    namesOf: async () => new Map(),
    personaNamesOf: async () => new Map(),
    answer: () => Promise.reject(new AppError("invalid", "tests.no_answer", "Nobody asks here")),
    outbound: createOutbound({ allowed: allowedNetworks(["127.0.0.0/8"]) ?? noNetworks }),
    origin: () => "http://127.0.0.1",
    retry: { limit: 2, firstWaitSeconds: 1, longestWaitSeconds: 2 },
  });
  const worker = createJobWorker({
    ...{ db, events, queue, clock: systemClock, log: silentLog, works: true, alone: false },
    ...{ jobs: notifications.jobs, limits: quickly },
  });
  await worker.start?.();
  const person = { ...user, login: "operator", name: "Operator", role: "admin" } as const;
  const gate: Gate = {
    authenticate: async () => ({
      ...asks,
      ...{ name: "test", scopes: ["read", "operate"], user: person },
    }),
    onceUnwelcome: () => () => {},
    issueTicket: async () => ({ ticket: "", expiresAt: new Date(0) }),
    issuePass: async () => ({ pass: "", lifeSeconds: 0 }),
  };
  const own = notifications.routes;
  server = await aServer({ gate, routes: [...own, ...unreached(routes, own)] });
  ended.push(
    () => server.stop(),
    () => worker.stop?.(),
    () => events.stop(),
  );
});
afterAll(async () => {
  for (const end of ended) await end();
  await db.close();
  removeFolder(folder);
});

const ask = async (method: string, path: string, body?: unknown) =>
  server.ask(`/api/notifications${path}`, {
    method,
    headers: { authorization: "Bearer test", "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

/** Adds a channel and sends a test by it. */
async function tested(body: z.input<typeof NewChannel>) {
  const made = await ask("POST", "/channels", body);
  expect(made.status, made.text).toBe(201);
  const { channel } = routes.createNotificationChannel.replies[201].parse(made.json());
  const sent = await ask("POST", `/channels/${channel.id}/test`);
  const { deliveryId } = routes.testNotificationChannel.replies[202].parse(sent.json());
  return { channel, deliveryId };
}

const read = async (id: string) => NotificationDelivery.parse((await ask("GET", `/deliveries/${id}`)).json());
const settled = (id: string) =>
  until(
    async () => {
      const delivery = await read(id);
      return delivery.state === "waiting" ? undefined : delivery;
    },
    async () => JSON.stringify(await read(id)),
  );
const failedJobs = async (deliveryId: string) => {
  const { rows } = await db.pool.query(
    "select state from pgboss.job where name = 'notifications.deliver' and data #>> '{payload,deliveryId}' = $1",
    [deliveryId],
  );
  return rows;
};

test("a server that is busy is tried again, and told once it takes it", async () => {
  const busy = await aReceiver((_heard, place) => ({ status: place === 0 ? 500 : 200 }));
  const { deliveryId } = await tested({ kind: "webhook", name: "Busy", url: busy.url });
  expect(await settled(deliveryId)).toMatchObject({ state: "sent", attempts: 2, error: null });
  // The same id at each try, so that whoever took the first can tell.
  expect(busy.heard.map(({ headers }) => headers["webhook-id"])).toEqual([deliveryId, deliveryId]);
});

test("a server that says when to come again is asked then, and not before", async () => {
  const times: number[] = [];
  const limited = await aReceiver((_heard, place) => {
    times.push(performance.now());
    return place === 0 ? { status: 429, headers: { "retry-after": "2" } } : { status: 200 };
  });
  const { deliveryId } = await tested({ kind: "ntfy", name: "Limited", server: limited.url, topic: "t" });
  expect(await settled(deliveryId)).toMatchObject({ state: "sent", attempts: 2 });
  const [first = 0, second = 0] = times;
  expect(second - first).toBeGreaterThan(1_900);
});

test("after the last try it has failed, its job waits for a person, and nothing more is sent", async () => {
  const broken = await aReceiver(() => ({ status: 503, text: "down for ever" }));
  const { deliveryId } = await tested({
    kind: "slack",
    name: "Broken",
    url: `${broken.url}/services/secret`,
  });
  expect(await settled(deliveryId)).toMatchObject({
    ...{ state: "failed", attempts: 3, error: "It answered 503: down for ever" },
  });
  await expect.poll(() => failedJobs(deliveryId)).toEqual([{ state: "failed" }]);
  expect(broken.heard).toHaveLength(3);
});

test("tries that the other side put off count as well: after the last none follows, and one failure is told", async () => {
  const broken = await aReceiver((_heard, place) =>
    place < 2 ? { status: 429, headers: { "retry-after": "1" } } : { status: 503, text: "down for ever" },
  );
  const { deliveryId } = await tested({ kind: "ntfy", name: "Off", server: broken.url, topic: "t" });
  expect(await settled(deliveryId)).toMatchObject({ state: "failed", attempts: 3 });
  await expect
    .poll(async () => (await failedJobs(deliveryId)).map(({ state }) => state).sort())
    .toEqual(["completed", "completed", "failed"]);
  expect(broken.heard).toHaveLength(3);
  const { rows } = await db.pool.query(
    "select count(*)::int as count from events where type = 'notification.failed' and subject_id = $1",
    [deliveryId],
  );
  expect(rows).toEqual([{ count: 1 }]);
});

test("what another try would not mend is tried once", async () => {
  const strict = await aReceiver(() => ({ status: 403, text: "no such token: xoxb-1234567890-abcdef" }));
  const { deliveryId } = await tested({ kind: "slack", name: "Strict", url: strict.url });
  const failed = await settled(deliveryId);
  expect(failed).toMatchObject({ state: "failed", attempts: 1 });
  expect(failed.error).not.toContain("xoxb-");
  expect(strict.heard).toHaveLength(1);
});

test("a wrong login at the mail server is tried once, and said without the password", async () => {
  const post = await aMailServer({ user: "ada", password: "right" });
  const { deliveryId } = await tested({
    ...{ kind: "email", name: "Mail", to: "ada@example.com", from: "box@example.com", security: "none" },
    ...{ host: "127.0.0.1", port: post.port, login: { user: "ada", password: "wrong-password" } },
  });
  const failed = await settled(deliveryId);
  expect(failed).toMatchObject({
    state: "failed",
    attempts: 1,
    error: expect.stringContaining("Wrong login"),
  });
  expect(failed.error).not.toContain("wrong-password");
});

const gone = "The browser takes no notifications from here any more";

test.each([[404], [410]])(
  "a browser that is gone (%s) is switched off, and its channel and the log tell why",
  async (status) => {
    const service = await aReceiver(() => ({ status }));
    const { subscription } = aPushBrowser(`${service.url}/push/x`);
    const { channel, deliveryId } = await tested({
      ...{ kind: "web_push", name: "Old phone", deviceId: randomUUID(), subscription },
    });
    expect(await settled(deliveryId)).toMatchObject({
      ...{ state: "failed", channelId: channel.id, channelName: "Old phone" },
      error: gone,
    });
    const found = async () =>
      routes.listNotificationChannels.replies[200]
        .parse((await ask("GET", "/channels")).json())
        .items.find(({ id }) => id === channel.id);
    expect(await found()).toMatchObject({ enabled: false, offReason: gone });
    await ask("PATCH", `/channels/${channel.id}`, { enabled: true });
    expect(await found()).toMatchObject({ enabled: true, offReason: null });
  },
);

test("a browser that was signed out is told nothing more, and its channel is forgotten", async () => {
  const service = await aReceiver(() => ({ status: 201 }));
  const { subscription } = aPushBrowser(`${service.url}/push/x`);
  const key = asks;
  asks = { kind: "sign_in", id: signInId };
  scopes = ["read", "answer"];
  const { channel, deliveryId } = await tested({
    ...{ kind: "web_push", name: "Lost phone", deviceId: randomUUID(), subscription },
  });
  asks = key;
  expect(channel.canAnswer).toBe(true);
  expect(await settled(deliveryId)).toMatchObject({ state: "sent" });
  const listed = async () =>
    routes.listNotificationChannels.replies[200]
      .parse((await ask("GET", "/channels")).json())
      .items.filter(({ id }) => id === channel.id)
      .map(({ canAnswer }) => canAnswer);
  scopes = ["read"];
  expect(await listed()).toEqual([false]);
  scopes = null;
  const again = await ask("POST", `/channels/${channel.id}/test`);
  const { deliveryId: second } = routes.testNotificationChannel.replies[202].parse(again.json());
  expect(await settled(second)).toMatchObject({ state: "dropped", why: "Its sign-in has ended" });
  expect(service.heard).toHaveLength(1);
  expect(await listed()).toEqual([]);
});

test("a target on a private network is refused when it is added", async () => {
  const refused = await ask("POST", "/channels", {
    kind: "webhook",
    name: "Metadata",
    url: "http://169.254.169.254/",
  });
  expect([refused.status, refused.json()]).toMatchObject([400, { code: "notifications.target_refused" }]);
});

test("a device that subscribes anew has one channel of a kind", async () => {
  const deviceId = randomUUID();
  const body = { kind: "desktop", name: "Laptop", deviceId };
  await ask("POST", "/channels", body);
  await ask("POST", "/channels", { ...body, name: "Laptop again" });
  const { items } = routes.listNotificationChannels.replies[200].parse(
    (await ask("GET", "/channels")).json(),
  );
  expect(items.filter((one) => one.deviceId === deviceId).map(({ name }) => name)).toEqual(["Laptop again"]);
});

test("a channel's rules are kept for all projects, taken back, and refused for a project that is not there", async () => {
  const made = await ask("POST", "/channels", { kind: "desktop", name: "Rules", deviceId: randomUUID() });
  const { channel } = routes.createNotificationChannel.replies[201].parse(made.json());
  const rules = (body: unknown) => ask("PUT", `/channels/${channel.id}/rules`, body);
  const changed = await rules({ projectId: null, wanted: { finished: false, silence: true } });
  expect(changed.json()).toMatchObject({
    rules: { everywhere: { finished: false, silence: true, plan: true } },
  });
  const back = await rules({ projectId: null, wanted: { finished: null } });
  expect(back.json()).toMatchObject({ rules: { everywhere: { finished: true, silence: true } } });
  expect((await rules({ projectId: randomUUID(), wanted: {} })).status).toBe(404);
});

test("what a watched agent started changes nothing about how its person is told", async () => {
  const deviceId = randomUUID();
  const made = await ask("POST", "/channels", { kind: "desktop", name: "Kept", deviceId });
  const { channel } = routes.createNotificationChannel.replies[201].parse(made.json());
  const kept = (await ask("GET", "/channels")).text;
  const preferences = (await ask("GET", "/preferences")).json();
  isAgent = true;
  const asked = [
    await ask("POST", "/channels", { kind: "desktop", name: "Other", deviceId }),
    await ask("PATCH", `/channels/${channel.id}`, { enabled: false }),
    await ask("PUT", `/channels/${channel.id}/rules`, { projectId: null, wanted: { permission: false } }),
    await ask("POST", `/channels/${channel.id}/test`),
    await ask("DELETE", `/channels/${channel.id}`),
    await ask("PUT", "/preferences", preferences),
  ];
  isAgent = false;
  for (const { status, text } of asked)
    expect([status, text]).toEqual([403, expect.stringContaining("auth.watched_agent")]);
  expect((await ask("GET", "/channels")).text).toBe(kept);
});

test("a key can't say that a device's page is in view", async () => {
  const look = await ask("PUT", `/looks/${randomUUID()}`, { agentId: newId() });
  expect([look.status, look.json()]).toMatchObject([403, { code: "notifications.no_page" }]);
});

test("preferences are the usual ones until somebody says otherwise", async () => {
  expect((await ask("GET", "/preferences")).json()).toEqual({
    ...{ timeZone: "UTC", quiet: null, remindAfterMinutes: null, digestAbove: 5 },
  });
  const said = {
    ...{ timeZone: "Europe/Berlin", quiet: { from: "22:05", until: "07:00" } },
    ...{ remindAfterMinutes: 15, digestAbove: 3 },
  };
  expect((await ask("PUT", "/preferences", said)).json()).toEqual(said);
  expect((await ask("GET", "/preferences")).json()).toEqual(said);
  expect((await ask("PUT", "/preferences", { ...said, timeZone: "Mars/Base" })).status).toBe(400);
});
