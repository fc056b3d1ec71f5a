import { isSound } from "./accessibility.ts";
import { makeBot, send } from "./bots-box.ts";
import { type Box, test as base, expect, openBox } from "./box.ts";

const test = base.extend<{ own: Box }>({
  /** What executions of others take would count here, too. */
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  own: async ({}, use) => {
    const box = await openBox();
    await use(box);
    await box.server.stop();
  },
});

test("a budget is made, changed and removed by keyboard, and shows how much of it is used", async ({
  own: box,
  page,
}) => {
  await makeBot(box, { name: "Triage" });
  await box.signIn(page);
  await page.goto(`${box.server.url}/bots`);
  await page.getByRole("link", { name: "Budgets" }).press("Enter");
  await expect(page.getByText("No budget yet")).toBeVisible();
  await isSound(page);

  await page.getByRole("button", { name: "New budget" }).press("Enter");
  const dialog = page.getByRole("dialog");
  await page.keyboard.press("Tab");
  await dialog.getByRole("button", { name: "Keep it" }).press("Enter");
  await expect(dialog.getByText("must limit something")).toBeVisible();
  await dialog.getByLabel("Of", { exact: true }).selectOption("The bot Triage");
  await dialog.getByLabel("In each").selectOption("week");
  await dialog.getByLabel("Cost, in dollars").fill("2.5");
  await isSound(page);
  await page.keyboard.press("Enter");
  const budget = page.getByRole("listitem", { name: "Triage, each week" });
  await expect(budget.getByText("$0.00 of $2.50")).toBeVisible();
  await expect(budget.getByText("Not enough is known yet to tell what it comes to")).toBeVisible();
  await expect(page.getByRole("region", { name: "This month, of all bots" })).toContainText("0 executions");
  await isSound(page);

  await budget.getByRole("button", { name: /^Change/ }).press("Enter");
  await expect(dialog.getByLabel("Cost, in dollars")).toHaveValue("2.5");
  await dialog.getByLabel("Executions").fill("3");
  await page.keyboard.press("Enter");
  await expect(budget.getByText("0 of 3 executions")).toBeVisible();

  await budget.getByRole("button", { name: /^Remove/ }).press("Enter");
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove it" }).press("Enter");
  await expect(page.getByText("No budget yet")).toBeVisible();
});

test("one that others make is there without a reload, and a start that it refuses says why", async ({
  own: box,
  page,
}) => {
  const bot = await makeBot(box, { prompt: "Look", variables: [] });
  await box.signIn(page);
  await page.goto(`${box.server.url}/bots/budgets`);
  await expect(page.getByText("No budget yet")).toBeVisible();
  const scope = { kind: "bot", botId: bot.id };
  await send(box, "POST", "/api/budgets", { scope, period: "day", limits: { executions: 1 } });
  await send(box, "POST", `/api/bots/${bot.id}/executions`, { key: "first" });
  await expect(page.getByRole("listitem", { name: "Triage, each day" })).toBeVisible({ timeout: 20_000 });
  await page.goto(`${box.server.url}/bots/${bot.id}`);
  await page
    .getByRole("button", { name: /^Start/ })
    .first()
    .click();
  await page.getByRole("dialog").getByRole("button", { name: "Start", exact: true }).click();
  await expect(page.getByText("The bot's budget for the day is spent: 1 of 1 executions")).toBeVisible();
});

test("a budget of an account and one of a person are made by what they are called", async ({
  own: box,
  page,
}) => {
  await makeBot(box, { name: "Triage" });
  await send(box, "POST", "/api/accounts", {
    backend: "claude",
    name: "Team",
    kind: "key",
    secret: "k-0123456789",
  });
  await box.signIn(page);
  await page.goto(`${box.server.url}/bots/budgets`);
  const make = async (of: string | RegExp) => {
    await page.getByRole("button", { name: "New budget" }).click();
    const dialog = page.getByRole("dialog");
    const scope = dialog.getByLabel("Of", { exact: true });
    await scope.selectOption({ label: (await scope.getByRole("option", { name: of }).textContent()) ?? "" });
    await dialog.getByLabel("Executions").fill("5");
    await page.keyboard.press("Enter");
    await expect(dialog).toBeHidden();
  };
  await make("The account Team of Claude Code");
  await expect(page.getByRole("listitem", { name: "Team, each day" })).toBeVisible();
  await make(/^The person /);
  await expect(page.getByRole("listitem", { name: "Operator, each day" })).toBeVisible();
  await isSound(page);
});

test("what executions took is shown by day and by bot, and leads to them", async ({ own: box, page }) => {
  const bot = await makeBot(box, { prompt: "Look", variables: [] });
  await box.signIn(page);
  await page.goto(`${box.server.url}/bots/budgets`);
  await expect(page.getByText("Nothing began in these days")).toBeVisible();
  await send(box, "POST", `/api/bots/${bot.id}/executions`, { key: "one" });
  const taken = page.getByRole("region", { name: "What executions took" });
  await expect(async () => {
    await page.reload();
    await expect(taken.getByRole("link", { name: "Triage" })).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 40_000 });
  await isSound(page);
  const today = new Date().toISOString().slice(0, 10);
  await expect(taken.getByRole("list", { name: "Cost by day" }).getByRole("listitem")).toHaveCount(30);
  await expect(taken.getByText(`${today}: `)).toBeAttached();
  await expect(taken.getByRole("row", { name: /^Together/ })).toContainText("1");
  await taken.getByRole("radio", { name: "7 days" }).click();
  await expect(taken.getByRole("list", { name: "Cost by day" }).getByRole("listitem")).toHaveCount(7);
  await taken.getByRole("link", { name: "Triage" }).click();
  await expect(page).toHaveURL(new RegExp(`/executions\\?botId=${bot.id}`));
});
