import { randomUUID } from "node:crypto";
import type { NewChannel } from "@signalbox/contract/notification-channels";
import { NotificationDelivery } from "@signalbox/contract/notifications";
import { routes } from "@signalbox/contract/routes";
import { hookSender } from "@signalbox/testkit/hook-sender";
import { hookSession, type ToolCall } from "@signalbox/testkit/hook-session";
import { aPushBrowser, vapidOf } from "@signalbox/testkit/push-browser";
import { type RunningServer, runServer } from "@signalbox/testkit/server";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import type { Heard } from "@signalbox/testkit/web-receiver";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { signedIn } from "../../../tests/signed-in.ts";
import { aMailServer, aReceiver } from "./receiver.testing.ts";

let server: RunningServer;
let browser: Awaited<ReturnType<typeof signedIn>>;
const env = { SIGNALBOX_OUTBOUND_NETWORKS: "127.0.0.0/8" };

beforeAll(async () => {
  server = await runServer({ env });
  browser = await signedIn(server);
});
afterAll(() => server.stop());

/** A channel of the person in the browser, gone when the test is over. */
async function aChannel(body: z.input<typeof NewChannel>) {
  const reply = await browser("/api/notifications/channels", { method: "POST", body });
  expect(reply.status, await reply.clone().text()).toBe(201);
  const { channel, secret } = routes.createNotificationChannel.replies[201].parse(await reply.json());
  const path = `/api/notifications/channels/${channel.id}`;
  onTestFinished(async () => {
    await browser(path, { method: "DELETE" });
  });
  return { ...channel, secret, path };
}

const deliveries = async () => {
  const reply = await browser("/api/notifications/deliveries?limit=200");
  return z.object({ items: z.array(NotificationDelivery) }).parse(await reply.json()).items;
};
const deliveryOf = (channelId: string, state: string) =>
  until(
    async () => (await deliveries()).find((one) => one.channelId === channelId && one.state === state),
    async () => JSON.stringify(await deliveries(), null, 1),
  );

const bash = (command: string): ToolCall => ({
  ...{ name: "Bash", useId: `toolu_${randomUUID()}` },
  ...{ input: { command, description: "Try it" }, response: {} },
});

/** A session whose hooks arrive as from a terminal, so that one that asks waits for its answer. */
function aSession() {
  const sender = hookSender({ server, connections: 4 });
  onTestFinished(() => sender.close());
  const session = hookSession({
    sessionId: randomUUID(),
    cwd: `/workspace/shop-${randomUUID().slice(0, 6)}`,
  });
  const hear = (body: unknown) =>
    sender.send(JSON.stringify(body), { "x-signalbox-entry": "cli", "x-signalbox-waits": "1" });
  return {
    prompted: () => hear(session.prompted("p1", "Mend the till")),
    stopped: () => hear(session.stopped("p1", "It is mended.")),
    /** The hook that asks; its reply comes when it was answered. */
    asks: (command: string) => hear(session.permissionAsked("p1", bash(command))),
  };
}

