import { isSound } from "./accessibility.ts";
import { runningTest as test } from "./bots-box.ts";
import { expect } from "./box.ts";

test("a program is added by keyboard, taken by a bot, changed and removed", async ({
  running: box,
  page,
}) => {
  await box.signIn(page);
  await page.goto(`${box.server.url}/bots`);
  await page.getByRole("link", { name: "Programs" }).press("Enter");
  await expect(page.getByText("No program yet")).toBeVisible();
  await isSound(page);

  await page.getByRole("button", { name: "Add a program" }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("My agent");
  await dialog.getByLabel("Command").fill("./agent");
  await dialog.getByLabel("Arguments").fill("--task\n{prompt}");
  await page.keyboard.press("Tab");
  await dialog.getByRole("button", { name: "Add it" }).press("Enter");
  await expect(dialog.getByText("must be an absolute path, or a name")).toBeVisible();
  await isSound(page);
  await dialog.getByLabel("Command").fill("/bin/echo");
  await dialog.getByLabel("Speaks").selectOption("nothing");
  await dialog.getByLabel("Leaves its result in").fill("out.md");
  await dialog.getByRole("button", { name: "Add it" }).press("Enter");
  const program = page.getByRole("listitem", { name: "My agent" });
  await expect(program.getByText("/bin/echo --task {prompt}")).toBeVisible();
  await expect(program.getByText("out.md holds its result")).toBeVisible();
  await expect(dialog).toBeHidden();

  await page.goto(`${box.server.url}/bots/new`);
  await page.getByLabel("CLI").first().selectOption("program");
  await page.getByLabel("Program", { exact: true }).selectOption("My agent");
  await isSound(page);

  await page.goto(`${box.server.url}/bots/programs`);
  await program.getByRole("button", { name: "Change My agent" }).press("Enter");
  await dialog.getByLabel("Name").fill("Another");
  await page.keyboard.press("Enter");
  const renamed = page.getByRole("listitem", { name: "Another" });
  await renamed.getByRole("button", { name: "Remove Another" }).press("Enter");
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove it" }).press("Enter");
  await expect(page.getByText("No program yet")).toBeVisible();
});

test("programs fit on a phone, light and dark", async ({ running: box, page }) => {
  await box.signIn(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${box.server.url}/bots/programs`);
  await page.getByRole("button", { name: "Add a program" }).click();
  const dialog = page.getByRole("dialog");
  await dialog
    .getByLabel("Name")
    .fill("A program whose name is as long as somebody thought that it had to be");
  await dialog
    .getByLabel("Command")
    .fill("/one/folder/below/another/folder/below/yet/another/with-a-long-name");
  await dialog.getByRole("button", { name: "Add it" }).click();
  await expect(page.getByRole("listitem", { name: /A program whose/ })).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await isSound(page);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
  }
});
