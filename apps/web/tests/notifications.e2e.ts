import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { hookSender } from "@signalbox/testkit/hook-sender";
import { aPushBrowser } from "@signalbox/testkit/push-browser";
import { type Heard, openReceiver } from "@signalbox/testkit/web-receiver";
import { isSound } from "./accessibility.ts";
import { type Box, test as base, bash, expect, openBox } from "./box.ts";

/** A box that may send to this machine, where the tests' receivers are. */
const test = base.extend<object, { box: Box }>({
  box: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
    async ({}, use) => {
      const box = await openBox({ env: { SIGNALBOX_OUTBOUND_NETWORKS: "127.0.0.0/8" } });
      await use(box);
      await box.server.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
});

const toSettings = async (page: Page) => {
  await page.getByRole("link", { name: "Settings" }).first().click();
  await page.getByRole("link", { name: "Notifications" }).click();
  await expect(page.getByRole("heading", { name: "Channels" })).toBeVisible();
};

test("a channel is added by keyboard, tested, ruled and removed", async ({ signedIn: page }) => {
  const ntfy = await openReceiver();
  await toSettings(page);
  await expect(page.getByText("Nobody tells you yet")).toBeVisible();
  await page.getByRole("button", { name: "Add channel" }).press("Enter");
  const form = page.getByRole("form", { name: "New channel" });
  await form.getByLabel("Name").fill("Pager");
  await form.getByLabel("Server").fill(ntfy.url);
  await form.getByLabel("Topic").fill("till-agents");
  await form.getByLabel("Topic").press("Enter");
  const row = page.getByRole("listitem").filter({ hasText: "Pager" }).first();
  await expect(row).toContainText(new URL(ntfy.url).host);
  await expect(row).not.toContainText("till-agents");

  await row.getByRole("button", { name: "Test Pager" }).press("Enter");
  await ntfy.find(({ body }) => body.includes("Signalbox can reach you"));
  const sent = page.getByRole("list", { name: "Sent" }).getByRole("listitem").first();
  await expect(sent).toContainText("A test");
  await expect(sent).toContainText("Sent");

  const done = page.getByRole("checkbox", { name: "Pager: Is done" });
  await expect(done).toBeChecked();
  await done.press("Space");
  await expect(done).not.toBeChecked();
  await page.reload();
  await expect(done).not.toBeChecked();

  const when = page.getByRole("form", { name: "When you are told" });
  await when.getByLabel("Quiet from").fill("22:00");
  await when.getByLabel("Quiet until").fill("07:00");
  await when.getByLabel("Remind after minutes").fill("15");
  await when.getByRole("button", { name: "Save" }).press("Enter");
  await expect(when.getByText("Saved")).toBeVisible();
  await page.reload();
  await expect(when.getByLabel("Quiet from")).toHaveValue("22:00");
  await expect(when.getByLabel("Remind after minutes")).toHaveValue("15");
  await when.getByLabel("Quiet from").fill("");
  await when.getByLabel("Quiet until").fill("");
  await when.getByRole("button", { name: "Save" }).click();
  await expect(when.getByText("Saved")).toBeVisible();

  const other = await openReceiver();
  await row.getByRole("button", { name: "Change address of Pager" }).press("Enter");
  const address = page.getByRole("form", { name: "Address of Pager" });
  await address.getByLabel("Server").fill("http://169.254.169.254");
  await address.getByLabel("Topic").fill("other-agents");
  await address.getByRole("button", { name: "Change address" }).click();
  await expect(address.getByRole("alert")).toContainText("not on the public internet");
  await address.getByLabel("Server").fill(other.url);
  await address.getByLabel("Topic").press("Enter");
  await expect(row).toContainText(new URL(other.url).host);
  await row.getByRole("button", { name: "Test Pager" }).click();
  await other.find(({ body }) => body.includes("other-agents"));
  other.stop();

  await row.getByRole("button", { name: "Remove Pager" }).click();
  await page.getByRole("button", { name: "Remove the channel" }).click();
  await expect(page.getByText("Nobody tells you yet")).toBeVisible();
  ntfy.stop();
});

test("what a channel can't reach is said where it is typed", async ({ signedIn: page }) => {
  await toSettings(page);
  await page.getByRole("button", { name: "Add channel" }).click();
  const form = page.getByRole("form", { name: "New channel" });
  await form.getByRole("radio", { name: "Webhook" }).click();
  await form.getByLabel("Name").fill("Metadata");
  await form.getByLabel("Address").fill("http://169.254.169.254/latest");
  await form.getByRole("button", { name: "Add channel" }).click();
  await expect(form.getByRole("alert")).toContainText("not on the public internet");
});

test("an open page shows what is for it", async ({ box, context }) => {
  await context.grantPermissions(["notifications"], { origin: new URL(box.server.url).origin });
  const page = await context.newPage();
  const shown: string[] = [];
  await page.exposeFunction("notified", (body: string) => void shown.push(body));
  await page.addInitScript(() => {
    window.Notification = class extends window.Notification {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        Reflect.get(window, "notified")(options?.body);
      }
    };
  });
  await box.signIn(page);
  await toSettings(page);
  await page.getByRole("button", { name: "Only while a page is open" }).click();
  const row = page
    .getByRole("list", { name: "Channels" })
    .getByRole("listitem")
    .filter({ hasText: "Open page" });
  await row.getByRole("button", { name: /^Test/ }).click();
  await expect.poll(() => shown).toEqual(["A test"]);
  const sent = page.getByRole("list", { name: "Sent" }).getByRole("listitem").first();
  await expect(sent).toContainText("Shown on open pages");
  // What reaches the page minutes late, as after its computer slept, is told in a word.
  await page.evaluate(() => {
    const real = Date.now;
    Date.now = () => real() + 10 * 60_000;
  });
  await row.getByRole("button", { name: /^Test/ }).click();
  await expect.poll(() => shown).toEqual(["A test", "One notification while you were away"]);
  await row.getByRole("button", { name: /^Remove/ }).click();
  await page.getByRole("button", { name: "Remove the channel" }).click();
  await expect(row).toHaveCount(0);
});

