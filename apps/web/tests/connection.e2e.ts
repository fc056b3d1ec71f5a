import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, openBox, test } from "./box.ts";

test("a server that goes away leaves the page readable, and comes back by itself", async ({ page }) => {
  test.slow();
  const stateFolder = mkdtempSync(join(tmpdir(), "signalbox-web-"));
  const box = await openBox({ stateFolder });
  const session = box.session();
  await box.hear(session.prompted("p1", "Survive a restart"));
  await box.signIn(page);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await box.server.kill9();
  await expect(page.getByText("as of")).toBeVisible();
  await expect(page.getByText(/Reconnecting|Offline/).first()).toBeVisible();
  await expect(page.getByRole("link", { name: "Survive a restart" })).toBeVisible();

  const again = await openBox({ stateFolder, env: { SIGNALBOX_PORT: String(box.server.port) } });
  await again.hear(session.stopped("p1", "Survived."));
  await expect(page.getByText("Back, and up to date with Signalbox.")).toBeVisible();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await expect(page.getByRole("region", { name: "Recently finished" })).toContainText("Survive a restart");
  await again.server.stop();
  rmSync(stateFolder, { recursive: true });
});

test("every page opens while the server is away", async ({ page }) => {
  const box = await openBox();
  await box.signIn(page);
  const chunks = [/settings-page/, /project-page/];
  const drawn = Promise.all(chunks.map((name) => page.waitForResponse(name)));
  await page.mouse.move(200, 200);
  await drawn;
  await expect(page.getByText("No agent reports here yet")).toBeVisible();
  await box.server.kill9();
  await page.getByRole("link", { name: "Settings" }).first().click();
  await expect(page.getByRole("heading", { name: "Settings", level: 1 })).toBeVisible();
  // What Now had read of them already.
  await expect(page.getByRole("region", { name: "Hooks of Claude Code" })).toBeVisible();
  await box.server.stop();
});

test("a full disk is told, since nothing more is heard", async ({ signedIn: page }) => {
  await page.route("**/api/status*", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), diskFull: true } });
  });
  await page.reload();
  await expect(page.getByRole("alert")).toContainText("The disk is full");
});

test("a database that may not write is told, since nothing more is heard", async ({ signedIn: page }) => {
  await page.route("**/api/status*", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), readOnly: true } });
  });
  await page.reload();
  await expect(page.getByRole("alert")).toContainText("may not write its files");
});

test("a page that fails says so and can be tried again", async ({ box, signedIn: page }) => {
  const answer = { status: 503, contentType: "application/json", body: "{}" };
  await page.route("**/api/projects*", (route) => route.fulfill(answer));
  await page.goto(`${box.server.url}/projects`);
  await expect(page.getByText("Projects could not be read")).toBeVisible();
  await page.unroute("**/api/projects*");
  await page.getByRole("button", { name: "Try again" }).click();
  // The box is shared with tests that ran before, which may have left projects.
  await expect(page.getByText(/No project yet|\d+ projects?/).first()).toBeVisible();
  await expect(page.getByText("Projects could not be read")).toBeHidden();
});