test("a permission is pushed to the browser alone, signed, and its button answers it once", async () => {
  const service = await aReceiver(() => ({ status: 201 }));
  const device = aPushBrowser(`${service.url}/push/${randomUUID()}`);
  const channel = await aChannel({
    ...{ kind: "web_push", name: "Phone", deviceId: randomUUID() },
    subscription: device.subscription,
  });
  expect(channel).toMatchObject({ canAnswer: true, target: new URL(service.url).host });
  const { prompted, asks } = aSession();
  await prompted();
  const asked = asks("npm test");
  const heard = await service.find((one) => device.read(one).body.includes("npm test"));
  const { publicKey } = routes.getPushKey.replies[200].parse(
    await (await browser("/api/notifications/push-key")).json(),
  );
  expect(vapidOf(heard, publicKey)).toMatchObject({ isGenuine: true, aud: service.url });
  expect(heard.headers).toMatchObject({ "content-encoding": "aes128gcm", urgency: "high" });
  expect(heard.body.includes("npm test")).toBe(false);
  const message = device.read(heard);
  expect(message).toMatchObject({ title: "Claude Code asks for permission" });
  expect(message.body).toContain("npm test");
  const [allow, deny] = message.buttons;
  expect(message.buttons.map(({ decision }) => decision)).toEqual(["allow", "deny"]);

  const press = (token = "", more: { endpoint?: string; origin?: string } = {}) =>
    fetch(new URL("/api/notifications/answers", server.url), {
      method: "POST",
      headers: { "content-type": "application/json", origin: more.origin ?? server.url },
      body: JSON.stringify({ token, endpoint: more.endpoint ?? device.endpoint }),
    }).then(async (reply) => ({ status: reply.status, body: z.looseObject({}).parse(await reply.json()) }));

  expect(await press(allow?.token, { origin: "https://evil.example" })).toMatchObject({ status: 403 });
  expect(await press(allow?.token, { endpoint: "https://push.example/another" })).toMatchObject({
    body: { code: "notifications.token_refused" },
  });
  const turned = `${allow?.token?.split(".")[0]}.${deny?.token?.split(".")[1]}`;
  expect(await press(turned)).toMatchObject({ status: 403, body: { code: "notifications.token_refused" } });
  expect(await press(allow?.token)).toMatchObject({ status: 200, body: { state: "delivered" } });
  expect(JSON.parse((await asked).body)).toMatchObject({
    hookSpecificOutput: { decision: { behavior: "allow" } },
  });
  for (const { token } of message.buttons)
    expect(await press(token)).toMatchObject({ status: 403, body: { code: "notifications.token_refused" } });
  expect(await deliveryOf(channel.id, "sent")).toMatchObject({ reason: "permission", attempts: 1 });
});

test("what destroys is told without a button, and a token is of no use once its question has moved", async () => {
  const service = await aReceiver(() => ({ status: 201 }));
  const device = aPushBrowser(`${service.url}/push/${randomUUID()}`);
  await aChannel({
    ...{ kind: "web_push", name: "Phone", deviceId: randomUUID() },
    subscription: device.subscription,
  });
  const destroying = aSession();
  await destroying.prompted();
  const first = destroying.asks("rm -rf build");
  const told = await service.find((one) => device.read(one).body.includes("rm -rf build"));
  expect(device.read(told).buttons).toEqual([]);
  await destroying.stopped();
  await first;

  const { prompted, asks, stopped } = aSession();
  await prompted();
  const asked = asks("npm run test");
  const heard = await service.find((one) => device.read(one).body.includes("npm run test"));
  await stopped();
  await asked;
  const reply = await fetch(new URL("/api/notifications/answers", server.url), {
    method: "POST",
    headers: { "content-type": "application/json", origin: server.url },
    body: JSON.stringify({ token: device.read(heard).buttons[0]?.token, endpoint: device.endpoint }),
  });
  expect([reply.status, await reply.json()]).toMatchObject([409, { code: "answers.stale" }]);
});

