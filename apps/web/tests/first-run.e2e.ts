import { expect, openBox, test } from "./box.ts";

test("first run goes from nothing to the first live session", async ({ page }) => {
  test.slow();
  // No CLI is on the server's path.
  const box = await openBox({ env: { PATH: "/usr/bin:/bin" } });
  await page.goto(await box.signInLink());
  await expect(page.getByRole("heading", { name: "Let your agents report here" })).toBeVisible();
  await expect(page.getByText("UserPromptSubmit").first()).toBeVisible();
  await expect(page.getByText("These are all the lines that change")).toBeVisible();
  await page.getByRole("button", { name: "Install for Claude Code" }).press("Enter");
  await expect(page.getByRole("heading", { name: "Now: waiting for the first session" })).toBeVisible();
  await expect(page.getByText("These are all the lines that change")).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Hooks of Claude Code" })).toBeFocused();

  // Leaving and coming back goes on where it stood.
  await page.reload();
  await expect(page.getByRole("heading", { name: "Now: waiting for the first session" })).toBeVisible();
  const session = box.session();
  await box.hear(session.started());
  await box.hear(session.prompted("p1", "Say hello"));
  await expect(page.getByRole("heading", { name: "Line clear. Your first session is live" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Claude Code/ })).not.toContainText("not found");
  await expect(page.getByRole("button", { name: "Skip for now" })).toHaveCount(0);
  await page.getByRole("link", { name: "Go to Now" }).click();
  await expect(page.getByRole("link", { name: "Say hello" })).toBeVisible();
  await box.server.stop();
});

test("first run that is over is not offered to be left while that is being found out", async ({ page }) => {
  const box = await openBox();
  await box.signIn(page);
  await box.server.fetch("/api/hooks/claude", { method: "POST" });
  const session = box.session();
  for (const body of [session.started(), session.ended()]) await box.hear(body);

  const arrive = Promise.withResolvers<void>();
  await page.route("**/api/agents?limit=1", async (route) => {
    await arrive.promise;
    await route.continue();
  });
  const live = page.waitForResponse(/\/api\/agents\?.*live=true/);
  await page.goto(`${box.server.url}/welcome`);
  await (await live).finished();
  await expect(page.getByRole("heading", { name: "Claude Code will report here" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Now: waiting for the first session" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Skip for now" })).toHaveCount(0);
  arrive.resolve();
  await expect(page.getByRole("heading", { name: "Line clear. Sessions report here" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Skip for now" })).toHaveCount(0);
  await box.server.stop();
});

test("first run can be left for later", async ({ page }) => {
  const box = await openBox();
  await box.signIn(page);
  await page.goto(`${box.server.url}/welcome`);
  await page.getByRole("button", { name: "Skip for now" }).click();
  await expect(page.getByRole("heading", { name: "Now", level: 1 })).toBeVisible();
  await box.server.stop();
});
