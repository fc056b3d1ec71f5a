import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { sourceStyles } from "@signalbox/contract/deliveries";
import { claudeHome } from "@signalbox/testkit/claude";
import { findClaude, isMissing } from "@signalbox/testkit/machine";
import { isSound } from "./accessibility.ts";
import { makeBot, send } from "./bots-box.ts";
import { type Box, test as base, expect, openBox, type Page } from "./box.ts";
import { openLaunchingBox } from "./launching-box.ts";
import { deliver, makeSource, makeTrigger } from "./triggers-box.ts";
import { viewerOf } from "./viewer.ts";

const test = base.extend<{ running: Box; own: Box }>({
  /** A server that runs bots with a real `claude`. */
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  running: async ({}, use) => {
    const { box, stop } = await openLaunchingBox(claudeHome, findClaude());
    await use(box);
    await stop();
  },
  /** For a test that changes who there is. */
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  own: async ({}, use) => {
    const box = await openBox();
    await use(box);
    await box.server.stop();
  },
});

test.slow();

const soon = { timeout: 60_000 };

const textOf = (page: Page, label: string): Promise<string> =>
  page.getByRole("dialog").locator(`p:text-is("${label}") + div code`).innerText();

test("a source and a trigger are made by keyboard, and what is delivered starts the bot before one's eyes", async ({
  running: box,
  page,
}) => {
  test.skip(isMissing(findClaude()), "it takes a claude");
  const bot = await makeBot(box, { prompt: "Do {{ task }}" });
  await box.signIn(page);
  await page.goto(`${box.server.url}/bots/${bot.id}`);
  await expect(page.getByText("Nothing starts it by itself")).toBeVisible();
  await isSound(page);
  await page.getByRole("link", { name: "New trigger" }).press("Enter");
  await expect(page.getByRole("heading", { name: "New trigger of Triage", level: 1 })).toBeVisible();
  await isSound(page);

  await page.getByRole("button", { name: "New source" }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("The shop");
  await isSound(page);
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("heading", { name: "The shop is ready" })).toBeVisible();
  const [url, secret] = [await textOf(page, "Address"), await textOf(page, "Secret")];
  await isSound(page);
  await page.keyboard.press("Escape");
  await dialog.getByRole("button", { name: "I have kept it" }).press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel("Source")).toContainText("The shop");
  await expect(page.getByLabel("Source")).not.toHaveValue("");

  const make = page.getByRole("button", { name: "Make it" });
  await make.press("Enter");
  const task = page.getByRole("textbox", { name: "task" });
  await expect(task).toHaveAccessibleDescription(/asks for "task", which this trigger does not give/);
  await expect(task).toBeFocused();
  await page.keyboard.type("body.[");
  await page.keyboard.press("Enter");
  await expect(task).toHaveAccessibleDescription(/^Syntax error/);
  await task.fill("body.note");
  await page.getByLabel("Filter").fill("body.total > `10`");
  await page.keyboard.press("Enter");
  await expect(
    page.getByRole("link", { name: "On what The shop delivers, if its filter says yes" }),
  ).toBeVisible();
  await isSound(page);

  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Deliveries" }).click();
  await expect(page.getByText("Nothing came yet")).toBeVisible();
  await isSound(page);
  expect(await deliver({ url, secret }, { total: 11, note: "[[text Done]]" })).toBe(202);
  const row = page.getByRole("row", { name: /Handled.*order.*The shop/ });
  await expect(row).toBeVisible();
  expect(await deliver({ url, secret }, { total: 1, note: "Nothing" })).toBe(202);
  await expect(row).toHaveCount(2);
  await row.nth(0).getByRole("link").click();
  const made = page.getByRole("list", { name: "What triggers made of it" });
  await expect(made).toContainText("Its filter says no");
  await page.goBack();
  await row.nth(1).getByRole("link").click();
  await expect(made).toContainText(/Started.*Triage/);
  await expect(page.getByRole("region", { name: "What came" })).toContainText('"total": 11');
  await isSound(page);
  await made.getByRole("link", { name: "Execution" }).press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "Succeeded" })).toBeVisible(soon);
});

