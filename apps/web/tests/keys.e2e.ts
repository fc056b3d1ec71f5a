import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { claudeHome } from "@signalbox/testkit/claude";
import { findClaude, findTmux, isMissing } from "@signalbox/testkit/machine";
import { startModelStub } from "@signalbox/testkit/model-stub/model-stub";
import { expect, openBox, test } from "./box.ts";

const signalbox = join(import.meta.dirname, "..", "..", "..", "bin", "signalbox");

test.skip(isMissing(findClaude(), findTmux()), "it takes a claude in a terminal");
test.slow();

test("a real claude in tmux is spoken to, answered by keys and interrupted from its page", async ({
  page,
}) => {
  const stub = await startModelStub();
  const claude = claudeHome(stub.url);
  const box = await openBox({
    ...{ userHome: claude.home, env: { SIGNALBOX_TMUX_SOCKETS: claude.tmuxSocket } },
  });
  const env = { ...claude.env, SIGNALBOX_HOME: box.server.stateFolder };
  await promisify(execFile)(signalbox, ["hooks", "install", "claude"], { env });
  // As hooks of an older Signalbox: they tell of what is asked, and don't wait for the answer.
  const settings: { hooks: Record<string, unknown> } = JSON.parse(readFileSync(claude.settingsFile, "utf8"));
  const { hooks, ...rest } = settings;
  const asks = { ...hooks, PermissionRequest: hooks.PostToolUse };
  writeFileSync(claude.settingsFile, JSON.stringify({ ...rest, hooks: asks }));
  await box.signIn(page);
  const terminal = await claude.open();
  const soon = { timeout: 60_000 };
  try {
    await terminal.submit("[[text Hello there]]");
    await page.getByRole("link", { name: /^Agents/ }).click();
    await page.getByRole("row").getByRole("link").first().click(soon);
    const composer = page.getByRole("region", { name: "Say something" });
    const field = composer.getByRole("textbox", { name: "Say something" });
    await expect(composer.getByRole("button", { name: "Send" })).toBeVisible(soon);

    await field.fill("[[bash touch said]] [[delay 40000]] [[text Done]]");
    await field.press("Enter");
    await expect(field).toHaveValue("", soon);
    await page.getByRole("button", { name: "Allow", exact: true }).click(soon);
    await expect.poll(() => existsSync(join(claude.workspace, "said")), soon).toBe(true);

    const queue = composer.getByRole("list", { name: "Waits to be said" });
    const later = async (text: string) => {
      await field.fill(text);
      await field.press("Enter");
      await expect(queue).toContainText(text, soon);
    };
    await later("One for later");
    await later("Two for later");
    await queue.getByRole("button", { name: "Sooner" }).click();
    await expect(queue.getByRole("listitem").first()).toContainText("Two for later");
    await queue.getByRole("listitem").first().getByRole("button", { name: "Edit" }).click();
    await queue.getByLabel("Change the text").fill("Two, but changed");
    await queue.getByRole("button", { name: "Save" }).click();
    await expect(queue.getByRole("listitem").first()).toContainText("Two, but changed");
    await queue.getByRole("listitem").last().getByRole("button", { name: "Cancel" }).click();
    await expect(queue.getByRole("listitem")).toHaveCount(1);

    await page.setViewportSize({ width: 360, height: 740 });
    const wide = await page.evaluate("document.documentElement.scrollWidth");
    expect(wide).toBeLessThanOrEqual(360);
    await composer.getByRole("button", { name: "Interrupt", exact: true }).click();
    await expect(queue).toHaveCount(0, soon);
    await terminal.until("❯ Two, but changed");
  } finally {
    await terminal.close();
    await box.server.stop();
    await stub.stop();
    claude.remove();
  }
});
