import { findClaude, isMissing } from "@signalbox/testkit/machine";
import { isSound } from "./accessibility.ts";
import { makeBot, send, runningTest as test } from "./bots-box.ts";
import { expect } from "./box.ts";

test.skip(isMissing(findClaude()), "it takes a claude");
test.slow();

const soon = { timeout: 60_000 };

test("a bot is made by keyboard, started with a value, and watched to its end", async ({
  running: box,
  page,
}) => {
  await box.signIn(page);
  await page.getByRole("link", { name: "Bots" }).first().press("Enter");
  await expect(page.getByText("No bot yet")).toBeVisible();
  await isSound(page);
  await page.getByRole("link", { name: "New bot" }).press("Enter");

  await page.getByLabel("Name").focus();
  await page.keyboard.type("Triage");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Do this: {{ task }} {{ more }}");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Add a variable" })).toBeFocused();
  await page.keyboard.press("Enter");
  const variable = page.getByRole("group", { name: "Variable 1" });
  await variable.getByLabel("Name").focus();
  await page.keyboard.type("task");
  await page.keyboard.press("Tab");
  await page.keyboard.type("What is to be done");
  await page.getByLabel("Access").focus();
  await page.keyboard.type("Does");
  await expect(page.getByText("It runs whatever it wants")).toBeVisible();
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview).toContainText('it asks for "more", which is no variable');
  await page.getByRole("button", { name: "Make it" }).press("Enter");
  const prompt = page.getByRole("textbox", { name: "Prompt" });
  await expect(prompt).toHaveAccessibleDescription(/it asks for "more", which is no variable/);
  await expect(prompt).toBeFocused();

  await prompt.fill("Do this: {{ task }}");
  await preview.getByLabel("task").fill("count");
  await expect(preview.getByText("Do this: count")).toBeVisible();
  await isSound(page);
  await page.getByRole("button", { name: "Make it" }).press("Enter");
  await expect(page.getByRole("heading", { name: "Triage", level: 1 })).toBeVisible();
  await expect(page.getByText("It was not started yet")).toBeVisible();

  await page.getByRole("button", { name: "Start" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Start Triage" });
  await dialog.getByRole("button", { name: "Start" }).press("Enter");
  await expect(dialog.getByRole("alert")).toContainText('"task" needs a value');
  await dialog
    .getByLabel("task")
    .fill("[[say Counting]] [[bash echo one]] [[delay 4000]] [[text **Counted**]]");
  await isSound(page);
  await dialog.getByRole("button", { name: "Start" }).press("Enter");

  await expect(page.getByRole("status").filter({ hasText: "Running" })).toBeVisible(soon);
  const log = page.getByRole("log");
  await expect(log).toContainText("Counting", soon);
  await expect(page.getByRole("region", { name: "Log" })).toContainText("live");
  const call = log.getByRole("group").filter({ hasText: "echo one" });
  await call.locator("summary").click();
  await expect(call).toContainText("$ echo one");
  await isSound(page);
  await expect(page.getByRole("status").filter({ hasText: "Succeeded" })).toBeVisible(soon);
  await expect(page.getByRole("region", { name: "Result" })).toContainText("Counted");
  await expect(log).toContainText("Ended well");
  await expect(page.getByRole("region", { name: "What it took" })).toContainText(/Cost.*\$/);
  await expect(page.getByRole("list", { name: "How it went" })).toContainText(
    /Queued.*Started.*ran.*Succeeded/,
  );

  await page.getByRole("radio", { name: "Lines" }).click();
  await expect(page).toHaveURL(/log=lines/);
  await expect(log).toContainText('"type":"result"');
  await isSound(page);
  await page.getByRole("link", { name: "Executions" }).first().click();
  await expect(page.getByRole("row", { name: /Succeeded.*Triage/ })).toBeVisible();
  await isSound(page);
});