test("what is not proved is shown as refused, and what came is looked for, replayed and tried", async ({
  box,
  signedIn: page,
}) => {
  const bot = await makeBot(box, { name: "Listens" });
  const source = await makeSource(box, { name: "Replayed" });
  const id = { "x-delivery-id": "order-7" };
  expect(await deliver(source, { note: "needle-in-hay", total: 7 }, id)).toBe(202);
  expect(await deliver(source, { note: "needle-in-hay", total: 7 }, id)).toBe(202);
  await page.goto(`${box.server.url}/deliveries?sourceId=${source.id}`);
  await expect(page.getByRole("row", { name: /Handled/ })).toBeVisible();
  expect(await deliver({ ...source, secret: "another-secret-entirely" }, { note: "x" })).toBe(401);
  await expect(page.getByRole("row", { name: /Refused.*does not prove where it is from/ })).toBeVisible();
  await page.getByRole("combobox", { name: "State" }).click();
  await page.getByRole("option", { name: "Refused" }).click();
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByRole("row").nth(1).getByRole("link").click();
  await expect(page.getByText("Nothing was made of it, and its body was not kept.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Replay" })).toBeHidden();
  await isSound(page);
  await page.reload();
  await expect(page.getByText("its body was not kept")).toBeVisible();

  await page.goto(`${box.server.url}/deliveries?sourceId=${source.id}`);
  await page.getByRole("searchbox", { name: "Search what came" }).fill("needle");
  await expect(page).toHaveURL(/text=needle/);
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.reload();
  await expect(page.getByRole("searchbox")).toHaveValue("needle");
  await page.getByRole("row").nth(1).getByRole("link").click();
  await expect(page.getByRole("region", { name: "How it came" })).toContainText(/order-7.*Came again1 time/);
  await expect(page.getByText("No trigger looked at what Replayed delivers")).toBeVisible();

  const { id: triggerId } = await makeTrigger(box, bot.id, {
    ...{ kind: "webhook", sourceId: source.id, filter: "body.total > `10`", values: { task: "body.note" } },
  });
  const first = page.url();
  await page.getByRole("button", { name: "Replay" }).press("Enter");
  await expect(page).not.toHaveURL(first);
  await expect(page.getByText("Its filter says no")).toBeVisible();
  await expect(page.getByRole("link", { name: "an earlier delivery" })).toBeVisible();
  await page.reload();
  await page.getByRole("link", { name: "Listens" }).click();

  await expect(page).toHaveURL(new RegExp(triggerId));
  await expect(page.getByRole("list", { name: "What it did" })).toContainText("Its filter says no");
  await page.getByLabel("Filter").fill("body.total > `5`");
  await page.getByRole("button", { name: "Try it with this one" }).press("Enter");
  const trying = page.getByRole("region", { name: "Try it" });
  await expect(trying).toContainText("It would begin");
  await expect(trying).toContainText("needle-in-hay");
  await isSound(page);
  await page.getByLabel("Filter").fill("body.[");
  await page.getByRole("button", { name: "Try it with this one" }).press("Enter");
  await expect(trying).toContainText("filter: Syntax error");
  await page.getByLabel("Filter").fill("");
  await page.getByRole("button", { name: "Save" }).press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
  await page.getByRole("switch", { name: "This trigger is on" }).press("Space");
  await expect(page.getByRole("switch", { name: "This trigger is on" })).not.toBeChecked();
  await page.reload();
  await expect(page.getByLabel("Filter")).toHaveValue("");
  await expect(page.getByRole("switch", { name: "This trigger is on" })).not.toBeChecked();
});

test("a schedule with a wrong cron line says so, and a right one when it comes next", async ({
  box,
  browser,
}) => {
  const page = await (await browser.newContext({ timezoneId: "America/New_York" })).newPage();
  await box.signIn(page);
  const bot = await makeBot(box, { name: "Nightly" });
  await page.goto(`${box.server.url}/bots/${bot.id}/triggers/new`);
  await page.getByRole("radio", { name: "Schedule" }).click();
  await expect(page.getByLabel("Time zone")).toHaveValue("America/New_York");
  await page.getByLabel("Time zone").fill("Europe/Berlin");
  const cron = page.getByRole("textbox", { name: "Cron line" });
  await cron.fill("61 * * * *");
  await page.getByRole("textbox", { name: "task" }).fill("Look around");
  await page.getByRole("button", { name: "Make it" }).press("Enter");
  await expect(cron).toHaveAccessibleDescription(/61/);
  await expect(cron).toBeFocused();
  await isSound(page);
  await page.getByLabel("How often").selectOption({ label: "On weekdays at 7:00" });
  await page.getByRole("button", { name: "Make it" }).press("Enter");
  const row = page.getByRole("listitem").filter({ hasText: "On weekdays at 7:00, Europe/Berlin" });
  await expect(row).toContainText(/next \d+ \w+ 0[01]:00 here, \d+ \w+ 07:00 in Europe\/Berlin/);
  await expect(row).toContainText("Nothing came yet");
  await row.getByRole("link").click();
  await page.getByRole("button", { name: "Remove" }).press("Enter");
  await isSound(page);
  await page.getByRole("button", { name: "Remove it" }).press("Enter");
  await expect(page.getByText("Nothing starts it by itself")).toBeVisible();
  await page.context().close();
});

