import { expect, test } from "./box.ts";

test("a persona is made, changed and archived by keyboard and pointer, and refused with a reason", async ({
  signedIn: page,
  box,
}) => {
  await page.goto(`${box.server.url}/settings/personas`);
  await expect(page.getByRole("heading", { name: "Personas", level: 2 })).toBeVisible();
  await page.getByRole("button", { name: "New persona" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Name")).toBeFocused();
  await page.keyboard.type("Ada");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Reviewer");
  await page.getByLabel("Skill").fill("Look for what is missing.");
  await page.getByLabel("Name").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
  const row = page
    .getByRole("list", { name: "Personas" })
    .getByRole("listitem")
    .filter({ hasText: "reviewer-ada-1" });
  await expect(row).toContainText("reviewer");

  await row.getByRole("button", { name: "Edit Ada" }).click();
  await expect(page.getByLabel("Role")).toBeDisabled();
  await expect(page.getByLabel("Skill")).toHaveValue("Look for what is missing.");
  await page.getByLabel("Name").fill("Ada L.");
  await page.getByLabel("Description").fill("Reads every change");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("Ada L.");
  await expect(row).toContainText("Reads every change");

  await row.getByRole("button", { name: "Archive: Ada L." }).click();
  await expect(row).toContainText("archived");
  await row.getByRole("button", { name: "Take up again: Ada L." }).click();
  await expect(row.getByText("archived")).toBeHidden();

  await page.getByRole("button", { name: "New persona" }).click();
  await page.getByLabel("Name").fill("   ");
  await page.getByLabel("Role").fill("x");
  await page.getByRole("button", { name: "Make it" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
});