test("an execution is cancelled, found by its state, and started again with the same values", async ({
  running: box,
  page,
}) => {
  const bot = await makeBot(box, {});
  await box.signIn(page);
  await page.goto(`${box.server.url}/bots`);
  await page.getByRole("button", { name: "Start Triage" }).click();
  await page.getByRole("dialog").getByLabel("task").fill("[[say Begun]] [[bash true]] [[hang]]");
  await page.getByRole("dialog").getByRole("button", { name: "Start" }).click();
  await expect(page.getByRole("log")).toContainText("Begun", soon);
  await page.getByRole("button", { name: "Cancel" }).click();
  const asking = page.getByRole("alertdialog", { name: "Cancel this execution?" });
  await isSound(page);
  await asking.getByRole("button", { name: "Cancel it" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Cancelled" })).toBeVisible(soon);
  const first = page.url();

  await page.getByRole("button", { name: "Start again" }).click();
  await expect(page).not.toHaveURL(first);
  await expect(page.getByRole("log")).toContainText("Begun", soon);
  await expect(page.getByRole("button", { name: "Cancel" })).toBeEnabled();
  await page.goto(`${box.server.url}/executions?state=cancelled&botId=${bot.id}`);
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByRole("combobox", { name: "State" }).click();
  await page.getByRole("option", { name: "Failed" }).click();
  await expect(page).toHaveURL(/state=failed/);
  await expect(page.getByText("No execution matches")).toBeVisible();

  await page.goto(first);
  await page.getByRole("button", { name: "With other values…" }).press("Enter");
  const start = page.getByRole("dialog", { name: "Start Triage" });
  await expect(start.getByLabel("task")).toHaveValue(/say Begun/);
  await isSound(page);
  await start.getByLabel("task").fill("[[text Another]]");
  await start.getByRole("button", { name: "Start" }).click();
  // The one that was started again still runs, and the bot runs one at a time.
  await expect(page.getByRole("status").filter({ hasText: "Queued" })).toBeVisible();
  await page.getByText("Values", { exact: true }).click();
  await expect(page.getByText("[[text Another]]", { exact: true })).toBeVisible();

  const { name, prompt } = { name: "Triage", prompt: "Do {{ other }}" };
  const content = { ...bot.content, name, prompt, variables: [{ name: "other", description: "" }] };
  await send(box, "PUT", `/api/bots/${bot.id}`, { version: 1, content, enabled: true });
  await page.goto(first);
  await page.getByRole("button", { name: "Start again" }).click();
  await expect(page.getByRole("dialog", { name: "Start Triage" }).getByLabel("other")).toBeVisible();
});

test("an execution is paused, given more time and let go on, by keyboard, and shows so anew after a reload", async ({
  running: box,
  page,
}) => {
  const bot = await makeBot(box, { access: "full", timeoutMinutes: 30 });
  const values = { task: "[[say Begun]] [[bash echo one]] [[delay 3000]] [[bash echo two]] [[hang]]" };
  const start = { key: "control", values };
  const { id }: { id: string } = await send(box, "POST", `/api/bots/${bot.id}/executions`, start);
  await box.signIn(page);
  await page.goto(`${box.server.url}/executions/${id}`);
  const state = (word: string) => page.getByRole("status").filter({ hasText: word });
  await expect(state("Running")).toBeVisible(soon);
  await expect(page.getByText(/^(?:30|29) min left$/)).toBeVisible();

  await page.keyboard.press("p");
  await expect(page.getByRole("button", { name: /^Pausing…|^Continue/ })).toBeVisible();
  await expect(state("Paused")).toBeVisible(soon);
  await expect(page.getByText(/ min left, once it goes on$/)).toBeVisible();
  await isSound(page);
  await page.reload();
  await expect(state("Paused")).toBeVisible();

  await page.keyboard.press("+");
  await expect(page.getByText(/^4[45] min left, once it goes on$/)).toBeVisible();
  await page.getByRole("button", { name: "More time…" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Give it more time" });
  await dialog.getByLabel("Minutes").fill("0");
  await page.keyboard.press("Enter");
  await expect(dialog.getByLabel("Minutes")).toHaveAttribute("aria-invalid", "true");
  await isSound(page);
  await dialog.getByLabel("Minutes").fill("60");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/^1 h 4[45] min left, once it goes on$/)).toBeVisible();

  await page.getByRole("button", { name: "Continue" }).press("Enter");
  await expect(state("Running")).toBeVisible(soon);
  await expect(page.getByRole("button", { name: "Pause" })).toBeFocused();
  await page.reload();
  await expect(page.getByText(/^1 h 4[345] min left$/)).toBeVisible();
  await expect(page.getByRole("log")).toContainText("echo two", soon);
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel it" }).click();
  await expect(page.getByRole("button", { name: "Pause" })).toBeHidden();
  await expect(state("Cancelled")).toBeVisible(soon);
});

test("a bot that somebody else changed is not written over unasked, and one that is off can't be started", async ({
  running: box,
  page,
}) => {
  const bot = await makeBot(box, { prompt: "Look around", variables: [] });
  await box.signIn(page);
  await page.goto(`${box.server.url}/bots/${bot.id}/edit`);
  await page.getByLabel("Name").fill("Mine");
  const theirs = { ...bot.content, name: "Theirs" };
  await send(box, "PUT", `/api/bots/${bot.id}`, { version: 1, content: theirs, enabled: true });
  await page.getByLabel("Works in").selectOption({ label: "The project's folder" });
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByLabel("Project", { exact: true })).toHaveAccessibleDescription(/must be a project/);
  await page.getByLabel("Works in").selectOption({ label: "An empty folder" });
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("Somebody changed this bot meanwhile");
  await isSound(page);
  await page.getByRole("button", { name: "Take theirs" }).click();
  await expect(page.getByLabel("Name")).toHaveValue("Theirs");
  await page.getByLabel("Name").fill("Ours");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Ours", level: 1 })).toBeVisible();

  // Whoever may start it may switch it off; the page knows that a moment later.
  await expect(page.getByRole("button", { name: "Start" })).toBeVisible();
  await page.getByRole("switch", { name: "Ours is on" }).press("Space");
  await expect(page.getByRole("button", { name: "Start" })).toBeHidden();
  await expect(page.getByRole("switch", { name: "Ours is on" })).not.toBeChecked();
});

test("a long log opens at its end, and earlier lines come where they are asked for", async ({
  running: box,
  page,
}) => {
  const bot = await makeBot(box, { access: "full" });
  const steps = Array.from({ length: 75 }, (_, number) => `[[say Step ${number}.]] [[bash echo ${number}]]`);
  const values = { task: `${steps.join(" ")} [[text The end]]` };
  const body = { key: "long", values };
  const { id }: { id: string } = await send(box, "POST", `/api/bots/${bot.id}/executions`, body);
  await box.signIn(page);
  await page.goto(`${box.server.url}/executions/${id}`);
  await expect(page.getByRole("status").filter({ hasText: "Succeeded" })).toBeVisible(soon);
  await page.reload();
  const log = page.getByRole("log");
  await expect(log.getByText("Ended well")).toBeVisible();
  const belowPx = () => log.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
  await expect.poll(belowPx).toBeLessThan(2);
  await expect(log.getByText("Step 0.")).toBeHidden();
  await log.focus();
  await page.keyboard.press("Home");
  await expect(page.getByRole("button", { name: "To the newest" })).toBeVisible();
  await log.getByRole("button", { name: "Show earlier lines" }).click();
  await expect(log.getByRole("button", { name: "Show earlier lines" })).toBeHidden();
  await expect(log).toBeFocused();
  // Rows that are measured on the way may stop it.
  await expect(async () => {
    await page.keyboard.press("Home");
    await expect(log.getByText("Step 0.")).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.getByRole("button", { name: "To the newest" }).click();
  await expect(log.getByText("Ended well")).toBeVisible();
  await expect.poll(belowPx).toBeLessThan(2);
});

test("on a phone in the dark every page of bots fits, and is sound", async ({ running: box, page }) => {
  const bot = await makeBot(box, { name: "A bot with a name that is rather long for a small phone" });
  const started: { id: string } = await send(box, "POST", `/api/bots/${bot.id}/executions`, {
    ...{
      key: "k",
      values: {
        task: "[[say Begun]] [[bash echo a-word-that-is-very-long-and-has-no-spaces]] [[text Done]]",
      },
    },
  });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.emulateMedia({ colorScheme: "dark" });
  await box.signIn(page);
  const paths = ["/bots", "/bots/new", `/bots/${bot.id}`, `/bots/${bot.id}/edit`, "/executions"];
  for (const path of [...paths, `/executions/${started.id}`, `/executions/${started.id}?log=lines`]) {
    await page.goto(`${box.server.url}${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    expect
      .soft(await page.evaluate(() => document.documentElement.scrollWidth), path)
      .toBeLessThanOrEqual(360);
    await isSound(page);
  }
  await expect(page.getByRole("status").filter({ hasText: "Succeeded" })).toBeVisible(soon);
  await page.getByRole("navigation", { name: "Tabs" }).getByRole("link", { name: "Executions" }).click();
  await expect(page.getByRole("heading", { name: "Executions", level: 1 })).toBeVisible();
  await page.goto(`${box.server.url}/executions/half-a-link`);
  await expect(page.getByText("No execution is at this address")).toBeVisible();
  await page.goto(`${box.server.url}/bots/half-a-link`);
  await expect(page.getByText("No bot is at this address")).toBeVisible();
});

test("fallbacks are written by keyboard, what would run is told beforehand, and each attempt afterwards", async ({
  running: box,
  page,
}) => {
  await box.signIn(page);
  const bot = await makeBot(box, { name: "Falls back", retries: 0 });
  await page.goto(`${box.server.url}/bots/${bot.id}/edit`);
  await page.getByRole("button", { name: "Add a fallback" }).press("Enter");
  const fallback = page.getByRole("group", { name: "Fallback 1" });
  await expect(fallback.getByLabel("CLI")).toHaveValue("codex");
  await fallback.getByLabel("Model").fill("gpt 5");
  await page.getByRole("button", { name: "Save" }).press("Enter");
  await expect(fallback.getByLabel("Model")).toHaveAccessibleDescription("must be a model's name");
  await fallback.getByLabel("Model").fill("gpt-5.5");
  await isSound(page);
  await page.getByRole("button", { name: "Save" }).press("Enter");
  await page.getByRole("button", { name: "Start" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Start Falls back" });
  await dialog.getByLabel("task").fill("[[http 401 message=nobody]] [[text x]]");
  await dialog.getByRole("button", { name: "Dry run" }).press("Enter");
  await expect(dialog).toContainText("claude -p --output-format stream-json");
  await expect(dialog).toContainText('There is no "codex" where the server looks for programs');
  await expect(dialog).toContainText("Nothing is known yet");
  await isSound(page);
  await dialog.getByRole("button", { name: "Start" }).press("Enter");
  const attempts = page.getByRole("region", { name: "Attempts" }).getByRole("listitem");
  await expect(attempts).toHaveCount(2, soon);
  await expect(attempts.first()).toContainText(/claude.*Failed.*Machine/s);
  await expect(attempts.last()).toContainText(/codex, gpt-5\.5.*There is no "codex"/s);
  await expect(page.getByText("Failed", { exact: true }).first()).toBeVisible();
  await page.setViewportSize({ width: 360, height: 800 });
  await isSound(page);
});

test("what it may do beside its access is written by keyboard, and stands in the command that would run", async ({
  running: box,
  page,
}) => {
  await box.signIn(page);
  const bot = await makeBot(box, { name: "Tests" });
  await page.goto(`${box.server.url}/bots/${bot.id}/edit`);
  const tools = page.getByLabel("Tools that it may use beside");
  await tools.fill("Bash(npm test:*)\n--dangerous");
  await page.getByLabel("Folders that it may work in beside").fill("/srv/shared\n");
  await page.getByLabel("May use the network").press("Space");
  await page.getByRole("button", { name: "Save" }).press("Enter");
  await expect(tools).toHaveAccessibleDescription(/^must be a tool, as its CLI writes it/);
  await tools.fill("Bash(npm test:*)\n");
  await isSound(page);
  await page.getByRole("button", { name: "Save" }).press("Enter");
  await page.getByRole("button", { name: "Start" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Start Tests" });
  await dialog.getByLabel("task").fill("anything");
  await dialog.getByRole("button", { name: "Dry run" }).press("Enter");
  await expect(dialog).toContainText("WebFetch WebSearch --add-dir /srv/shared");
  await page.goto(`${box.server.url}/bots/${bot.id}/edit`);
  await expect(tools).toHaveValue("Bash(npm test:*)");
  await expect(page.getByLabel("May use the network")).toBeChecked();
});