test("a page that goes away shows its agent no more, at once", async ({ box, context }) => {
  await context.grantPermissions(["notifications"], { origin: new URL(box.server.url).origin });
  const page = await context.newPage();
  await box.signIn(page);
  await toSettings(page);
  await page.getByRole("button", { name: "Only while a page is open" }).click();
  const row = page
    .getByRole("list", { name: "Channels" })
    .getByRole("listitem")
    .filter({ hasText: "Open page" });
  await expect(row).toBeVisible();
  const session = box.session("looked-at");
  await box.hear(session.prompted("p1", "Be looked at"));
  const seen = async () => {
    const reply = await box.server.fetch("/api/data/tables/notifications_looks/rows");
    return reply.text();
  };
  await page.getByRole("link", { name: /^Agents/ }).click();
  await page
    .getByRole("link", { name: /Be looked at/ })
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1, name: /Be looked at/ })).toBeVisible();
  const agentId = /[0-9a-f-]{36}/.exec(page.url())?.[0] ?? "none is shown";
  await expect.poll(seen).toContain(agentId);
  await page.goto("about:blank");
  await expect.poll(seen).not.toContain(agentId);
  await page.close();
});

/** Chromium without a push service takes a subscription from the test, and what is pushed to it by its debugger. */
const pushed = async (page: Page, origin: string, data: string) => {
  const debug = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    debug.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const [registration] = registrations;
      if (registration !== undefined) resolve(registration.registrationId);
    });
  });
  await debug.send("ServiceWorker.enable");
  const registrationId = await registered;
  await debug.send("ServiceWorker.deliverPushMessage", { origin, registrationId, data });
};

