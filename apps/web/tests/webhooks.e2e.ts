import { createHmac } from "node:crypto";
import { openReceiver } from "@signalbox/testkit/web-receiver";
import { isSound } from "./accessibility.ts";
import { makeBot, send } from "./bots-box.ts";
import { type Box, test as base, expect, openBox } from "./box.ts";
import { viewerOf } from "./viewer.ts";

type Receiver = Awaited<ReturnType<typeof openReceiver>>;

const test = base.extend<{ own: Box; receiver: Receiver & { answer: { status: number } } }>({
  /** A server that may reach a web server on this machine. */
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  own: async ({}, use) => {
    const box = await openBox({ env: { SIGNALBOX_OUTBOUND_NETWORKS: "127.0.0.0/8" } });
    await use(box);
    await box.server.stop();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  receiver: async ({}, use) => {
    const answer = { status: 200 };
    const receiver = await openReceiver(() => answer);
    await use({ ...receiver, answer });
    receiver.stop();
  },
});

test.slow();

const subscribe = (box: Box, { url }: Receiver, more: object = {}) =>
  send<{ id: string; secret: string }>(box, "POST", "/api/subscribers", {
    ...{ name: "The dashboard", url: `${url}/hook`, types: ["bot.*"], ...more },
  });

test("a subscriber is made by keyboard, tested, and told what happens, signed", async ({
  own: box,
  receiver,
  page,
}) => {
  await box.signIn(page);
  await page.goto(`${box.server.url}/settings`);
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Webhooks" }).click();
  await expect(page.getByText("Nobody is told yet")).toBeVisible();
  await isSound(page);
  await page.getByRole("button", { name: "New subscriber" }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("The dashboard");
  await dialog.getByLabel("Address").fill("ftp://nowhere");
  await dialog.getByLabel("Event", { exact: true }).selectOption("bot.*");
  await isSound(page);
  await dialog.getByRole("button", { name: "Make it" }).press("Enter");
  await expect(dialog.getByLabel("Address")).toHaveAccessibleDescription(/begins with https/);
  await dialog.getByLabel("Address").fill(`${receiver.url}/hook`);
  await page.keyboard.press("Enter");
  const secret = await dialog.locator("code").innerText();
  expect(secret).toMatch(/^whsec_/);
  await isSound(page);
  await dialog.getByRole("button", { name: "I have kept it" }).press("Enter");
  expect(await page.content()).not.toContain(secret);

  await page.getByRole("link", { name: "The dashboard" }).press("Enter");
  await page.getByRole("button", { name: "Send a test" }).press("Enter");
  await expect(page.getByRole("status").getByText("It was taken: 200")).toBeVisible();
  await makeBot(box, { name: "Triage" });
  const told = await receiver.find(({ body }) => String(body).includes("bot.created"));
  const { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": signature } = told.headers;
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  expect(signature).toBe(
    `v1,${createHmac("sha256", key).update(`${id}.${at}.${told.body}`).digest("base64")}`,
  );
  const row = page.getByRole("listitem", { name: "bot.created, Sent" });
  await expect(row).toBeVisible();
  await row.getByText("What it says").click();
  await expect(row).toContainText('"type": "bot.created"');
  await expect(row).toContainText(String(id));
  await isSound(page);
});

test("what was given up is sent again all together, and one that is gone is turned on again", async ({
  own: box,
  receiver,
  page,
}) => {
  receiver.answer.status = 410;
  const { id } = await subscribe(box, receiver);
  await makeBot(box, { name: "One" });
  await receiver.find(() => true);
  await box.signIn(page);
  await page.goto(`${box.server.url}/settings/webhooks`);
  const row = page.getByRole("listitem", { name: "The dashboard" });
  await expect(row).toContainText("Turned off: It answered 410");
  await expect(row).toContainText("1 message given up");
  await isSound(page);
  receiver.answer.status = 200;
  await row.getByRole("switch").press("Space");
  await expect(row).not.toContainText("Turned off");
  await page.goto(`${box.server.url}/settings/webhooks/${id}?state=dead`);
  await expect(page.getByRole("listitem", { name: "bot.created, Given up" })).toBeVisible();
  await page.getByRole("button", { name: "Send 1 message again" }).press("Enter");
  await expect(page.getByText("No message is so")).toBeVisible();
  await page.getByRole("combobox", { name: "State" }).click();
  await page.getByRole("option", { name: "Any state" }).click();
  await expect(page.getByRole("listitem", { name: "bot.created, Sent" })).toBeVisible();
  const ids = receiver.heard.map(({ headers }) => headers["webhook-id"]);
  expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
});

test("a secret is made anew and the subscriber removed, on a small phone in the dark", async ({
  own: box,
  receiver,
  browser,
}) => {
  const { id, secret } = await subscribe(box, receiver);
  const options = { viewport: { width: 360, height: 740 }, hasTouch: true, colorScheme: "dark" } as const;
  const page = await (await browser.newContext(options)).newPage();
  await box.signIn(page);
  await page.goto(`${box.server.url}/settings/webhooks/${id}`);
  await page.getByRole("button", { name: "New secret" }).tap();
  await page.getByRole("button", { name: "Make a new one" }).tap();
  const shown = page.getByRole("dialog").locator("code");
  await expect(shown).toHaveText(/^whsec_/);
  expect(await shown.innerText()).not.toBe(secret);
  await page.getByRole("button", { name: "I have kept it" }).tap();
  await expect(page.getByText("signs beside the new one until")).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await isSound(page);
  await page.getByRole("button", { name: "Remove" }).tap();
  await page.getByRole("button", { name: "Remove it" }).tap();
  await expect(page.getByText("Nobody is told yet")).toBeVisible();
  await page.goto(`${box.server.url}/settings/webhooks/${id}`);
  await expect(page.getByText("No subscriber is at this address")).toBeVisible();
  await page.context().close();
});

test("who is no administrator has no way to the webhooks", async ({
  own: box,
  receiver,
  page: admin,
  browser,
}) => {
  await subscribe(box, receiver);
  const page = await viewerOf(box, admin, browser);
  await page.goto(`${box.server.url}/settings/webhooks`);
  await expect(page.getByRole("alert")).toContainText("Subscribers could not be read");
  await expect(page.getByRole("link", { name: "Webhooks" })).toHaveCount(0);
  await expect(page.locator("body")).not.toContainText(receiver.url);
  await page.context().close();
});
