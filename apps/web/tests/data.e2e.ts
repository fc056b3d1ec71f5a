import { readFile } from "node:fs/promises";
import { accessibilityFaults } from "./accessibility.ts";
import { type Box, bash, expect, type Page, test } from "./box.ts";

/** Some sessions with something to look at; answers the title of the last one's command. */
const populate = async (box: Box, sessions = 3): Promise<string> => {
  let words = "";
  for (let at = 0; at < sessions; at += 1) {
    const session = box.session("ledgerline");
    words = `Look into tables ${session.sessionId}`;
    await box.hear(session.started());
    await box.hear(session.prompted("p1", words));
    const call = bash("npm test");
    await box.hear(session.toolStarted("p1", call));
    await box.hear(session.toolFinished("p1", call));
  }
  return words;
};

const open = async (page: Page, box: Box, path: string) => {
  await page.goto(`${box.server.url}${path}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("[aria-busy]")).toHaveCount(0);
};
const rows = (page: Page) => page.getByRole("group", { name: "Rows" }).locator("tbody tr");

test("from the list of tables to a row, to what it belongs to, by keyboard", async ({
  signedIn: page,
  box,
}) => {
  const words = await populate(box);
  await open(page, box, "/operations/data");
  await page.keyboard.press("/");
  await page.keyboard.type("asked to do");
  await page.getByRole("link", { name: /^Commands/ }).press("Enter");
  await expect(rows(page).first()).toContainText(words);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("dialog");
  await expect(drawer.getByRole("heading")).toContainText(`Commands · ${words}`);
  await expect(drawer.getByRole("link", { name: /^Turns by command, 2/ })).toBeVisible();
  await drawer.getByRole("link", { name: new RegExp(`^${words}`) }).click();
  await expect(page.getByRole("dialog").getByRole("heading")).toContainText(`Agents · ${words}`);
  await page.getByRole("link", { name: /^Signals by agent, 4/ }).click();
  await expect(rows(page)).toHaveCount(4);
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(`${box.server.url}/operations/data`);
});

test("an address restores the filter, the search, the order, the columns and the row", async ({
  signedIn: page,
  box,
}) => {
  await populate(box);
  await open(page, box, "/operations/data/events");
  await page.getByRole("button", { name: "Filter" }).click();
  await page.getByRole("combobox", { name: "Column" }).click();
  await page.getByRole("option", { name: /^Type/ }).click();
  await page.getByRole("textbox", { name: "Value" }).fill("agent.started");
  await page.getByRole("button", { name: "Add" }).click();
  await expect(page.getByText("agent.started").first()).toBeVisible();
  await page.getByRole("button", { name: "Position" }).click();
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("menuitemcheckbox", { name: /^Correlation/ }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("columnheader", { name: "Position" })).toHaveAttribute(
    "aria-sort",
    "ascending",
  );
  await rows(page).first().click();
  await expect(page.getByRole("dialog").getByRole("heading")).toContainText("Events · agent.started");
  const before = await page.getByRole("dialog").textContent();
  await page.reload();
  await expect(page.getByRole("dialog").getByRole("heading")).toContainText("Events · agent.started");
  expect(await page.getByRole("dialog").textContent()).toBe(before);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByRole("columnheader", { name: "Correlation" })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Position" })).toHaveAttribute(
    "aria-sort",
    "ascending",
  );
  await expect(rows(page).first()).toContainText("agent.started");
});

test("a view is saved under a name, gone back to, renamed and deleted", async ({ signedIn: page, box }) => {
  await populate(box);
  await open(page, box, "/operations/data/agents_turns?search=tables");
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Save this view…" }).click();
  const name = page.getByRole("textbox", { name: "Name of the view" });
  await expect(name).toBeFocused();
  // Given up, it hands the focus back to the button that it came from.
  for (const giveUp of [
    () => name.press("Escape"),
    () => page.getByRole("button", { name: "Cancel" }).press("Enter"),
  ]) {
    await giveUp();
    await expect(page.getByRole("button", { name: "Views" })).toBeFocused();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Save this view…" }).press("Enter");
    await expect(name).toBeFocused();
  }
  await name.fill("About tables");
  await name.press("Enter");
  await expect(page.getByRole("button", { name: "About tables" })).toBeFocused();
  await page.getByRole("button", { name: "About tables" }).click();
  await page.getByRole("menuitem", { name: "All rows" }).click();
  await expect(page).toHaveURL(`${box.server.url}/operations/data/agents_turns`);
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "About tables" }).click();
  await expect(page.getByRole("searchbox", { name: "Search rows" })).toHaveValue("tables");
  await page.getByRole("button", { name: "About tables" }).click();
  await page.getByRole("menuitem", { name: /^Rename/ }).click();
  await page.getByRole("textbox", { name: "Name of the view" }).fill("Of tables");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "Of tables" })).toBeVisible();
  await page.getByRole("button", { name: "Delete view" }).click();
  await page.getByRole("button", { name: "Delete the view" }).click();
  await expect(page.getByRole("button", { name: "Views" })).toBeVisible();
});

test("what a filter finds is saved as a file", async ({ signedIn: page, box }) => {
  const words = await populate(box, 1);
  await open(page, box, `/operations/data/agents_commands?search=${encodeURIComponent(words)}`);
  await page.getByRole("button", { name: "Export" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^agents_commands-.*\.csv$/);
  const lines = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^id,agent_id,state,/);
  expect(lines[1]).toContain(words);
});

test("a filter that can't be is told in words, and a link to nothing leads on", async ({
  signedIn: page,
  box,
}) => {
  const filter = JSON.stringify([{ column: "agent_id", operator: "is", value: "none" }]);
  await open(page, box, `/operations/data/events?filter=${encodeURIComponent(filter)}`);
  await expect(page.getByRole("alert")).toContainText("Agent is compared with an id");
  await page.getByRole("button", { name: "Drop the filter on Agent" }).click();
  await expect(rows(page).first()).toBeVisible();
  await open(page, box, "/operations/data/nothing");
  await page.getByRole("link", { name: "See all tables" }).click();
  await expect(page.getByRole("link", { name: /^Events/ }).last()).toBeVisible();
});

test("secrets are named, and never shown", async ({ signedIn: page, box }) => {
  await open(page, box, "/operations/data/auth_sign_ins");
  await expect(page.getByText("Never shown: Hash of the cookie, Hash of the secret.")).toBeVisible();
  await rows(page).first().click();
  await expect(page.getByRole("dialog")).toContainText("never shown");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing in the data browser in the ${colorScheme} theme, and it fits a phone`, async ({
    box,
    browser,
  }) => {
    test.slow();
    await populate(box, 1);
    const context = await browser.newContext({
      colorScheme,
      reducedMotion: "reduce",
      viewport: { width: 360, height: 740 },
      hasTouch: true,
    });
    const page = await context.newPage();
    await box.signIn(page);
    const { items } = await (await box.server.fetch("/api/data/tables/agents/rows")).json();
    const paths = [
      "/operations/data",
      "/operations/data/events",
      "/operations/data/events?search=nothing-like-it",
      `/operations/data/agents?row=${items[0].key}`,
    ];
    for (const path of paths) {
      await open(page, box, path);
      expect.soft(await accessibilityFaults(page), path).toEqual([]);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect.soft(width, path).toBeLessThanOrEqual(360);
    }
    await context.close();
  });
}
