import { readFile } from "node:fs/promises";
import type { Bot } from "@signalbox/contract/bots";
import { isSound } from "./accessibility.ts";
import { makeBot, send } from "./bots-box.ts";
import { type Box, expect, test } from "./box.ts";

const write = (box: Box, { id, content }: Bot, version: number, some: object, enabled = true): Promise<Bot> =>
  send(box, "PUT", `/api/bots/${id}`, { version, content: { ...content, ...some }, enabled });

test("two versions of a bot are compared, and an earlier one is gone back to, by keyboard", async ({
  box,
  signedIn: page,
}) => {
  const prompt = "Look into {{ task }}\n\nSay what causes it.\nBe short.";
  const bot = await makeBot(box, { name: "Versioned", prompt });
  await write(box, bot, 1, { prompt: prompt.replace("Be short.", "Take your time."), access: "edit" });
  await write(box, bot, 2, { prompt: prompt.replace("Be short.", "Take your time."), access: "edit" }, false);
  await page.goto(`${box.server.url}/bots/${bot.id}`);
  await page.getByRole("link", { name: "version 3" }).press("Enter");
  await expect(page.getByRole("heading", { name: "Versions of Versioned", level: 1 })).toBeVisible();
  await expect(page.getByText("It was switched off.")).toBeVisible();
  await expect(page.getByText("What is written is the same.")).toBeVisible();

  await page.getByRole("radio", { name: "From version 2" }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(page).toHaveURL(/from=1&to=3/);
  const change = page.getByRole("group", { name: "What changed" });
  await expect(change).toContainText("Removed:   Be short.");
  await expect(change).toContainText("Added:   Take your time.");
  await expect(change).toContainText("Added: access: edit");
  await expect(change.getByText("Say what causes it.")).toHaveCount(1);
  await isSound(page);
  await page.reload();
  await expect(page.getByRole("radio", { name: "From version 1" })).toBeChecked();
  await expect(change).toContainText("access: edit");

  await page.getByRole("button", { name: "Go back to version 1" }).press("Enter");
  const asking = page.getByRole("alertdialog", { name: "Go back to version 1?" });
  await expect(asking).toContainText("is written as version 4");
  await isSound(page);
  await asking.getByRole("button", { name: "Go back to it" }).press("Enter");
  await expect(page.getByRole("radio", { name: "To version 4" })).toBeVisible();
  await page.getByRole("radio", { name: "To version 4" }).check();
  await expect(page.getByText("What is written is the same.")).toBeVisible();
  await page.goto(`${box.server.url}/bots/${bot.id}/versions?from=77`);
  await expect(page.getByText("There is no such version")).toBeVisible();
});

test("a bot is saved as a file, and a form is filled with it", async ({ box, signedIn: page }) => {
  const bot = await makeBot(box, {
    name: "Saved: as a file",
    prompt: "Do {{ task }}\nwell",
    timeoutMinutes: 7,
  });
  await page.goto(`${box.server.url}/bots/${bot.id}`);
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export" }).press("Enter");
  const file = await saved;
  expect(file.suggestedFilename()).toBe("saved-as-a-file.yaml");
  const text = await readFile(await file.path(), "utf8");
  expect(text).toContain(`$schema=${box.server.url}/schemas/bot.json`);

  await page.goto(`${box.server.url}/bots/new`);
  const choose = async (content: string) => {
    const asked = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "From a file…" }).press("Enter");
    await (await asked).setFiles({
      name: "a-bot.yaml",
      mimeType: "application/yaml",
      buffer: Buffer.from(content),
    });
  };
  await choose("name: Mine\nacess: edit\nprompt: Go\n");
  await expect(page.getByRole("alert")).toContainText("a-bot.yaml can't be used");
  await expect(page.getByRole("alert")).toContainText("line 2 acess: is nothing that can be said");
  await isSound(page);
  await choose(text.replace('name: "Saved: as a file"', "name: Taken in"));
  await expect(page.getByRole("alert")).toBeHidden();
  await expect(page.getByLabel("Name").first()).toHaveValue("Taken in");
  await page.getByRole("button", { name: "Make it" }).click();
  await expect(page.getByRole("heading", { name: "Taken in", level: 1 })).toBeVisible();
  await expect(page.getByRole("region", { name: "What it does" })).toContainText("7 min");
});

test("on a phone in the dark the versions of a bot fit, and are sound", async ({ box, signedIn: page }) => {
  const bot = await makeBot(box, { name: "Small", prompt: `Do {{ task }} ${"a-long-word-".repeat(20)}` });
  await write(box, bot, 1, { prompt: `Do {{ task }} ${"another-word-".repeat(20)}` });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.emulateMedia({ colorScheme: "dark" });
  for (const path of ["versions", "versions?from=1&to=1"]) {
    await page.goto(`${box.server.url}/bots/${bot.id}/${path}`);
    await expect(page.getByRole("radio", { name: "To version 2" })).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await isSound(page);
  }
});