test("a push shows buttons, and Allow lets the agent go on", async ({ box, context }) => {
  const { origin } = new URL(box.server.url);
  const service = await openReceiver(() => ({ status: 201 }));
  const device = aPushBrowser(`${service.url}/push/${randomUUID()}`);
  await context.grantPermissions(["notifications"], { origin });
  const page = await context.newPage();
  await page.addInitScript((subscription) => {
    PushManager.prototype.subscribe = () =>
      Promise.resolve(
        Object.assign(Object.create(PushSubscription.prototype), { toJSON: () => subscription }),
      );
  }, device.subscription);
  await box.signIn(page);
  await toSettings(page);
  await page.getByRole("button", { name: "Notify this browser" }).click();
  await expect(page.getByText("its buttons answer")).toBeVisible();

  const sender = hookSender({ server: box.server, connections: 2 });
  const session = box.session("pushed");
  const hear = (body: unknown) =>
    sender.send(JSON.stringify(body), { "x-signalbox-entry": "cli", "x-signalbox-waits": "1" });
  await hear(session.prompted("p1", "Try the till"));
  const asked = hear(session.permissionAsked("p1", bash("npm run test")));
  const about = (one: Heard) => device.read(one).body.includes("npm run test");
  await pushed(page, origin, JSON.stringify(device.read(await service.find(about))));

  const [worker] = context.serviceWorkers();
  if (worker === undefined) throw new Error("There is no service worker");
  const titles = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      const all = await registration.getNotifications();
      return all.map(({ title, body }) => `${title}: ${body}`);
    });
  await expect
    .poll(titles)
    .toEqual([expect.stringMatching(/^Claude Code asks for permission: .*npm run test/)]);
  const actions = await worker.evaluate(async (endpoint) => {
    const scope: typeof globalThis & { registration?: ServiceWorkerRegistration } = globalThis;
    const registration = scope.registration;
    if (registration === undefined) return [];
    Object.defineProperty(registration.pushManager, "getSubscription", { value: async () => ({ endpoint }) });
    const [notification] = await registration.getNotifications();
    const press: unknown = Reflect.construct(Reflect.get(globalThis, "NotificationEvent"), [
      "notificationclick",
      { notification, action: "allow" },
    ]);
    if (press instanceof Event) globalThis.dispatchEvent(press);
    return Reflect.get(notification ?? {}, "actions").map(({ title }: { title: string }) => title);
  }, device.endpoint);
  expect(actions).toEqual(["Allow", "Deny"]);
  expect(JSON.parse((await asked).body)).toMatchObject({
    hookSpecificOutput: { decision: { behavior: "allow" } },
  });
  await expect.poll(titles).toEqual([]);
  sender.close();
  service.stop();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the page is whole on a phone in the ${colorScheme} theme`, async ({ box, browser }) => {
    const context = await browser.newContext({ colorScheme, viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    await box.signIn(page);
    await page.goto(`${box.server.url}/settings/notifications`);
    await expect(page.getByRole("heading", { name: "Channels" })).toBeVisible();
    await page.getByRole("button", { name: "Add channel" }).click();
    await expect(page.locator("[aria-busy]")).toHaveCount(0);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
    await isSound(page);
    await context.close();
  });
}

test("a subscription that the browser renews leads to its channel with no page open", async ({
  box,
  context,
}) => {
  const { origin } = new URL(box.server.url);
  const service = await openReceiver(() => ({ status: 201 }));
  const [before, after] = [aPushBrowser(`${service.url}/push/old`), aPushBrowser(`${service.url}/push/new`)];
  await context.grantPermissions(["notifications"], { origin });
  const page = await context.newPage();
  await page.addInitScript((subscription) => {
    PushManager.prototype.subscribe = () =>
      Promise.resolve(
        Object.assign(Object.create(PushSubscription.prototype), { toJSON: () => subscription }),
      );
  }, before.subscription);
  await box.signIn(page);
  await toSettings(page);
  await page.getByRole("button", { name: "Notify this browser" }).click();
  const row = page.getByRole("listitem").filter({ hasText: `Push · ${new URL(service.url).host}` });
  await expect(row).toBeVisible();
  const [worker] = context.serviceWorkers();
  if (worker === undefined) throw new Error("There is no service worker");
  await worker.evaluate(
    ({ endpoint, renewed }) => {
      const event: unknown = Reflect.construct(Reflect.get(globalThis, "ExtendableEvent"), [
        "pushsubscriptionchange",
      ]);
      if (!(event instanceof Event)) return;
      const newSubscription = { endpoint: renewed.endpoint, toJSON: () => renewed };
      Object.defineProperty(event, "oldSubscription", { value: { endpoint } });
      Object.defineProperty(event, "newSubscription", { value: newSubscription });
      globalThis.dispatchEvent(event);
    },
    { endpoint: before.endpoint, renewed: after.subscription },
  );
  await expect
    .poll(async () => {
      await row.getByRole("button", { name: /^Test/ }).click();
      return service.heard.some(({ path }) => path === "/push/new");
    })
    .toBe(true);
  await expect(row).toHaveCount(1);
  await row.getByRole("button", { name: /^Remove/ }).click();
  await page.getByRole("button", { name: "Remove the channel" }).click();
  service.stop();
});
