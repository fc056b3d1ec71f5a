import type { CliHome } from "@signalbox/testkit/cli-home";
import { codexHome } from "@signalbox/testkit/codex";
import { findCodex, findTmux, isMissing } from "@signalbox/testkit/machine";
import { isSound } from "./accessibility.ts";
import { type Box, test as base, expect } from "./box.ts";
import { openLaunchingBox } from "./launching-box.ts";

/** A home with a real `codex`, and a server that starts it as its person would. */
const test = base.extend<{ watched: { home: CliHome; box: Box } }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  watched: async ({}, use) => {
    const { home, box, stop } = await openLaunchingBox(codexHome, findCodex());
    await use({ home, box });
    await stop();
  },
});

test.skip(isMissing(findCodex(), findTmux()), "it takes a codex in a terminal");
test.slow();

test("a codex that is started without a prompt is seen to wait for it, and can be ended", async ({
  watched: { home, box },
  page,
}) => {
  await box.signIn(page);
  await page.getByRole("link", { name: /^Agents/ }).click();
  await page.getByRole("button", { name: "Start an agent" }).click();
  const dialog = page.getByRole("dialog", { name: "Start an agent" });
  await expect(dialog.getByLabel("CLI")).toHaveValue("codex");
  await dialog.getByLabel("Folder").fill(home.workspace);
  await dialog.getByRole("button", { name: "Start", exact: true }).click();
  await expect(dialog.getByRole("status")).toContainText("waits for its first prompt", { timeout: 60_000 });
  await expect(dialog.locator("pre").first()).toHaveText(/^tmux -S \S+ attach/);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();

  const starts = page.getByRole("region", { name: "Started, without a session" });
  await expect(starts).toContainText("waits for its first prompt");
  await expect(starts).toContainText(home.workspace);
  await isSound(page);
  await starts.getByRole("button", { name: "End" }).click();
  const asking = page.getByRole("alertdialog", { name: "End what was started?" });
  await asking.getByRole("button", { name: "End it" }).click();
  await expect(asking).toBeHidden({ timeout: 60_000 });
  await expect(starts).toBeHidden();
});
