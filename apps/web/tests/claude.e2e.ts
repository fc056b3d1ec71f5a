import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type ClaudeHome, claudeHome } from "@signalbox/testkit/claude";
import { findClaude, findTmux, isMissing } from "@signalbox/testkit/machine";
import { startModelStub } from "@signalbox/testkit/model-stub/model-stub";
import { type Box, test as base, expect, openBox } from "./box.ts";

const signalbox = join(import.meta.dirname, "..", "..", "..", "bin", "signalbox");

/** A home with a real `claude`, and a server beside it. */
const test = base.extend<{ watched: { claude: ClaudeHome; box: Box } }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  watched: async ({}, use) => {
    const stub = await startModelStub();
    const claude = claudeHome(stub.url);
    const box = await openBox({ userHome: claude.home });
    await use({ claude, box });
    await box.server.stop();
    await stub.stop();
    claude.remove();
  },
});

test.skip(isMissing(findClaude(), findTmux()), "it takes a claude in a terminal");
test.slow();

test("a real claude asks in its terminal, and the page follows to the end without a reload", async ({
  watched: { claude, box },
  page,
}) => {
  const env = { ...claude.env, SIGNALBOX_HOME: box.server.stateFolder };
  await promisify(execFile)(signalbox, ["hooks", "install", "claude"], { env });
  await box.signIn(page);
  let loads = 0;
  page.on("load", () => {
    loads += 1;
  });
  const terminal = await claude.open();
  try {
    await terminal.submit("Tidy the workspace [[bash touch tidied]] [[text All tidy]]");
    const ask = page.getByRole("article").filter({ hasText: "touch tidied" });
    await expect(ask).toContainText("Permission", { timeout: 60_000 });
    await expect(ask.locator("pre")).toHaveText("$ touch tidied");

    await terminal.answer("Do you want to proceed?", "1");
    await expect(ask).toHaveCount(0, { timeout: 60_000 });
    const finished = page.getByRole("region", { name: "Recently finished" });
    await expect(finished.getByRole("link", { name: /Tidy the workspace/ })).toBeVisible({ timeout: 60_000 });
    expect(loads).toBe(0);
  } finally {
    await terminal.close();
  }
});

test("what a real claude asks is answered on the page, while its terminal stays as it is", async ({
  watched: { claude, box },
  page,
}) => {
  const env = { ...claude.env, SIGNALBOX_HOME: box.server.stateFolder };
  await promisify(execFile)(signalbox, ["hooks", "install", "claude"], { env });
  await box.signIn(page);
  const terminal = await claude.open();
  const file = (name: string) => existsSync(join(claude.workspace, name));
  const soon = { timeout: 60_000 };
  /** The question by its words. Nothing moves while one is at the queue: what comes meanwhile is let in by a key. */
  const asked = async (words: string) => {
    const question = page.getByRole("article", { name: words });
    await expect(async () => {
      await page.keyboard.press(".");
      await expect(question.getByRole("button").first()).toBeVisible({ timeout: 500 });
    }).toPass(soon);
    return question;
  };
  try {
    await terminal.submit(
      "[[bash touch one]] [[bash touch two]] [[ask Which colour? :: red | blue]] [[text Well done]]",
    );
    const first = await asked("Run touch one");
    await first.getByRole("button", { name: "Allow", exact: true }).click();
    await expect.poll(() => file("one"), soon).toBe(true);

    const second = await asked("Run touch two");
    await second.getByLabel("Why not").fill("Not that one");
    await second.getByRole("button", { name: "Deny" }).press("Enter");
    await expect(second).toContainText("No longer waits", soon);

    const choice = await asked("Which colour?");
    await expect(choice.getByRole("button", { name: "Answer", exact: true })).toBeDisabled();
    await choice.getByLabel("blue").check();
    await choice.getByRole("button", { name: "Answer", exact: true }).click();
    await terminal.until("● Well done");
    expect(await terminal.screen()).toContain("Not that one");
    expect(file("two")).toBe(false);

    await terminal.press("BTab");
    await terminal.press("BTab");
    await terminal.until("plan mode on");
    await terminal.submit(
      `[[tool ExitPlanMode {}]] [[write ${claude.workspace}/planned :: x]] [[text Built]]`,
    );
    await page.getByRole("link", { name: /^Agents/ }).click();
    await page.getByRole("row").getByRole("link").first().click();
    await page.getByRole("button", { name: "Approve, with its edits" }).click(soon);
    await expect.poll(() => file("planned"), soon).toBe(true);
  } finally {
    await terminal.close();
  }
});
