import { randomUUID } from "node:crypto";
import type { NewChannel } from "@signalbox/contract/notification-channels";
import { routes } from "@signalbox/contract/routes";
import { aPushBrowser } from "@signalbox/testkit/push-browser";
import { type RunningServer, runServer } from "@signalbox/testkit/server";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { z } from "zod";
import { signedIn } from "../../../tests/signed-in.ts";
import { aReceiver } from "./receiver.testing.ts";

let server: RunningServer;
let browser: Awaited<ReturnType<typeof signedIn>>;

beforeAll(async () => {
  server = await runServer({ env: { SIGNALBOX_OUTBOUND_NETWORKS: "127.0.0.0/8" } });
  browser = await signedIn(server);
});
afterAll(() => server.stop());

async function aChannel(body: z.input<typeof NewChannel>) {
  const reply = await browser("/api/notifications/channels", { method: "POST", body });
  expect(reply.status, await reply.clone().text()).toBe(201);
  const { channel, secret } = routes.createNotificationChannel.replies[201].parse(await reply.json());
  const path = `/api/notifications/channels/${channel.id}`;
  onTestFinished(async () => {
    await browser(path, { method: "DELETE" });
  });
  const testIt = () => browser(`${path}/test`, { method: "POST" });
  const change = (changed: unknown) => browser(path, { method: "PATCH", body: changed });
  return { ...channel, secret, path, testIt, change };
}

const channels = async () =>
  routes.listNotificationChannels.replies[200].parse(
    await (await browser("/api/notifications/channels?limit=200")).json(),
  ).items;

/** As a service worker asks: with no sign-in at hand. */
const renew = async (endpoint: string, subscription: unknown, origin = server.url) => {
  const reply = await fetch(new URL("/api/notifications/renewals", server.url), {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify({ endpoint, subscription }),
  });
  return { status: reply.status, text: await reply.text() };
};

test("a browser that renews its subscription is told at its new address, by the same channel", async () => {
  const service = await aReceiver(() => ({ status: 201 }));
  const [before, after] = [aPushBrowser(`${service.url}/push/old`), aPushBrowser(`${service.url}/push/new`)];
  const deviceId = randomUUID();
  const channel = await aChannel({
    ...{ kind: "web_push", name: "Phone", deviceId, subscription: before.subscription },
  });
  const guess = await renew(`${service.url}/push/guess`, after.subscription);
  expect(guess).toMatchObject({ status: 403 });
  expect(guess.text).toContain("notifications.renewal_refused");
  expect((await renew(before.endpoint, after.subscription, "https://evil.example")).status).toBe(403);

  expect((await renew(before.endpoint, after.subscription)).status).toBe(204);
  // Its answer may have been lost.
  expect((await renew(before.endpoint, after.subscription)).status).toBe(204);
  const stranger = aPushBrowser(`${service.url}/push/stranger`);
  expect((await renew(before.endpoint, stranger.subscription)).status).toBe(403);
  expect((await channels()).filter((one) => one.deviceId === deviceId)).toMatchObject([{ id: channel.id }]);
  expect((await channel.testIt()).status).toBe(202);
  const heard = await service.find(() => true);
  expect(after.read(heard).title).toBe("Signalbox can reach you");
  expect(heard.path).toBe("/push/new");
});

test("a subscription is renewed to no address that a channel could not have been added with", async () => {
  const service = await aReceiver(() => ({ status: 201 }));
  const device = aPushBrowser(`${service.url}/push/${randomUUID()}`);
  await aChannel({
    ...{ kind: "web_push", name: "Phone", deviceId: randomUUID(), subscription: device.subscription },
  });
  const inside = aPushBrowser("http://169.254.169.254/latest");
  expect((await renew(device.endpoint, inside.subscription)).status).toBe(403);
});

test("a renewal to a name that nobody can look up now can be sent again", async () => {
  const service = await aReceiver(() => ({ status: 201 }));
  const device = aPushBrowser(`${service.url}/push/${randomUUID()}`);
  await aChannel({
    ...{ kind: "web_push", name: "Phone", deviceId: randomUUID(), subscription: device.subscription },
  });
  const unknown = await renew(device.endpoint, aPushBrowser("https://push.invalid/new").subscription);
  expect(unknown).toMatchObject({ status: 503, text: expect.stringContaining("outbound.unknown_host") });
  const anew = aPushBrowser(`${service.url}/push/${randomUUID()}`);
  expect((await renew(device.endpoint, anew.subscription)).status).toBe(204);
});

test("a channel that was off since its browser was gone is on again once that renews", async () => {
  const service = await aReceiver(({ path }) => ({ status: path === "/push/dead" ? 410 : 201 }));
  const device = aPushBrowser(`${service.url}/push/dead`);
  const channel = await aChannel({
    ...{ kind: "web_push", name: "Phone", deviceId: randomUUID(), subscription: device.subscription },
  });
  await channel.testIt();
  const now = async () => (await channels()).find(({ id }) => id === channel.id);
  await expect
    .poll(now, { timeout: 20_000 })
    .toMatchObject({ enabled: false, offReason: expect.stringContaining("takes no notifications") });
  const anew = aPushBrowser(`${service.url}/push/alive`);
  expect((await renew(device.endpoint, anew.subscription)).status).toBe(204);
  expect(await now()).toMatchObject({ enabled: true, offReason: null });
});

test("a webhook leads elsewhere with its secret, and ntfy without the token of its old server", async () => {
  const [old, fresh, pager] = [await aReceiver(), await aReceiver(), await aReceiver()];
  const hook = await aChannel({ kind: "webhook", name: "Hook", url: `${old.url}/a` });
  const moved = await hook.change({ address: { kind: "webhook", url: `${fresh.url}/b` } });
  expect(await moved.json()).toMatchObject({ id: hook.id, target: new URL(fresh.url).host });
  await hook.testIt();
  const heard = await fresh.find(() => true);
  const headers = Object.fromEntries(
    ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => [
      name,
      String(heard.headers[name]),
    ]),
  );
  expect(new Webhook(hook.secret ?? "").verify(heard.body.toString(), headers)).toBeTruthy();
  expect(old.heard).toEqual([]);

  const ntfy = await aChannel({ kind: "ntfy", name: "Pager", server: old.url, topic: "a", token: "tk_old" });
  await ntfy.change({ address: { kind: "ntfy", server: pager.url, topic: "b" } });
  await ntfy.testIt();
  const told = await pager.find(() => true);
  expect(told.headers.authorization).toBeUndefined();
  expect(JSON.parse(told.body.toString())).toMatchObject({ topic: "b" });
  expect(old.heard).toEqual([]);
});

test("another address is refused as a new channel's would be, and one of another kind", async () => {
  const hook = await aChannel({ kind: "webhook", name: "Hook", url: "http://127.0.0.1:9/" });
  const inside = await hook.change({ address: { kind: "webhook", url: "http://169.254.169.254/" } });
  expect([inside.status, await inside.json()]).toMatchObject([400, { code: "notifications.target_refused" }]);
  const other = await hook.change({ address: { kind: "slack", url: "http://127.0.0.1:9/" } });
  expect([other.status, await other.json()]).toMatchObject([400, { code: "notifications.other_kind" }]);
  const audit = await (await browser("/api/audit?limit=20")).text();
  expect(audit).not.toContain("169.254");
});
