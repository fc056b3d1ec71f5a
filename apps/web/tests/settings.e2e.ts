import { expect, test } from "./box.ts";

test("hooks are previewed line by line, installed on consent, tested and removed", async ({
  signedIn: page,
}) => {
  await page.getByRole("link", { name: "Settings" }).first().click();
  const hooks = page.getByRole("region", { name: "Hooks of Claude Code" });
  await expect(hooks).toContainText("Not installed");
  await hooks.getByRole("button", { name: "Install…" }).click();
  await expect(hooks.getByText("UserPromptSubmit").first()).toBeVisible();
  await hooks.getByRole("button", { name: "Install for Claude Code" }).click();
  await expect(hooks).toContainText("Installed");
  await hooks.getByRole("button", { name: "Test" }).click();
  await expect(hooks.getByText(/Heard after/)).toBeVisible();
  await hooks.getByRole("button", { name: "Remove…" }).click();
  await expect(hooks.getByRole("button", { name: "Remove from Claude Code" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(hooks.getByRole("button", { name: "Remove from Claude Code" })).toHaveCount(0);
  await hooks.getByRole("button", { name: "Remove…" }).click();
  await hooks.getByRole("button", { name: "Remove from Claude Code" }).click();
  await expect(hooks).toContainText("Not installed");
});

test("what a CLI asks for before it runs hooks is said where they are installed", async ({
  signedIn: page,
}) => {
  await page.getByRole("link", { name: "Settings" }).first().click();
  const hooks = page.getByRole("region", { name: "Hooks of Codex" });
  await hooks.getByRole("button", { name: "Install…" }).click();
  await hooks.getByRole("button", { name: "Install for Codex" }).click();
  await expect(hooks).toContainText("Trust all and continue");
  await hooks.getByRole("button", { name: "Remove…" }).click();
  await hooks.getByRole("button", { name: "Remove from Codex" }).click();
  await expect(hooks).toContainText("Not installed");
  await expect(hooks).not.toContainText("Trust all");
});

test("a key's secret is shown once, works, and works no more when it is revoked", async ({
  box,
  signedIn: page,
}) => {
  await page.getByRole("link", { name: "Settings" }).first().click();
  await page.getByRole("link", { name: "API keys" }).click();
  await page.getByRole("button", { name: "New key" }).click();
  await page.getByLabel("Name").fill("nightly report");
  await page.getByRole("button", { name: "Make key" }).click();
  const secret = (await page.locator(".new-key pre").textContent()) ?? "";
  const asked = () =>
    fetch(`${box.server.url}/api/status`, { headers: { authorization: `Bearer ${secret}` } }).then(
      ({ status }) => status,
    );
  expect(await asked()).toBe(200);
  await page.getByRole("button", { name: "I have kept it" }).click();
  await expect(page.getByText(secret)).toHaveCount(0);

  const row = page.getByRole("listitem").filter({ hasText: "nightly report" });
  await row.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("button", { name: "Revoke the key" }).click();
  await expect(row).toContainText("revoked");
  expect(await asked()).toBe(401);
});

test("a key of Signalbox's own says what stops when it is revoked", async ({ signedIn: page }) => {
  await page.getByRole("link", { name: "Settings" }).first().click();
  await page.getByRole("link", { name: "API keys" }).click();
  const asked = async (name: string) => {
    const row = page.getByRole("listitem").filter({ hasText: name });
    await row.getByRole("button", { name: "Revoke" }).click();
    return page.getByRole("alertdialog");
  };
  const dialog = await asked("Hooks on this machine");
  await expect(dialog).toContainText("no session is heard until Signalbox starts anew");
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await expect(await asked("The CLI on this machine")).toContainText("until Signalbox starts anew");
});

test("the demo says why sessions are heard without hooks", async ({ box, signedIn: page }) => {
  await page.route("**/api/status?*", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), demo: true } });
  });
  await page.goto(`${box.server.url}/settings`);
  await expect(page.getByRole("note")).toContainText("This is the demo");
});

test("a chosen theme stays, without a flash of the other one", async ({ page, box }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await box.signIn(page);
  await page.getByRole("link", { name: "Settings" }).first().click();
  await page.getByRole("radio", { name: "Dark" }).click();
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(await background()).toBe("rgb(14, 17, 19)");
  await page.goto(page.url(), { waitUntil: "commit" });
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  expect(await background()).toBe("rgb(14, 17, 19)");
});

test("the API's reference opens from here", async ({ signedIn: page }) => {
  await page.getByRole("link", { name: "Settings" }).first().click();
  const opened = page.waitForEvent("popup");
  await page.getByRole("button", { name: "API reference" }).click();
  const reference = await opened;
  await reference.waitForURL(/\/docs/);
  await expect(reference.locator("body")).toContainText("/api/agents");
});
