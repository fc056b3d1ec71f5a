import { readFile, writeFile } from "node:fs/promises";
import { isSound } from "./accessibility.ts";
import { bash, expect, openBox, test } from "./box.ts";

test("an event is found, read with its chain, and leads to the board as of then", async ({
  box,
  signedIn: page,
}) => {
  const session = box.session();
  const push = bash("git push");
  await box.hear(session.prompted("p1", "Push what is ready"));
  await box.hear(session.toolStarted("p1", push));
  await box.hear(session.permissionAsked("p1", push));
  await page.goto(`${box.server.url}/operations/events?type=question.asked`);
  await page
    .getByRole("link", { name: /question\.asked/ })
    .first()
    .click();
  await expect(page.getByRole("list", { name: "Chain" })).toContainText("PermissionRequest");
  await box.hear(session.toolFinished("p1", push));
  await box.hear(session.stopped("p1", "Pushed."));
  await page.getByRole("link", { name: "The board as of then" }).click();
  const waiting = page.getByRole("region", { name: "Needs you" });
  await expect(waiting).toContainText("Push what is ready");
  await expect(page.getByText("New since you looked")).toHaveCount(0);
  await page.getByRole("button", { name: "To the newest" }).click();
  await expect(waiting).not.toContainText("Push what is ready");
});

test("new events appear by themselves", async ({ box, signedIn: page }) => {
  await page.goto(`${box.server.url}/operations/events?type=command.opened`);
  await expect(page.getByRole("heading", { name: "Operations", level: 1 })).toBeVisible();
  await expect(page.locator("[aria-busy]")).toHaveCount(0);
  await box.hear(box.session().prompted("p1", "Told while one watches"));
  await expect(page.getByRole("link", { name: /Told while one watches/ })).toBeVisible();
});

for (const part of ["health", "nodes", "events", "past", "hooks", "logs"]) {
  test(`axe finds nothing on ${part}, and it fits a phone`, async ({ box, signedIn: page }) => {
    await box.hear(box.session().prompted("p1", "Something to show"));
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto(`${box.server.url}/operations/${part}`);
    await expect(page.getByRole("heading", { name: "Operations", level: 1 })).toBeVisible();
    await expect(page.locator("[aria-busy]")).toHaveCount(0);
    await isSound(page);
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });
}

test("on a phone the tab that one is on is seen whole", async ({ box, signedIn: page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const tabs = page.getByRole("navigation", { name: "Operations" });
  // The bar's own line covers a pixel of each.
  const whole = { ratio: 0.95 };
  await page.goto(`${box.server.url}/operations/jobs`);
  await expect(tabs.getByRole("link", { name: "Jobs" })).toBeInViewport(whole);
  await tabs.getByRole("link", { name: "Data" }).click();
  await expect(tabs.getByRole("link", { name: "Data" })).toBeInViewport(whole);
  await page.setViewportSize({ width: 1280, height: 740 });
  await page.setViewportSize({ width: 340, height: 740 });
  await expect(tabs.getByRole("link", { name: "Data" })).toBeInViewport(whole);
});

test("what there is to look at about hooks follows the truth within seconds, and says what it is", async ({
  page,
}) => {
  test.slow();
  // No CLI is on the server's path.
  const box = await openBox({ env: { PATH: "/usr/bin:/bin" } });
  await box.signIn(page);
  const operations = page
    .getByRole("navigation", { name: "This box" })
    .getByRole("link", { name: /Operations/ });
  await expect(operations).toHaveAccessibleName("Operations");
  await box.server.fetch("/api/hooks/claude", { method: "POST" });
  await page.reload();
  await expect(page.getByText("Hooks are installed. Start claude in any terminal.")).toBeVisible();
  const { items } = await (await box.server.fetch("/api/hooks")).json();
  const { settingsPath } = items.find(({ backend }: { backend: string }) => backend === "claude");
  const installed = await readFile(settingsPath, "utf8");
  await writeFile(settingsPath, JSON.stringify({ ...JSON.parse(installed), disableAllHooks: true }));
  await expect(operations).toHaveAccessibleName("Operations , 1 to look at: Hooks", { timeout: 12_000 });
  await expect(operations.locator(".count")).toHaveAttribute("title", /disableAllHooks/);
  // Installed and not heard yet is nothing to look at.
  await writeFile(settingsPath, installed);
  await expect(operations).toHaveAccessibleName("Operations", { timeout: 12_000 });

  await page.goto(`${box.server.url}/operations/hooks`);
  const claude = page.getByRole("region", { name: "Claude Code" });
  await expect(claude.getByText("Installed", { exact: true })).toBeVisible();
  await expect(claude).toContainText("not found here");
  await box.hear(box.session().started());
  await expect(claude.getByText("Heard", { exact: true })).toBeVisible({ timeout: 12_000 });
  await expect(claude).toContainText("not on the server’s path");
  await expect(operations).toHaveAccessibleName("Operations", { timeout: 12_000 });
  await box.server.stop();
});
