import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type ClaudeHome, claudeHome } from "@signalbox/testkit/claude";
import { findClaude, findTmux, isMissing } from "@signalbox/testkit/machine";
import { isSound } from "./accessibility.ts";
import { type Box, test as base, expect } from "./box.ts";
import { openLaunchingBox } from "./launching-box.ts";

const run = promisify(execFile);
const signalbox = join(import.meta.dirname, "..", "..", "..", "bin", "signalbox");

/** A home with a real `claude`, and a server that starts it as its person would. */
const test = base.extend<{ watched: { claude: ClaudeHome; box: Box } }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  watched: async ({}, use) => {
    const { home: claude, box, stop } = await openLaunchingBox(claudeHome, findClaude());
    const env = { ...claude.env, SIGNALBOX_HOME: box.server.stateFolder };
    await run(signalbox, ["hooks", "install", "claude"], { env });
    await use({ claude, box });
    await stop();
  },
});

test.skip(isMissing(findClaude(), findTmux()), "it takes a claude in a terminal");
test.slow();

const soon = { timeout: 60_000 };

test("an agent is started from the page, seen at work, ended gently and resumed", async ({
  watched: { claude, box },
  page,
}) => {
  await box.signIn(page);
  await page.getByRole("link", { name: /^Agents/ }).click();
  await page.getByRole("button", { name: "Start an agent" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Start an agent" });
  await expect(dialog.getByLabel("CLI")).toHaveValue("claude");
  await expect(dialog).toContainText("Not installed: Codex, Gemini CLI, OpenCode");
  await expect(dialog.getByLabel("Project")).toHaveValue("");
  await isSound(page);

  await dialog.getByLabel("Folder").fill(join(claude.workspace, "nowhere"));
  await dialog.getByRole("button", { name: "Start", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("There is no folder");

  await dialog.getByLabel("Folder").fill(claude.workspace);
  await dialog.getByLabel("Prompt").fill("Say it's done [[write done.txt :: x]] [[text All done here]]");
  await dialog.getByRole("button", { name: "Start", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: /Say it's done/ })).toBeVisible(soon);
  await expect(dialog).toBeHidden();
  await expect.poll(() => existsSync(join(claude.workspace, "done.txt")), soon).toBe(true);

  await page.getByRole("button", { name: "Attach" }).click();
  const terminal = page.getByRole("dialog", { name: "Its terminal" });
  await expect(terminal.locator("pre")).toHaveText(/^tmux -S \S+ attach -t '=signalbox-\w+'$/);
  await page.keyboard.press("Escape");
  await expect(terminal).toBeHidden();

  await page.getByRole("button", { name: "End", exact: true }).click();
  const asking = page.getByRole("alertdialog", { name: "End this agent?" });
  await expect(asking).toContainText("The session can be resumed");
  await isSound(page);
  await asking.getByRole("button", { name: "End it" }).click();
  await expect(asking).toBeHidden(soon);
  const resume = page.getByRole("button", { name: "Resume" });
  await expect(resume).toBeVisible(soon);

  await resume.click();
  await expect(page.getByRole("button", { name: "End", exact: true })).toBeVisible(soon);
});

test("an agent is restarted from its page, which tells each step until it is back", async ({
  watched: { claude, box },
  page,
}) => {
  await box.signIn(page);
  await page.goto(`${box.server.url}/agents`);
  await page.getByRole("button", { name: "Start an agent" }).click();
  const start = page.getByRole("dialog", { name: "Start an agent" });
  await start.getByLabel("Folder").fill(claude.workspace);
  await start.getByLabel("Prompt").fill("Be there [[text All done here]]");
  await start.getByRole("button", { name: "Start", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: /Be there/ })).toBeVisible(soon);
  await expect(page.getByText("All done here", { exact: true })).toBeVisible(soon);

  await page.getByRole("button", { name: "Restart", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Restart this agent" });
  await expect(dialog).toContainText("in a new session of the same tmux");
  await expect(dialog.getByLabel(/Kill it where it does not end/)).not.toBeChecked();
  await isSound(page);
  await dialog.getByRole("button", { name: "Restart it" }).click();
  await expect(dialog.getByRole("status")).toContainText("It is back", soon);
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(page.getByRole("button", { name: "Restart", exact: true })).toBeVisible(soon);
  await expect(page.getByRole("button", { name: "End", exact: true })).toBeVisible();
});

test("on a phone the whole dialog can be reached, in the dark too", async ({ watched: { box }, page }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await page.emulateMedia({ colorScheme: "dark" });
  await box.signIn(page);
  await page.goto(`${box.server.url}/agents`);
  await page.getByRole("button", { name: "Start an agent" }).click();
  const dialog = page.getByRole("dialog", { name: "Start an agent" });
  await dialog.getByRole("button", { name: "Start", exact: true }).scrollIntoViewIfNeeded();
  await expect(dialog.getByRole("button", { name: "Start", exact: true })).toBeInViewport();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await isSound(page);
});

test("an agent without a terminal is started, answered, spoken to and ended from the page", async ({
  watched: { claude, box },
  page,
}) => {
  await box.signIn(page);
  await page.getByRole("link", { name: /^Agents/ }).click();
  await page.getByRole("button", { name: "Start an agent" }).click();
  const dialog = page.getByRole("dialog", { name: "Start an agent" });
  await dialog.getByLabel("Folder").fill(claude.workspace);
  await dialog.getByLabel("Prompt").fill("Touch it [[bash touch touched.txt]] [[text All done here]]");
  await dialog.getByLabel("Without a terminal").check();
  await isSound(page);
  await dialog.getByRole("button", { name: "Start", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: /Touch it/ })).toBeVisible(soon);

  await page.getByRole("button", { name: "Allow", exact: true }).click(soon);
  await expect.poll(() => existsSync(join(claude.workspace, "touched.txt")), soon).toBe(true);
  await expect(page.getByText("All done here").first()).toBeVisible(soon);
  await expect(page.getByRole("button", { name: "Attach" })).toBeHidden();

  const say = page.getByRole("textbox", { name: "Say something" });
  await say.fill("[[text And that as well]]");
  await say.press("Enter");
  await expect(page.getByText("And that as well", { exact: true }).first()).toBeVisible(soon);

  await page.getByRole("navigation", { name: "Parts of the agent" }).getByText("Terminal").click();
  await expect(page.getByText("It has no terminal")).toBeVisible(soon);
  await isSound(page);
  await page.getByRole("button", { name: "End", exact: true }).click();
  const asking = page.getByRole("alertdialog", { name: "End this agent?" });
  await asking.getByRole("button", { name: "End it" }).click();
  await expect(asking).toBeHidden(soon);
  await expect(page.getByRole("button", { name: "Resume" })).toBeVisible(soon);
});