test("triggers on GitHub and on events are made on the page, and say what they begin on", async ({
  box,
  signedIn: page,
}) => {
  const bot = await makeBot(box, {
    name: "Told by GitHub",
    variables: [{ name: "branch" }],
    prompt: "{{ branch }}",
  });
  const source = await makeSource(box, { name: "acme at GitHub", style: "github" });
  const address = `${box.server.url}/bots/${bot.id}`;
  await page.goto(`${address}/triggers/new`);
  await page.getByRole("radio", { name: "GitHub" }).click();
  await page.getByLabel("Source").selectOption({ label: "acme at GitHub" });
  await page.getByLabel("Repository").fill("acme");
  await page.getByRole("checkbox", { name: "pull requests" }).uncheck();
  await page.getByRole("checkbox", { name: "pushes" }).check();
  await page.getByLabel("Branches").fill("main\nrelease/*");
  await expect(page.getByLabel("branch", { exact: true })).toHaveAccessibleDescription(/it comes by itself/);
  await page.getByRole("button", { name: "Make it" }).press("Enter");
  await expect(page.getByLabel("Repository")).toHaveAccessibleDescription("must be owner/name");
  await page.getByLabel("Repository").fill("acme/shop");
  await page.keyboard.press("Enter");
  const row = page.getByRole("listitem").filter({ hasText: "On pushes in acme/shop, on main or release/*" });
  await expect(row).toContainText("Nothing came yet");
  const push = (branch: string) => {
    const told = { ref: `refs/heads/${branch}`, after: "0".repeat(40), sender: { login: "ada" } };
    return deliver(source, { ...told, repository: { full_name: "acme/shop" } }, { "x-github-event": "push" });
  };
  expect(await push("other")).toBe(202);
  await expect(row).toContainText("The branch other is none of its branches");
  expect(await push("main")).toBe(202);
  await expect(row.getByRole("listitem").first()).toContainText(/Started.*acme\/shop push pushed/);
  await isSound(page);

  await page.goto(`${address}/triggers/new`);
  await page.getByRole("radio", { name: "Event" }).click();
  await page.getByLabel("branch", { exact: true }).fill("data.state");
  await page.getByRole("button", { name: "Make it" }).press("Enter");
  await expect(page.getByLabel("Event", { exact: true }).last()).toHaveAttribute("aria-invalid", "true");
  await page.locator("select").selectOption("bot.updated");
  await page.locator("select").selectOption("project.*");
  await page.getByRole("button", { name: "Remove bot.updated" }).click();
  await page.getByRole("button", { name: "Make it" }).press("Enter");
  await expect(page.getByRole("link", { name: "On project.*" })).toBeVisible();
});

test("the commands that are shown for a source deliver to it, however it is proved", async ({
  box,
  signedIn: page,
}) => {
  for (const style of sourceStyles) {
    const name = `Told by ${style}`;
    const { secret } = await makeSource(box, { name, style });
    await page.goto(`${box.server.url}/bots/sources`);
    const row = page.getByRole("listitem", { name, exact: true });
    await row.getByText("How it is set up").press("Enter");
    await row.getByText("Deliver something with curl").press("Enter");
    const commands = (await row.locator("pre").innerText()).replace("the-secret", secret);
    const { stdout } = await promisify(execFile)("sh", ["-c", commands]);
    expect.soft(JSON.parse(stdout), style).toMatchObject({ duplicate: false });
  }
});

test("who may only look sees what a trigger says and did, and can change nothing", async ({
  own: box,
  page: admin,
  browser,
}) => {
  const bot = await makeBot(box, { name: "Looked at" });
  const source = await makeSource(box, { name: "Looked at" });
  const { id } = await makeTrigger(box, bot.id, {
    ...{ kind: "webhook", sourceId: source.id, filter: "body.total > `10`", values: { task: "body.note" } },
  });
  expect(await deliver(source, { note: "x", total: 1 })).toBe(202);
  const page = await viewerOf(box, admin, browser);
  await page.goto(`${box.server.url}/bots/${bot.id}/triggers/${id}`);
  await expect(page.getByRole("region", { name: "As it is written" })).toContainText("body.note");
  await expect(page.getByRole("list", { name: "What it did" })).toContainText("Its filter says no");
  await expect(page.getByRole("switch")).toBeDisabled();
  await isSound(page);
  for (const path of [`/bots/${bot.id}`, "/bots/sources"]) {
    await page.goto(`${box.server.url}${path}`);
    await expect(page.getByRole("listitem").filter({ hasText: "Looked at" }).first()).toBeVisible();
    await expect(page.getByRole("button", { name: /Remove|New secret|New source/ })).toHaveCount(0);
    await expect(page.getByRole("link", { name: "New trigger" })).toHaveCount(0);
  }
  await page.context().close();
});

