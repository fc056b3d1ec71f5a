import { accessibilityFaults, isSound } from "./accessibility.ts";
import { expect, test } from "./box.ts";

test("a new bot begins with one that is ready, by keyboard, and becomes the person's own", async ({
  box,
  signedIn: page,
}) => {
  const session = box.session("tourist");
  await box.hear(session.started());
  await page.goto(`${box.server.url}/bots/new`);
  await page.getByRole("button", { name: "Begin with…" }).press("Enter");
  const tour = page.getByRole("menuitem", { name: "Code tour" });
  await expect(page.getByRole("menuitem")).toHaveCount(9);
  await expect(tour).toContainText("Writes docs/code-tour.md for newcomers");
  expect(await accessibilityFaults(page, ".menu")).toEqual([]);
  await tour.press("Enter");

  await expect(page.getByLabel("Name").first()).toHaveValue("Code tour");
  await expect(page.getByRole("status").filter({ hasText: "Usually begun: by hand" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Prompt" })).toHaveValue(/Write a tour of this repository/);
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview).toContainText("for a developer who is new to the project");
  await isSound(page);

  const project = page.getByLabel("Project");
  await page.getByRole("button", { name: "Make it" }).press("Enter");
  await expect(project).toHaveAccessibleDescription(/must be a project/);
  await project.selectOption({ label: "tourist" });
  await page.getByLabel("Name").first().fill("Our tour");
  await page.getByRole("button", { name: "Make it" }).press("Enter");
  await expect(page.getByRole("heading", { name: "Our tour", level: 1 })).toBeVisible();
  await isSound(page);
});
