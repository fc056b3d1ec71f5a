import { readFile } from "node:fs/promises";
import { isSound } from "./accessibility.ts";
import { expect, openBox, test } from "./box.ts";

test("an export is started, followed to its end, and downloaded with every event", async ({ page }) => {
  const box = await openBox();
  try {
    await box.signIn(page);
    const session = box.session();
    await box.hear(session.prompted("p1", "Something to export"));
    await page.goto(`${box.server.url}/operations/jobs`);
    await page.getByRole("button", { name: "Export now" }).click();
    await page.getByRole("link", { name: /^(Follow|See) it$/ }).click();
    const one = page.getByRole("region", { name: "One job" });
    await expect(one.getByText("Completed")).toBeVisible({ timeout: 20_000 });
    await one.getByRole("link", { name: "Close the job" }).click();
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: /^Download/ }).click({ timeout: 20_000 });
    const file = await (await downloading).path();
    const events = (await readFile(file, "utf8")).trimEnd().split("\n");
    expect(events.map((line) => JSON.parse(line).type)).toContain("command.opened");

    await page.getByLabel("Find a job").fill("no such job");
    await expect(page.getByText("No job matches")).toBeVisible();
  } finally {
    await box.server.stop();
  }
});

test("what runs by the clock is run by a person, and its job is listed", async ({ box, signedIn: page }) => {
  await page.goto(`${box.server.url}/operations/jobs`);
  await page.getByRole("button", { name: "Run now hooks.check" }).click();
  const jobs = page.getByRole("region", { name: "Jobs", exact: true });
  await expect(jobs.getByRole("link", { name: /Completed hooks\.check/ }).first()).toBeVisible({
    timeout: 20_000,
  });
});

test("beside the button it says what became of the backup", async ({ signedIn: page, box }) => {
  await page.goto(`${box.server.url}/operations/jobs`);
  await page.getByRole("button", { name: "Back up now" }).click();
  await expect(page.getByText("It is done. See it")).toBeVisible({ timeout: 60_000 });
  await page.getByRole("link", { name: "See it" }).click();
  await expect(page.getByRole("region", { name: "One job" }).getByText("Completed")).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing on the jobs page in the ${colorScheme} theme, and it fits a phone`, async ({
    box,
    browser,
  }) => {
    test.slow();
    const context = await browser.newContext({ colorScheme, reducedMotion: "reduce" });
    const page = await context.newPage();
    await box.signIn(page);
    await page.goto(`${box.server.url}/operations/jobs`);
    await page.getByRole("button", { name: "Back up now" }).click();
    await page.getByRole("link", { name: /^(Follow|See) it$/ }).click();
    await expect(page.getByRole("region", { name: "One job" }).getByText("Completed")).toBeVisible({
      timeout: 60_000,
    });
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await isSound(page);
    }
    await page.getByRole("link", { name: "Close the job" }).click();
    await page.setViewportSize({ width: 360, height: 900 });
    await expect(page.getByRole("heading", { name: "Retention" })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await isSound(page);
    await context.close();
  });
}