test("a source is changed, given another secret, and stays while a trigger needs it", async ({
  box,
  signedIn: page,
}) => {
  const bot = await makeBot(box, { name: "Needs it" });
  const source = await makeSource(box, { name: "Needed", style: "github" });
  const { id: triggerId } = await makeTrigger(box, bot.id, {
    ...{ kind: "github", sourceId: source.id, repository: "acme/shop", events: ["push"] },
    values: { task: "ref" },
  });
  await page.goto(`${box.server.url}/bots/sources`);
  const row = page.getByRole("listitem", { name: "Needed" });
  await expect(row.getByRole("link", { name: "Needs it" })).toBeVisible();
  await row.getByText("How it is set up").click();
  await expect(row).toContainText("Add webhook");
  await row.getByRole("button", { name: "New secret for Needed" }).press("Enter");
  await page.getByRole("button", { name: "Make a new one" }).press("Enter");
  await expect(row.getByRole("status")).toContainText("The secret is shown only now");
  await isSound(page);
  await row.getByRole("button", { name: "I have kept it" }).press("Enter");
  await row.getByRole("button", { name: "Edit Needed" }).press("Enter");
  await page.getByRole("dialog").getByLabel("In a minute, at most").fill("0");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByLabel("In a minute, at most")).toHaveAttribute(
    "aria-invalid",
    "true",
  );
  await page.keyboard.press("Escape");
  await row.getByRole("button", { name: "Remove Needed" }).press("Enter");
  await expect(page.getByRole("alertdialog")).toContainText("A trigger needs it");
  await page.getByRole("button", { name: "Remove it" }).press("Enter");
  await expect(row.getByRole("alert")).toContainText("is needed by a trigger");
  await page.reload();
  const removed = await box.server.fetch(`/api/triggers/${triggerId}`, { method: "DELETE" });
  expect(removed.status).toBe(204);
  await expect(row).toContainText("no trigger looks at it");
  await row.getByRole("button", { name: "Remove Needed" }).press("Enter");
  await page.getByRole("button", { name: "Remove it" }).press("Enter");
  await expect(row).toBeHidden();
});

test("on a phone in the dark the pages of triggers fit, are sound, and are found from the bots", async ({
  box,
  signedIn: page,
}) => {
  const bot = await makeBot(box, { name: "A bot with a name that is rather long for a small phone" });
  const source = await makeSource(box, { name: "A source with a name that is rather long for a phone" });
  const { id } = await makeTrigger(box, bot.id, {
    ...{ kind: "webhook", sourceId: source.id, values: { task: "body.note" }, filter: "body.never" },
  });
  expect(
    await deliver(
      source,
      { note: "a-very-long-word-".repeat(30) },
      { "x-event": "an.event.that.is.very.long.indeed" },
    ),
  ).toBe(202);
  await send(box, "POST", "/api/sources", { name: "Standard", style: "standard" });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(`${box.server.url}/bots`);
  await page.getByRole("link", { name: "Deliveries", exact: true }).click();
  await page.getByRole("link", { name: /^an\.event/ }).click();
  await expect(page.getByRole("list", { name: "What triggers made of it" })).toContainText(
    "Its filter says no",
  );
  const paths = [`/bots/${bot.id}`, `/bots/${bot.id}/triggers/new`, `/bots/${bot.id}/triggers/${id}`];
  for (const path of [new URL(page.url()).pathname, ...paths, "/bots/sources", "/deliveries"]) {
    await page.goto(`${box.server.url}${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    expect
      .soft(await page.evaluate(() => document.documentElement.scrollWidth), path)
      .toBeLessThanOrEqual(360);
    await isSound(page);
  }
  for (const kind of ["GitHub", "Schedule", "Event", "Address", "Files"]) {
    await page.goto(`${box.server.url}/bots/${bot.id}/triggers/new`);
    await page.getByRole("radio", { name: kind }).click();
    expect
      .soft(await page.evaluate(() => document.documentElement.scrollWidth), kind)
      .toBeLessThanOrEqual(360);
    await isSound(page);
  }
  await page.goto(`${box.server.url}/deliveries/half-a-link`);
  await expect(page.getByText("No delivery is at this address")).toBeVisible();
  await page.goto(`${box.server.url}/bots/${bot.id}/triggers/half-a-link`);
  await expect(page.getByText("The bot has no such trigger")).toBeVisible();
});
