import { isSound } from "./accessibility.ts";
import { type Box, test as base, expect, openBox } from "./box.ts";

const test = base.extend<{ own: Box }>({
  /** What a model costs is one for all. */
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  own: async ({}, use) => {
    const box = await openBox();
    await use(box);
    await box.server.stop();
  },
});

test("a price is written over the one that comes with the server, and removed again; its history stays", async ({
  own: box,
  page,
}) => {
  await box.signIn(page);
  await page.goto(`${box.server.url}/bots/budgets`);
  await page.getByRole("link", { name: "Prices" }).press("Enter");
  const model = page.getByRole("list", { name: "Prices", exact: true }).getByRole("listitem", {
    name: "claude-opus-5-5",
    exact: true,
  });
  await expect(model.getByText("4 in · 20 out · 0.2 from the cache · 5 into the cache")).toBeVisible();
  await expect(model.getByText("Comes with the server")).toBeVisible();
  await expect(page.getByText("Nobody has written a price yet")).toBeVisible();
  await isSound(page);

  await model.getByRole("button", { name: /^Write another price/ }).press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Model")).toHaveValue("claude-opus-5-5");
  await dialog.getByLabel("Tokens in, dollars for a million").fill("3.5");
  await dialog.getByLabel("Source").fill("Our contract");
  await isSound(page);
  await page.keyboard.press("Enter");
  await expect(model.getByText("3.5 in · 20 out · 0.2 from the cache · 5 into the cache")).toBeVisible();
  await expect(model.getByText(/^Our contract, holds from/)).toBeVisible();

  await model.getByRole("button", { name: /^Remove/ }).press("Enter");
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove it" }).press("Enter");
  await expect(model.getByText("Comes with the server")).toBeVisible();
  await expect(page.getByRole("region", { name: "History" }).getByText(/removed by /)).toBeVisible();
  await isSound(page);
});

test("a model that nobody knew gets a price, and one without a number is refused in its field", async ({
  own: box,
  page,
}) => {
  await box.signIn(page);
  await page.goto(`${box.server.url}/bots/prices`);
  await page.getByRole("button", { name: "New price" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Model").fill("of-us");
  await dialog.getByLabel("Tokens in, dollars for a million").fill("much");
  await dialog.getByLabel("Tokens out, dollars for a million").fill("2");
  await dialog.getByLabel("Source").fill("Our own");
  await page.keyboard.press("Enter");
  await expect(dialog.getByLabel("Tokens in, dollars for a million")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Tokens in, dollars for a million").fill("1");
  await page.keyboard.press("Enter");
  await expect(
    page.getByRole("list", { name: "Prices", exact: true }).getByRole("listitem", { name: "of-us" }),
  ).toContainText("1 in · 2 out · – from the cache");
});
