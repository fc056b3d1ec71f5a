import { expect, test } from "./box.ts";

test("a sign-in link opens the box once, and leaves no secret in the address", async ({ box, browser }) => {
  const link = await box.signInLink();
  const page = await (await browser.newContext()).newPage();
  await page.addInitScript(() => localStorage.setItem("signalbox.welcome-skipped", "yes"));
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "Now", level: 1 })).toBeVisible();
  expect(page.url()).not.toContain("#");

  await page.goto(link);
  await expect(page.getByRole("heading", { name: "You are signed in already" })).toBeVisible();
  await page.getByRole("link", { name: "Go to Now" }).click();
  await expect(page.getByRole("heading", { name: "Now", level: 1 })).toBeVisible();

  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(link);
  await expect(stranger.getByRole("alert")).toBeVisible();
  await expect(stranger.locator("pre")).toHaveText("$ bin/signalbox login");
});

test("a sign-in link that was cut short says so in words", async ({ box, page }) => {
  await page.goto(`${box.server.url}/sign-in#sbx_link`);
  await expect(page.getByRole("alert")).toContainText("It is not whole");
});

test("a used link does not pass for a sign-in that the server ended", async ({ box, page }) => {
  const link = await box.signInLink();
  await page.goto(link);
  await expect(page).not.toHaveURL(/sign-in/);
  await page.evaluate(() => localStorage.setItem("signalbox.sign-in", "no-longer-known"));
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This link does not sign you in" })).toBeVisible();
});

test("a browser that is not signed in is led to the sign-in page", async ({ box, page }) => {
  await page.goto(`${box.server.url}/agents`);
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("signing out takes effect at once", async ({ signedIn: page }) => {
  await page.getByRole("link", { name: "Settings" }).first().click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("a sign-in that the server ended leads back to the sign-in page", async ({ box, page }) => {
  await box.signIn(page);
  await page.evaluate(() => localStorage.setItem("signalbox.sign-in", "no-longer-known"));
  await page.reload();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});
