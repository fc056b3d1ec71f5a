import type { Browser } from "@playwright/test";
import { type Box, test as base, expect, openBox, type Page } from "./box.ts";

const password = "a row of four words";

/** These change who there is, so they have a box of their own. */
const test = base.extend<object, { people: Box }>({
  people: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
    async ({}, use) => {
      const box = await openBox();
      await use(box);
      await box.server.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
});

const settings = async (page: Page, name: string) => {
  await page.getByRole("link", { name: "Settings" }).first().click();
  await page.getByRole("link", { name, exact: true }).click();
};

const stranger = async (browser: Browser) => {
  const page = await (await browser.newContext()).newPage();
  await page.addInitScript(() => localStorage.setItem("signalbox.welcome-skipped", "yes"));
  return page;
};

/** Makes an account by the page, and answers the link that it shows once. */
const makePerson = async (page: Page, login: string, role: string): Promise<string> => {
  await settings(page, "People");
  await page.getByRole("button", { name: "New person" }).click();
  await page.getByLabel("Login").fill(login);
  await page.getByRole("radio", { name: role }).click();
  await page.getByRole("button", { name: "Make account" }).click();
  const link = (await page.locator(".new-key pre").textContent()) ?? "";
  await page.getByRole("button", { name: "I have kept it" }).click();
  return link;
};

const choosePassword = async (page: Page, link: string) => {
  await page.goto(link);
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Set it and sign in" }).click();
  await expect(page.getByRole("heading", { name: "Now", level: 1 })).toBeVisible();
};

test("a person is given a link, chooses a password, and signs in by it from then on", async ({
  people,
  page,
  browser,
}) => {
  await people.signIn(page);
  const theirs = await stranger(browser);
  await choosePassword(theirs, await makePerson(page, "ada", "Operator"));
  expect(theirs.url()).not.toContain("#");
  await expect(page.getByRole("listitem").filter({ hasText: "ada" })).toContainText("has a password");

  const elsewhere = await stranger(browser);
  await elsewhere.goto(`${people.server.url}/sign-in`);
  await elsewhere.getByLabel("Login").fill("ada");
  await elsewhere.getByLabel("Password").fill("not this one, sorry");
  await elsewhere.getByRole("button", { name: "Sign in" }).click();
  await expect(elsewhere.getByRole("alert")).toContainText("don't belong together");
  await elsewhere.getByLabel("Password").fill(password);
  await elsewhere.getByRole("button", { name: "Sign in" }).click();
  await expect(elsewhere.getByRole("heading", { name: "Now", level: 1 })).toBeVisible();

  await settings(elsewhere, "My account");
  await expect(elsewhere.getByRole("link", { name: "People" })).toHaveCount(0);
  const signIns = elsewhere.getByRole("list", { name: "Sign-ins" }).getByRole("listitem");
  await expect(signIns).toHaveCount(2);
  await elsewhere.getByRole("button", { name: "Sign out everywhere else" }).click();
  await elsewhere.getByRole("button", { name: "Sign out elsewhere" }).click();
  await expect(signIns).toHaveCount(1);
  await expect(theirs.getByRole("heading", { name: "Sign in" })).toBeVisible({ timeout: 30_000 });
});

test("a disabled person is out, and the audit tells who did it", async ({ people, page, browser }) => {
  await people.signIn(page);
  const theirs = await stranger(browser);
  await choosePassword(theirs, await makePerson(page, "bea", "Viewer"));
  await page.getByRole("button", { name: "Disable bea" }).click();
  await page.getByRole("button", { name: "Disable the account" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "bea" })).toContainText("disabled");
  await theirs.reload();
  await expect(theirs.getByRole("heading", { name: "Sign in" })).toBeVisible();

  await page.getByRole("link", { name: "Audit", exact: true }).click();
  const disabled = page.getByRole("listitem").filter({ hasText: "User disabled" });
  await expect(disabled).toContainText("Operator");
  await expect(disabled).toContainText("login bea");
  await page.getByRole("combobox", { name: "Action" }).click();
  await page.getByRole("option", { name: "API keys" }).click();
  await expect(disabled).toHaveCount(0);
  await expect(page).toHaveURL(/family=api_key/);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV", exact: true }).click();
  expect((await download).suggestedFilename()).toMatch(/^audit-\d{4}-\d\d-\d\d\.csv$/);
});

test("whoever has the machine chooses a password too", async ({ people, page }) => {
  await people.signIn(page);
  await settings(page, "My account");
  await page.getByLabel("New password").fill("short");
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByRole("alert")).toContainText("at least 12");
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByRole("status").filter({ hasText: "is set" })).toBeVisible();
  await expect(page.getByLabel("Password as it is now")).toBeVisible();
});
