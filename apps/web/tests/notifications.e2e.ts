import { randomUUID } from "node:crypto";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { hookSender } from "@signalbox/testkit/hook-sender";
import { aPushBrowser } from "@signalbox/testkit/push-browser";
import { type Heard, openReceiver } from "@signalbox/testkit/web-receiver";
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
  const row = page.getByRole("listitem").filter({ hasText: "Open page" });
  await row.getByRole("button", { name: /^Test/ }).click();
  await expect.poll(() => shown).toEqual(["A test"]);
  await row.getByRole("button", { name: /^Remove/ }).click();
  await page.getByRole("button", { name: "Remove the channel" }).click();
  await expect(row).toHaveCount(0);
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
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await context.close();
  });
}
