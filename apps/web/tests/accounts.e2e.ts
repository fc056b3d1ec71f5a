import type { Account } from "@signalbox/contract/accounts";
import { isSound } from "./accessibility.ts";
import { makeBot, send, runningTest as test } from "./bots-box.ts";
import { expect } from "./box.ts";

const secret = "sekrit-of-an-account-9f3k";

test("an account is added by keyboard, checked, changed and removed, and its secret is not shown again", async ({
  running: box,
  page,
}) => {
  await box.signIn(page);
  await page.goto(`${box.server.url}/bots`);
  await page.getByRole("link", { name: "Accounts" }).press("Enter");
  await expect(page.getByText("No account yet")).toBeVisible();
  await isSound(page);

  await page.getByRole("button", { name: "Add an account" }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Work");
  await dialog.getByLabel("Key", { exact: true }).fill("short");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("must be a key or a token")).toBeVisible();
  await isSound(page);
  await dialog.getByLabel("Key", { exact: true }).fill(secret);
  await dialog.getByLabel("Take it before others").press("Space");
  await dialog.getByRole("button", { name: "Add it" }).press("Enter");
  const account = page.getByRole("listitem", { name: "Work" });
  await expect(account.getByText("Usable")).toBeVisible();
  await expect(account.getByText("A key that ends with 9f3k, in ANTHROPIC_API_KEY")).toBeVisible();
  await expect(account.getByText("Default")).toBeVisible();
  await expect(dialog).toBeHidden();
  await page.reload();
  await expect(account).toBeVisible();
  expect((await page.content()).includes(secret)).toBe(false);
  await isSound(page);

  await account.getByRole("button", { name: "Check Work" }).press("Enter");
  await expect(account.getByText("Asking the model for one word")).toBeVisible();
  await expect(account.getByText(/It works: answered in .*, by version \d/)).toBeVisible({ timeout: 60_000 });

  await account.getByRole("button", { name: "Change Work" }).press("Enter");
  await expect(dialog.getByLabel("New key")).toHaveValue("");
  await dialog.getByLabel("Name").fill("Home");
  await page.keyboard.press("Enter");
  const renamed = page.getByRole("listitem", { name: "Home" });
  await renamed.getByRole("switch", { name: "Use Home" }).press("Space");
  await expect(renamed.getByText("Disabled")).toBeVisible();
  await isSound(page);

  await renamed.getByRole("button", { name: "Remove Home" }).press("Enter");
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove it" }).press("Enter");
  await expect(page.getByText("No account yet")).toBeVisible();
});

test("accounts fit on a phone, light and dark", async ({ running: box, page }) => {
  const long = "An account whose name is as long as somebody thought that it had to be";
  await send(box, "POST", "/api/accounts", { kind: "key", backend: "claude", name: long, secret });
  const folder = "/home/ada/one/folder/below/another/folder/below/yet/another/folder/with-a-very-long-name";
  await send(box, "POST", "/api/accounts", { kind: "folder", backend: "codex", name: "Other", folder });
  await page.setViewportSize({ width: 360, height: 740 });
  await box.signIn(page);
  await page.goto(`${box.server.url}/bots/accounts`);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.getByText(folder)).toBeVisible();
    const widest = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(widest).toBeLessThanOrEqual(360);
    await isSound(page);
  }
});

test("an account shows how much of its plan is used, as its CLI told", async ({ running: box, page }) => {
  const token = { kind: "token", backend: "claude", name: "Plan", secret: "token-of-a-plan-7d2m" };
  const { id: accountId } = await send<Account>(box, "POST", "/api/accounts", token);
  const bot = await makeBot(box, {
    ...{ accountId, prompt: "{{ task }}" },
  });
  const headers = Object.entries({
    ...{ status: "rejected", reset: "+3600", "representative-claim": "five_hour" },
    ...{ "5h-status": "rejected", "5h-reset": "+3600", "5h-utilization": "1.0" },
    ...{ "7d-status": "allowed", "7d-reset": "+360000", "7d-utilization": "0.4" },
  }).map(([name, value]) => `h.anthropic-ratelimit-unified-${name}=${value}`);
  await send(box, "POST", `/api/bots/${bot.id}/executions`, {
    ...{ key: crypto.randomUUID(), values: { task: `[[http 429 ${headers.join(" ")}]] [[text ok]]` } },
  });
  await page.setViewportSize({ width: 360, height: 740 });
  await box.signIn(page);
  await page.goto(`${box.server.url}/bots/accounts`);
  const plan = page.getByRole("list", { name: "The plan of Plan" });
  const [five, week] = [plan.getByText(/^5 hours: /), plan.getByText(/^Week: /)];
  await expect(five).toHaveText(/100 % used, limit met, over in (?:59|60) min|1 h; told \d\d:\d\d/, {
    timeout: 60_000,
  });
  await expect(week).toHaveText(/40 % used, over in 4 d 4 h; told \d\d:\d\d/);
  await isSound(page);
  const widest = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(widest).toBeLessThanOrEqual(360);
});
