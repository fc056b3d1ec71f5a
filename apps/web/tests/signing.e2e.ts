import { isSound } from "./accessibility.ts";
import { makeBot, send } from "./bots-box.ts";
import { type Box, test as base, expect, openBox, type Page } from "./box.ts";
import { viewerOf } from "./viewer.ts";

const test = base.extend<{ own: Box }>({
  /** For a test that changes who there is. */
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  own: async ({}, use) => {
    const box = await openBox();
    await use(box);
    await box.server.stop();
  },
});

const outcomes = [{ kind: "webhook", url: "https://hooks.example.com/" }];
const panelOf = (page: Page) => page.getByRole("region", { name: "Secret of its webhooks" });

test("the secret of a bot's webhooks is made, shown once, and made anew behind a warning", async ({
  box,
  signedIn: page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const bot = await makeBot(box, { name: "Tells", outcomes });
  await page.goto(`${box.server.url}/bots/${bot.id}`);
  const panel = panelOf(page);
  await expect(panel).toContainText("It has none");
  await isSound(page);

  await panel.getByRole("button", { name: "Make a secret" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Secret of the webhooks of Tells" });
  await isSound(page);
  await dialog.getByRole("button", { name: "Make it" }).press("Enter");
  const shown = dialog.locator("code");
  await expect(shown).toHaveText(/^whsec_/);
  const first = await shown.innerText();
  await isSound(page);
  await dialog.getByRole("button", { name: "Copy secret" }).press("Enter");
  await expect(dialog.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(first);
  await page.keyboard.press("Escape");
  await expect(shown).toBeVisible();
  await dialog.getByRole("button", { name: "I have kept it" }).press("Enter");
  await expect(dialog).toBeHidden();
  expect(await page.content()).not.toContain(first);
  await expect(panel).toContainText(/the one that was made \d\d:\d\d/);
  const anew = panel.getByRole("button", { name: "Make it anew" });
  await expect(anew).toBeFocused();

  await anew.press("Enter");
  await expect(dialog).toContainText("refuses them until the new one is written down there");
  await expect(dialog).not.toContainText("whsec_");
  await isSound(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await anew.press("Enter");
  await dialog.getByRole("button", { name: "Make a new one" }).press("Enter");
  await expect(shown).toHaveText(/^whsec_/);
  expect(await shown.innerText()).not.toBe(first);
});

test("a bot without a webhook has no secret on its page", async ({ box, signedIn: page }) => {
  const bot = await makeBot(box, { name: "Silent" });
  await page.goto(`${box.server.url}/bots/${bot.id}`);
  await expect(page.getByRole("region", { name: "What it does" })).toBeVisible();
  await expect(panelOf(page)).toHaveCount(0);
});

test("who may only look sees that there is a secret, and makes none", async ({
  own: box,
  page: admin,
  browser,
}) => {
  const bot = await makeBot(box, { name: "Looked at", outcomes });
  await send(box, "POST", `/api/bots/${bot.id}/signing-secret`, {});
  const page = await viewerOf(box, admin, browser);
  await page.goto(`${box.server.url}/bots/${bot.id}`);
  await expect(panelOf(page)).toContainText("They are signed with the one that was made");
  await expect(panelOf(page)).toContainText("Only an administrator makes it.");
  await expect(panelOf(page).getByRole("button")).toHaveCount(0);
  await isSound(page);
  await page.context().close();
});

test("the secret is made on a small phone, in the dark", async ({ box, browser }) => {
  const options = { viewport: { width: 360, height: 740 }, hasTouch: true, colorScheme: "dark" } as const;
  const page = await (await browser.newContext(options)).newPage();
  await box.signIn(page);
  const bot = await makeBot(box, { name: "Tells in the dark", outcomes });
  await page.goto(`${box.server.url}/bots/${bot.id}`);
  await panelOf(page).getByRole("button", { name: "Make a secret" }).tap();
  await page.getByRole("button", { name: "Make it", exact: true }).tap();
  await expect(page.getByRole("dialog").locator("code")).toHaveText(/^whsec_/);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await isSound(page);
  await page.context().close();
});
