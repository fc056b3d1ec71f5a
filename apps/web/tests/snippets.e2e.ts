import { isSound } from "./accessibility.ts";
import { makeBot } from "./bots-box.ts";
import { expect, test } from "./box.ts";

test("a snippet is made, rendered by a bot, and kept from what would break that, by keyboard", async ({
  box,
  signedIn: page,
}) => {
  await page.getByRole("link", { name: "Bots" }).first().click();
  await page.getByRole("link", { name: "Snippets" }).press("Enter");
  await page.getByRole("button", { name: "New snippet" }).press("Enter");
  await page.getByLabel("Name").fill("house-rules");
  await page.getByLabel("Text").fill('{% render "house-rules" %}');
  await page.getByRole("button", { name: "Save it" }).press("Enter");
  await expect(page.getByRole("dialog")).toContainText("in a circle");
  await isSound(page);
  await page.getByLabel("Text").fill("Speak {{ language }}.");
  await page.getByRole("button", { name: "Save it" }).press("Enter");
  const row = page.getByRole("listitem", { name: "house-rules" });
  await expect(row).toContainText("needs language");

  const prompt = 'Do {{ task }}. {% render "house-rules", language: "German" %}';
  const bot = await makeBot(box, { name: "Housed", prompt });
  await expect(row.getByRole("link", { name: "Housed" })).toBeVisible();
  await page.getByRole("button", { name: "Change house-rules" }).press("Enter");
  await page.getByLabel("Text").fill("Speak {{ tongue }}.");
  await page.getByRole("button", { name: "Save it" }).press("Enter");
  await expect(page.getByRole("dialog")).toContainText('would break what renders it: the bot "Housed"');
  await page.getByRole("button", { name: "Cancel" }).press("Enter");
  await page.getByRole("button", { name: "Remove house-rules" }).press("Enter");
  await page.getByRole("button", { name: "Remove it" }).press("Enter");
  await expect(page.getByRole("alert")).toContainText("would break");
  await isSound(page);

  await page.goto(`${box.server.url}/bots/${bot.id}`);
  await page.getByRole("button", { name: "Start" }).first().press("Enter");
  await page.getByLabel("task").fill("it");
  await page.getByRole("button", { name: "Dry run" }).press("Enter");
  await expect(page.getByRole("dialog")).toContainText("Do it. Speak German.");
});

test("on a phone in the dark snippets fit, and are sound", async ({ box, signedIn: page }) => {
  const body = JSON.stringify({ version: 0, text: `{{ ${"long_".repeat(30)} }} ${"word".repeat(100)}` });
  const headers = { "content-type": "application/json" };
  await box.server.fetch(`/api/bot-snippets/${"s".repeat(40)}`, { method: "PUT", headers, body });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(`${box.server.url}/bots/snippets`);
  await page
    .getByRole("listitem", { name: "s".repeat(40) })
    .getByText("Its text")
    .click();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await isSound(page);
});
