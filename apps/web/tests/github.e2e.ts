import { type FakeGitHub, startFakeGitHub } from "@signalbox/testkit/fake-github/fake-github";
import { isSound } from "./accessibility.ts";
import { makeBot, send } from "./bots-box.ts";
import { type Box, test as base, expect, openBox } from "./box.ts";
import { viewerOf } from "./viewer.ts";

const test = base.extend<{ own: Box; github: FakeGitHub }>({
  /** A server that may reach a GitHub on this machine. */
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  own: async ({}, use) => {
    const box = await openBox({ env: { SIGNALBOX_OUTBOUND_NETWORKS: "127.0.0.0/8" } });
    await use(box);
    await box.server.stop();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  github: async ({}, use) => {
    const github = await startFakeGitHub();
    await use(github);
    await github.stop();
  },
});

test.slow();

test("GitHub is connected by keyboard, and what is wrong is told beside its field", async ({
  own: box,
  github,
  page,
}) => {
  await box.signIn(page);
  await page.goto(`${box.server.url}/settings`);
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "GitHub" }).click();
  await expect(page.getByText("GitHub is not connected")).toBeVisible();
  await expect(page.getByRole("region", { name: "Check" })).toHaveCount(0);
  await isSound(page);

  await page.getByRole("button", { name: "Connect" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Connect GitHub" });
  const [token, address] = [dialog.getByLabel("Token"), dialog.getByLabel("Address of the API")];
  await expect(address).toHaveValue("https://api.github.com");
  await expect(token).toHaveAttribute("type", "password");
  await address.fill(`${github.url}/nothing`);
  await token.fill("wrong-token-that-nobody-knows");
  await isSound(page);
  await page.keyboard.press("Enter");
  await expect(token).toHaveAccessibleDescription(/does not take the token/);
  await expect(token).toBeFocused();
  await token.fill(github.token);
  await page.keyboard.press("Enter");
  await expect(address).toHaveAccessibleDescription(/GitHub knows nothing there/);
  await expect(address).toBeFocused();
  await isSound(page);
  await address.fill("nowhere");
  await page.keyboard.press("Enter");
  await expect(address).toHaveAccessibleDescription(/must be an address/);
  await address.fill(github.url);
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();

  const panel = page.getByRole("region", { name: "GitHub" });
  await expect(panel).toContainText(`Account${github.login}`);
  await expect(panel).toContainText(github.url);
  await expect(panel).toContainText(/Connected\d\d:\d\d/);
  await expect(page.getByRole("button", { name: "Connect anew" })).toBeFocused();
  expect(await page.content()).not.toContain(github.token);
  await isSound(page);
  await page.reload();
  await page.getByRole("button", { name: "Connect anew" }).press("Enter");
  await expect(page.getByLabel("Token")).toHaveValue("");
  await expect(page.getByLabel("Address of the API")).toHaveValue(github.url);
});

test("a check tells what the token may do, and a second press disconnects", async ({
  own: box,
  github,
  page,
}) => {
  github.repository("acme/shop");
  github.repository("acme/books", { permissions: { [github.login]: "read" } });
  await send(box, "PUT", "/api/github", { apiUrl: github.url, token: github.token });
  await box.signIn(page);
  await page.goto(`${box.server.url}/settings/github`);
  const check = page.getByRole("region", { name: "Check" });
  const [repository, found] = [check.getByLabel("In the repository"), check.getByRole("status")];
  await check.getByRole("button", { name: "Check" }).press("Enter");
  await expect(found).toContainText("Scopesrepo, workflow");
  await expect(found).toContainText("ExpiresGitHub tells no time");
  await expect(found).toContainText("4987 of 5000");
  await repository.fill("acme/shop");
  await page.keyboard.press("Enter");
  await expect(found).toContainText("acme/shop: it may read and write; its default branch is main");
  await repository.fill("acme/books");
  await page.keyboard.press("Enter");
  await expect(found).toContainText("acme/books: it may read, not write");
  await isSound(page);
  await repository.fill("acme/nothing");
  await page.keyboard.press("Enter");
  await expect(repository).toHaveAccessibleDescription(/GitHub knows nothing there/);
  await expect(repository).toBeFocused();
  await repository.fill("acme");
  await page.keyboard.press("Enter");
  await expect(repository).toHaveAccessibleDescription(/must be owner\/name/);
  github.withdraw();
  await repository.fill("");
  await page.keyboard.press("Enter");
  await expect(check.getByRole("alert")).toContainText("was withdrawn");
  await isSound(page);

  await page.getByRole("button", { name: "Disconnect" }).press("Enter");
  await expect(page.getByRole("alertdialog")).toContainText(github.login);
  await isSound(page);
  await page.getByRole("button", { name: "Keep it" }).press("Enter");
  await expect(page.getByRole("alertdialog")).toBeHidden();
  await expect(page.getByText(github.url)).toBeVisible();
  await page.getByRole("button", { name: "Disconnect", exact: true }).press("Enter");
  await page.getByRole("button", { name: "Disconnect it" }).press("Enter");
  await expect(page.getByText("GitHub is not connected")).toBeVisible();
  await expect(check).toBeHidden();
  await expect(page.getByRole("button", { name: "Connect" })).toBeFocused();
});

test("what of a bot needs GitHub says so while it is not connected, and leads there", async ({
  own: box,
  github,
  page,
}) => {
  const outcomes = [{ kind: "comment" }];
  const bot = await makeBot(box, { name: "Answers", outcomes });
  await box.signIn(page);
  const address = `${box.server.url}/bots/${bot.id}`;
  const note = page.getByText("GitHub is not connected");
  await page.goto(`${address}/edit`);
  await expect(note).toBeVisible();
  await page.getByRole("group", { name: "Outcome 1" }).getByLabel("What").selectOption("Branch");
  await expect(note).toBeHidden();
  await page.goto(`${address}/triggers/new`);
  await page.getByRole("radio", { name: "GitHub" }).click();
  await expect(note).toBeVisible();
  await isSound(page);
  await page.getByRole("checkbox", { name: "pull requests" }).uncheck();
  await page.getByRole("checkbox", { name: "pushes" }).check();
  await expect(note).toBeHidden();
  await page.goto(address);
  await expect(note).toBeVisible();
  await isSound(page);
  await page.getByRole("link", { name: "GitHub in Settings" }).press("Enter");
  await expect(page).toHaveURL(/\/settings\/github$/);
  await send(box, "PUT", "/api/github", { apiUrl: github.url, token: github.token });
  await page.goto(address);
  await expect(page.getByRole("region", { name: "What it does" })).toContainText("Comment");
  await page.waitForLoadState("networkidle");
  await expect(note).toBeHidden();
});

test("who may only look sees whose the token is, and can change nothing", async ({
  own: box,
  github,
  page: admin,
  browser,
}) => {
  const page = await viewerOf(box, admin, browser);
  await page.goto(`${box.server.url}/settings/github`);
  await expect(page.getByText("An administrator connects it.")).toBeVisible();
  await send(box, "PUT", "/api/github", { apiUrl: github.url, token: github.token });
  await page.reload();
  const panel = page.getByRole("region", { name: "GitHub" });
  await expect(panel).toContainText(github.login);
  await expect(panel).toContainText("Only an administrator changes it.");
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
  await isSound(page);
  await page.context().close();
});

test("a connection that can't be read says so, and is read once it can", async ({ box, signedIn: page }) => {
  await page.route("**/api/github", (route) => route.fulfill({ status: 500, body: "{}" }));
  await page.goto(`${box.server.url}/settings/github`);
  await expect(page.getByRole("alert")).toContainText("The connection could not be read");
  await isSound(page);
  await page.unroute("**/api/github");
  await page.getByRole("button", { name: "Try again" }).press("Enter");
  await expect(page.getByText("GitHub is not connected")).toBeVisible();
});

test("a GitHub App is connected, and a check tells where it is installed and what it lacks", async ({
  own: box,
  github,
  page,
}) => {
  const { appId, privateKey } = github.app();
  const installation = github.install([github.repository("acme/shop")]);
  delete installation.permissions.statuses;
  await box.signIn(page);
  await page.goto(`${box.server.url}/settings/github`);
  await page.getByRole("button", { name: "Connect" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Connect GitHub" });
  await dialog.getByRole("radio", { name: "A GitHub App" }).click();
  await dialog.getByLabel("Address of the API").fill(github.url);
  await dialog.getByLabel("App ID").fill("99");
  await dialog.getByLabel("Private key").fill(privateKey);
  await isSound(page);
  await dialog.getByRole("button", { name: "Connect" }).press("Enter");
  await expect(dialog.getByLabel("App ID")).toHaveAccessibleDescription(/GitHub knows nothing there/);
  await dialog.getByLabel("App ID").fill(appId);
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  const panel = page.getByRole("region", { name: "GitHub" });
  await expect(panel).toContainText("Accountsignalbox-app[bot]");
  await expect(panel).toContainText(`GitHub App${appId}`);
  expect(await page.content()).not.toContain(privateKey.slice(40, 80));
  const check = page.getByRole("region", { name: "Check" });
  await check.getByLabel("In the repository").fill("acme/shop");
  await page.keyboard.press("Enter");
  await expect(check).toContainText("acme, some repositories: it lacks statuses: write");
  await expect(check).toContainText("acme/shop: it may read and write");
  await isSound(page);
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});
