import { readFile } from "node:fs/promises";
import type { Execution } from "@signalbox/contract/executions";
import { findClaude, isMissing } from "@signalbox/testkit/machine";
import { isSound } from "./accessibility.ts";
import { makeBot, send, runningTest as test } from "./bots-box.ts";
import { type Box, expect } from "./box.ts";

test.skip(isMissing(findClaude()), "it takes a claude");
test.slow();

const soon = { timeout: 60_000 };

const start = (box: Box, botId: string, task: string): Promise<Execution> =>
  send(box, "POST", `/api/bots/${botId}/executions`, { key: crypto.randomUUID(), values: { task } });

const over = async (box: Box, { id }: Execution): Promise<void> => {
  const stateOf = async () => (await (await box.server.fetch(`/api/executions/${id}`)).json()).state;
  await expect.poll(stateOf, soon).toMatch(/succeeded|failed/);
};

test("two executions are compared, chosen in the list or from the page of the later one", async ({
  running: box,
  page,
}) => {
  const bot = await makeBot(box, { prompt: "Look first.\nDo {{ task }}\nThen rest." });
  const first = await start(box, bot.id, "[[text Line one\\nThe old end]]");
  await over(box, first);
  const second = await start(box, bot.id, "[[http 401 message=nobody]] [[text x]]");
  await over(box, second);
  await box.signIn(page);
  await page.goto(`${box.server.url}/executions`);
  const picks = page.getByRole("checkbox", { name: /^Compare Triage/ });
  await picks.nth(0).focus();
  await page.keyboard.press("Space");
  await expect(page.getByText("One is chosen: choose another one.")).toBeVisible();
  await picks.nth(1).press("Space");
  await isSound(page);
  await page.getByRole("link", { name: "Compare them" }).press("Enter");
  await expect(page).toHaveURL(new RegExp(`a=${first.id}&b=${second.id}`));
  await expect(page.getByRole("row", { name: /State \(differs\)/ })).toContainText("SucceededFailed");
  await expect(page.getByRole("row", { name: /^Access/ })).toContainText("Reads onlyReads only");
  await expect(page.getByRole("row", { name: /^Value of task/ })).toContainText("http 401");
  const prompt = page.getByRole("region", { name: "Prompt" });
  await expect(prompt).toContainText("Removed: Do [[text");
  await expect(prompt).toContainText("Added: Do [[http");
  await expect(prompt.getByText("Look first.")).toHaveCount(1);
  await expect(page.getByRole("region", { name: "Result" })).toContainText("Removed: ");
  await isSound(page);
  await page.getByRole("link", { name: "The other way round" }).click();
  await expect(page.getByRole("row", { name: /State \(differs\)/ })).toContainText("FailedSucceeded");

  await page.goto(`${box.server.url}/executions/${first.id}`);
  await expect(page.getByRole("region", { name: "What ran" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Compare with the one before" })).toBeHidden();
  await page.goto(`${box.server.url}/executions/${second.id}`);
  await page.getByRole("link", { name: "Compare with the one before" }).press("Enter");
  await expect(page).toHaveURL(new RegExp(`a=${first.id}&b=${second.id}`));

  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 360, height: 740 });
  await expect(page.getByRole("row", { name: /State \(differs\)/ })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await isSound(page);
  await page.goto(`${box.server.url}/executions/compare`);
  await expect(page.getByText("Which two?")).toBeVisible();
  await page.goto(`${box.server.url}/executions/compare?a=${first.id}&b=${bot.id}`);
  await expect(page.getByText("One of the two is not there any more")).toBeVisible();
  await isSound(page);
});

test("executions are filtered by bot, state, project and words, and a filter is kept as a view", async ({
  running: box,
  page,
}) => {
  const [triage, other] = [await makeBot(box, {}), await makeBot(box, { name: "Other" })];
  await over(box, await start(box, triage.id, "[[text All is well with the harbour]]"));
  await over(box, await start(box, triage.id, "[[http 401 message=nobody]] [[text x]]"));
  await over(box, await start(box, other.id, "[[text Nothing of note]]"));
  await box.signIn(page);
  await page.goto(`${box.server.url}/executions`);
  const rows = page.getByRole("table").getByRole("row");
  await expect(rows).toHaveCount(4);
  const choose = async (label: string, option: string) => {
    await page.getByRole("combobox", { name: label, exact: true }).press("Enter");
    await page.getByRole("option", { name: option, exact: true }).click();
  };
  await choose("Bot", "Triage");
  await expect(rows).toHaveCount(3);
  await choose("State", "Failed");
  await expect(rows).toHaveCount(2);
  await page.getByRole("button", { name: "Views" }).press("Enter");
  await page.getByRole("menuitem", { name: "Save this view…" }).press("Enter");
  await page.getByLabel("Name").fill("Failed triage");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Failed triage" })).toBeVisible();
  await isSound(page);

  await choose("State", "Any state");
  await choose("Bot", "All bots");
  await expect(rows).toHaveCount(4);
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Words in executions" })).toBeFocused();
  await page.keyboard.type("harb");
  await expect(rows).toHaveCount(2);
  await expect(page).toHaveURL(/text=harb/);
  await page.reload();
  await expect(rows).toHaveCount(2);
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Failed triage" }).click();
  await expect(page.getByRole("searchbox", { name: "Words in executions" })).toHaveValue("");
  await expect(page.getByRole("row", { name: /Failed.*Triage/ })).toBeVisible();
  await expect(rows).toHaveCount(2);
  await page.getByRole("searchbox", { name: "Words in executions" }).fill("no such word");
  await expect(page.getByText("No execution matches")).toBeVisible();
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await isSound(page);
});

test("somebody goes on in the session of an execution with another prompt", async ({
  running: box,
  page,
}) => {
  const bot = await makeBot(box, {});
  const first = await start(box, bot.id, "[[text Teal it is]]");
  await over(box, first);
  await box.signIn(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${box.server.url}/executions/${first.id}`);
  await page.getByRole("button", { name: "Go on…" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Go on in its session" });
  await dialog.getByLabel("What it is to do now").fill("And now? [[text Still teal]]");
  await isSound(page);
  await dialog.getByRole("button", { name: "Go on" }).click();
  await expect(page).not.toHaveURL(new RegExp(first.id));
  await expect(page.getByRole("region", { name: "Result" })).toContainText("Still teal", soon);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await isSound(page);
  await page.getByRole("link", { name: "another execution" }).click();
  await expect(page).toHaveURL(new RegExp(first.id));
  await expect(page.getByText("Went on in")).toBeVisible();
  await expect(page.getByRole("button", { name: "Go on…" })).toBeHidden();
});

test("what an execution asks is answered on its page", async ({ running: box, page }) => {
  const bot = await makeBot(box, { askMinutes: 5 });
  const { id } = await start(box, bot.id, "[[bash touch made]] [[text Went on]]");
  await box.signIn(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${box.server.url}/executions/${id}`);
  const asked = page.getByRole("region", { name: "What it asks" });
  await expect(asked).toContainText("touch made", soon);
  await expect(asked.getByRole("button", { name: "Allow", exact: true })).toBeVisible();
  await isSound(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await asked.getByRole("button", { name: "Allow", exact: true }).press("Enter");
  await expect(page.getByRole("region", { name: "Result" })).toContainText("Went on", soon);
  await expect(asked).toBeHidden();
});

test("executions that did not end well are run again, or dismissed", async ({ running: box, page }) => {
  const bot = await makeBot(box, { retries: 0 });
  for (let at = 0; at < 3; at++)
    await over(box, await start(box, bot.id, "[[http 401 message=nobody]] [[text x]]"));
  await box.signIn(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${box.server.url}/executions`);
  await page.getByRole("button", { name: "Needs a look (3)" }).press("Enter");
  await expect(page).toHaveURL(/look=needed/);
  const picks = page.getByRole("checkbox", { name: /^Choose / });
  await picks.first().press("Space");
  await expect(page.getByText("1 execution chosen.")).toBeVisible();
  await isSound(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.getByRole("button", { name: "Dismiss" }).click();
  await expect(picks).toHaveCount(2);
  await page.getByRole("button", { name: "Choose all shown" }).click();
  await page.getByRole("button", { name: "Run them again" }).click();
  await expect(page.getByText("None is chosen.")).toBeVisible();
  // They fail again.
  await expect(page.getByRole("button", { name: "Needs a look (2)" })).toBeVisible(soon);
  await isSound(page);
});

test("the budget of an execution is changed while it runs, which ends it once that is spent", async ({
  running: box,
  page,
}) => {
  const bot = await makeBot(box, {});
  const { id } = await start(box, bot.id, "[[bash true]] [[delay 60000]] [[text Never]]");
  await box.signIn(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${box.server.url}/executions/${id}`);
  await page.getByRole("button", { name: "Budget…" }).press("Enter", soon);
  const dialog = page.getByRole("dialog", { name: "What it may take" });
  await dialog.getByLabel("May take, in tokens").fill("none");
  await dialog.getByRole("button", { name: "Change it" }).click();
  await expect(dialog.getByLabel("May take, in tokens")).toHaveAccessibleDescription(/\w/);
  await isSound(page);
  await dialog.getByLabel("May take, in tokens").fill("1");
  await dialog.getByRole("button", { name: "Change it" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/budget/i).first()).toBeVisible(soon);
  await expect(page.getByText("Failed", { exact: true }).first()).toBeVisible(soon);
});

test("words are found in the log of an execution by keyboard, and the log is downloaded", async ({
  running: box,
  page,
}) => {
  const bot = await makeBot(box, { prompt: "{{ task }}" });
  const { id } = await start(box, bot.id, "[[bash echo teal door]] [[text Teal it is, and TEAL it stays]]");
  await expect
    .poll(async () => (await (await box.server.fetch(`/api/executions/${id}`)).json()).endedAt, soon)
    .not.toBeNull();
  await box.signIn(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${box.server.url}/executions/${id}`);
  const log = page.getByRole("region", { name: "Log" });
  const field = log.getByRole("searchbox", { name: "Find in the log" });
  const stand = log.getByRole("search").getByRole("status");
  await field.fill("tEAL IT");
  await expect(stand).toHaveText(/^1 of \d+, line \d+$/);
  const around = log.getByRole("log", { name: /Log around line \d+/ });
  await expect(around.locator("[aria-current=true]")).toContainText("Teal it is");
  const first = await stand.textContent();
  await field.press("Enter");
  await expect(stand).toHaveText(/^2 of \d+, line \d+$/);
  await isSound(page);
  await field.press("Shift+Enter");
  await expect(stand).toHaveText(first ?? "");
  await field.fill("no such words");
  await expect(log.getByText("Nowhere in the log")).toBeVisible();
  await field.press("Escape");
  await expect(log.getByRole("log", { name: /Log, \d+ lines?/ })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.emulateMedia({ colorScheme: "dark" });
  await isSound(page);

  const downloading = page.waitForEvent("download");
  await log.getByRole("button", { name: "Download" }).press("Enter");
  const file = await downloading;
  expect(file.suggestedFilename()).toBe(`execution-${id}.log`);
  const text = await readFile(await file.path(), "utf8");
  expect(text).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z (?:out|note) /);
  expect(text).toContain("TEAL it stays");
});
