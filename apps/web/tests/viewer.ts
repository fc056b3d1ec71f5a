import type { Browser } from "@playwright/test";
import { type Box, expect, type Page } from "./box.ts";

/** The link with which somebody who may only look chooses a password. */
const linkOfViewer = async (box: Box, admin: Page): Promise<string> => {
  await box.signIn(admin);
  await admin.goto(`${box.server.url}/settings/people`);
  await admin.getByRole("button", { name: "New person" }).click();
  await admin.getByLabel("Login").fill("ada");
  await admin.getByRole("radio", { name: "Viewer" }).click();
  await admin.getByRole("button", { name: "Make account" }).click();
  return (await admin.locator(".new-key pre").textContent()) ?? "";
};

/** A browser of its own in which somebody is signed in who may only look. */
export const viewerOf = async (box: Box, admin: Page, browser: Browser): Promise<Page> => {
  const page = await (await browser.newContext()).newPage();
  await page.addInitScript(() => localStorage.setItem("signalbox.welcome-skipped", "yes"));
  await page.goto(await linkOfViewer(box, admin));
  await page.getByLabel("New password").fill("a row of four words");
  await page.getByRole("button", { name: "Set it and sign in" }).click();
  await expect(page.getByRole("heading", { name: "Now", level: 1 })).toBeVisible();
  return page;
};
