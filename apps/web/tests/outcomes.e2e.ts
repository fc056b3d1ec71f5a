import { AxeBuilder } from "@axe-core/playwright";
import { claudeHome } from "@signalbox/testkit/claude";
import { findClaude, isMissing } from "@signalbox/testkit/machine";
import { type Box, test as base, expect, type Page } from "./box.ts";
import { openLaunchingBox } from "./launching-box.ts";

/** A server that runs bots with a real `claude`, and is not connected to GitHub. */
const test = base.extend<{ running: Box }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  running: async ({}, use) => {
    const { box, stop } = await openLaunchingBox(claudeHome, findClaude());
    await use(box);
    await stop();
  },
});

test.skip(isMissing(findClaude()), "it takes a claude");
test.slow();

const soon = { timeout: 60_000 };

const isSound = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
};

test("what a bot leaves behind is written in its form, told on its execution, and tried again", async ({
  running: box,
  page,
}) => {
  await box.signIn(page);
  await page.goto(`${box.server.url}/bots/new`);
  await page.getByLabel("Name").fill("Reviewer");
  await page.getByRole("textbox", { name: "Prompt" }).fill("[[text Fine]]");
  const add = page.getByRole("button", { name: "Add an outcome" });
  await add.click();
  const first = page.getByRole("group", { name: "Outcome 1" });
  await first.getByLabel("Text").fill("{{ results }}");
  await add.click();
  const second = page.getByRole("group", { name: "Outcome 2" });
  await second.getByLabel("What").selectOption("Status of the commit");
  await second.getByLabel("When").selectOption("When it failed");
  await page.getByLabel("The result must be").fill("{");
  await isSound(page);
  await page.getByRole("button", { name: "Make it" }).click();
  await expect(first.getByRole("alert")).toContainText('it asks for "results", which is no variable');
  await first.getByLabel("Text").fill("{{ result }}");
  await page.getByRole("button", { name: "Make it" }).click();
  const schema = page.getByLabel("The result must be");
  await expect(schema).toHaveAccessibleDescription(/no JSON object/);
  await schema.fill("");
  await page.getByRole("button", { name: "Make it" }).click();
  await expect(page.getByRole("heading", { name: "Reviewer", level: 1 })).toBeVisible();

  await page.getByRole("button", { name: "Start" }).click();
  const dialog = page.getByRole("dialog", { name: "Start Reviewer" });
  await dialog.getByLabel("About, on GitHub").fill("acme/shop#7");
  await dialog.getByRole("button", { name: "Start" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Succeeded" })).toBeVisible(soon);
  await expect(page.getByText("acme/shop #7")).toBeVisible();
  const outcomes = page.getByRole("region", { name: "Outcomes" });
  const [comment, status] = [
    outcomes.getByRole("listitem").filter({ hasText: "Comment" }),
    outcomes.getByRole("listitem").filter({ hasText: "Status of the commit" }),
  ];
  await expect(comment).toContainText("Failed", soon);
  await expect(comment).toContainText("GitHub is not connected");
  await expect(status).toContainText("Skipped");
  await isSound(page);
  await comment.getByRole("button", { name: "Try again" }).click();
  await expect(comment).toContainText("Failed", soon);
});