test("a key that may read, and one that may operate, can answer neither by a page's way nor by a button's", async () => {
  const made = await browser("/api/keys", {
    method: "POST",
    body: { name: "reader", scopes: ["read", "operate"] },
  });
  const { secret } = routes.createApiKey.replies[201].parse(await made.json());
  const service = await aReceiver(() => ({ status: 201 }));
  const device = aPushBrowser(`${service.url}/push/${randomUUID()}`);
  const byKey = (path: string, body: unknown) =>
    fetch(new URL(path, server.url), {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${secret}` },
      body: JSON.stringify(body),
    });
  const reply = await byKey("/api/notifications/channels", {
    ...{ kind: "web_push", name: "Key", deviceId: randomUUID() },
    subscription: device.subscription,
  });
  const { channel } = routes.createNotificationChannel.replies[201].parse(await reply.json());
  onTestFinished(async () => {
    await browser(`/api/notifications/channels/${channel.id}`, { method: "DELETE" });
  });
  expect(channel.canAnswer).toBe(false);
  const { prompted, asks, stopped } = aSession();
  await prompted();
  const asked = asks("pnpm test");
  const told = await service.find((one) => device.read(one).body.includes("pnpm test"));
  expect(device.read(told).buttons).toEqual([]);
  const answer = { version: 1, key: "k", content: { kind: "allow" } };
  expect((await byKey(`/api/questions/${randomUUID()}/answers`, answer)).status).toBe(403);
  await stopped();
  await asked;
});

test("ntfy, Slack and a signed webhook are told that something is asked, and what only where that is wanted", async () => {
  const [ntfy, slack, hook] = [await aReceiver(), await aReceiver(), await aReceiver()];
  await aChannel({ kind: "ntfy", name: "ntfy", server: ntfy.url, topic: "my-agents", token: "tk_secret" });
  await aChannel({ kind: "slack", name: "Slack", url: `${slack.url}/services/T0/B0/x`, content: true });
  const { secret } = await aChannel({ kind: "webhook", name: "Hook", url: `${hook.url}/in` });
  const { prompted, asks, stopped } = aSession();
  await prompted();
  const asked = asks("npm test && <b>");

  const isAsking = ({ body }: Heard) => body.includes("asks for permission");
  const toNtfy = await ntfy.find(isAsking);
  expect(toNtfy.headers.authorization).toBe("Bearer tk_secret");
  expect(JSON.parse(toNtfy.body.toString())).toMatchObject({
    ...{ topic: "my-agents", title: "Claude Code asks for permission", priority: 4 },
    ...{ message: "Open Signalbox to see it.", click: expect.stringContaining(`${server.url}/agents/`) },
  });
  const toSlack = (await slack.find(isAsking)).body.toString();
  expect(toSlack).toContain("npm test &amp;&amp; &lt;b&gt;");

  const toHook = await hook.find(isAsking);
  const headers = Object.fromEntries(
    ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => [
      name,
      String(toHook.headers[name]),
    ]),
  );
  const verified = new Webhook(secret ?? "").verify(toHook.body.toString(), headers);
  expect(verified).toMatchObject({ type: "notification.delivered", data: { reason: "permission" } });
  expect(toHook.body.toString()).not.toContain("npm test");
  await stopped();
  await asked;
});

test("mail is sent through a server that wants a login, and the test button tells that it was taken", async () => {
  const login = { user: "ada", password: "a mail password" };
  const post = await aMailServer(login);
  const channel = await aChannel({
    ...{ kind: "email", name: "Mail", to: "ada@example.com", from: "signalbox@example.com" },
    ...{ host: "127.0.0.1", port: post.port, security: "none", login },
  });
  const reply = await browser(`${channel.path}/test`, { method: "POST" });
  expect(reply.status).toBe(202);
  const mail = await post.first();
  expect(mail).toMatchObject({ from: "signalbox@example.com", to: ["ada@example.com"], user: "ada" });
  expect(mail.text).toContain("Subject: Signalbox can reach you");
  expect(mail.text).toContain("Auto-Submitted: auto-generated");
  expect(await deliveryOf(channel.id, "sent")).toMatchObject({ kind: "test", attempts: 1 });
});

test("nothing that it takes to reach a channel is ever shown again", async () => {
  const secrets = ["tk_abcdef", "B0/secret-path", "my-topic"];
  await aChannel({
    kind: "ntfy",
    name: "ntfy",
    server: "http://127.0.0.1:9",
    topic: "my-topic",
    token: "tk_abcdef",
  });
  await aChannel({ kind: "slack", name: "Slack", url: "http://127.0.0.1:9/services/T0/B0/secret-path" });
  const shown = await Promise.all(
    [
      "/api/notifications/channels",
      "/api/events?type=notification_channel.*&limit=200",
      "/api/audit?limit=200",
      "/api/data/tables/notifications_channels/rows",
    ].map(async (path) => {
      const reply = await browser(path);
      expect(reply.status, path).toBe(200);
      return reply.text();
    }),
  );
  for (const text of [...shown, server.output()])
    for (const secret of secrets) expect(text).not.toContain(secret);
});

test("an agent that a device's page shows is not told of on that device", async () => {
  const service = await aReceiver(() => ({ status: 201 }));
  const device = aPushBrowser(`${service.url}/push/${randomUUID()}`);
  const deviceId = randomUUID();
  const channel = await aChannel({
    ...{ kind: "web_push", name: "Laptop", deviceId },
    subscription: device.subscription,
  });
  const { prompted, stopped } = aSession();
  await prompted();
  const { items } = z
    .object({ items: z.array(z.object({ id: z.uuid() })) })
    .parse(await (await browser("/api/agents?limit=1")).json());
  const look = { method: "PUT", body: { agentId: items[0]?.id } };
  expect((await browser(`/api/notifications/looks/${deviceId}`, look)).status).toBe(204);
  await stopped();
  expect(await deliveryOf(channel.id, "dropped")).toMatchObject({
    why: "Its page was in view on this device",
  });
  // What ended in an earlier test may still be told of.
  const told = service.heard.map((one) => device.read(one).url);
  expect(told).not.toContain(`${server.url}/agents/${items[0]?.id}`);
});

test("a person sees and changes nobody else's channels", async () => {
  const own = await aChannel({ kind: "desktop", name: "Mine", deviceId: randomUUID() });
  const made = await browser("/api/users", {
    method: "POST",
    body: { login: "bob", role: "operator", password: "a row of four words" },
  });
  expect(made.status).toBe(201);
  const reply = await fetch(new URL("/api/sign-ins/password", server.url), {
    method: "POST",
    headers: { "content-type": "application/json", origin: server.url },
    body: JSON.stringify({ login: "bob", password: "a row of four words" }),
  });
  const { secret } = z.object({ secret: z.string() }).parse(await reply.json());
  const cookie = reply.headers
    .getSetCookie()
    .map((one) => one.split(";", 1)[0])
    .join("; ");
  const asBob = (path: string, method: string) =>
    fetch(new URL(path, server.url), {
      method,
      headers: { cookie, "x-signalbox-sign-in": secret, origin: server.url },
    });
  expect(await (await asBob("/api/notifications/channels", "GET")).json()).toMatchObject({ items: [] });
  expect((await asBob(own.path, "DELETE")).status).toBe(404);
  expect((await asBob(`${own.path}/test`, "POST")).status).toBe(404);
});

test("a power cut loses no notification and sends none twice", async () => {
  const stateFolder = temporaryFolder("power-cut");
  const hook = await aReceiver();
  let box = await runServer({ env, stateFolder });
  const person = await signedIn(box);
  const body = { kind: "webhook", name: "Hook", url: hook.url };
  expect((await person("/api/notifications/channels", { method: "POST", body })).status).toBe(201);
  const heard = async (session: ReturnType<typeof hookSession>) => {
    for (const payload of [session.prompted("p1", "Mend it"), session.stopped("p1", "Mended.")]) {
      const reply = await box.fetch("/hooks/claude", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(payload),
      });
      expect(reply.status).toBe(202);
    }
  };
  for (let count = 0; count < 3; count++) await heard(hookSession({ sessionId: randomUUID() }));
  await box.kill9();
  box = await runServer({ env, stateFolder });
  onTestFinished(async () => {
    await box.stop();
    removeFolder(stateFolder);
  });
  await until(
    () => (new Set(hook.heard.map(({ headers }) => headers["webhook-id"])).size >= 3 ? true : undefined),
    () => `three; there were ${hook.heard.length}`,
  );
  // What comes after them all has come, so nothing of before is on its way.
  await heard(hookSession({ sessionId: randomUUID() }));
  await until(
    () => (hook.heard.length >= 4 ? true : undefined),
    () => "the last one",
  );
  const ids = hook.heard.map(({ headers }) => headers["webhook-id"]);
  expect(new Set(ids).size).toBe(4);
});

test.skipIf(process.platform !== "linux")("a process of a watched agent presses no button", async () => {
  const box = await runServer({ env });
  onTestFinished(async () => {
    await box.stop();
  });
  const press = async () => {
    const reply = await fetch(new URL("/api/notifications/answers", box.url), {
      method: "POST",
      headers: { "content-type": "application/json", origin: box.url },
      body: JSON.stringify({ token: "a.b", endpoint: "" }),
    });
    return z.object({ code: z.string() }).parse(await reply.json()).code;
  };
  expect(await press()).toBe("notifications.token_refused");
  const sender = hookSender({ server: box, connections: 1 });
  onTestFinished(() => sender.close());
  const session = hookSession({ sessionId: randomUUID() });
  // This very process is the agent's from now on.
  await sender.send(JSON.stringify(session.started()), { "x-signalbox-pid": String(process.pid) });
  expect(await press()).toBe("auth.watched_agent");
});
