import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accessibilityFaults } from "./accessibility.ts";
import { type Box, test as base, expect } from "./box.ts";

/** A session of Claude Code with a transcript of its own. */
const sessionWithTranscript = (box: Box, folder: string) => {
  const session = box.session();
  const path = join(folder, "transcript.jsonl");
  const told = { sessionId: session.sessionId, promptId: "p1", cwd: folder };
  const write = (line: object) =>
    appendFile(path, `${JSON.stringify({ ...told, timestamp: new Date().toISOString(), ...line })}\n`);
  return {
    prompted: async (text: string) => {
      await write({ type: "user", uuid: "u1", message: { role: "user", content: text } });
      await box.hear({ ...session.prompted("p1", text), transcript_path: path });
    },
    answered: (id: string, model: string, input: number) =>
      write({
        ...{ type: "assistant", uuid: id },
        message: {
          ...{ id, model, role: "assistant", stop_reason: "end_turn" },
          content: [{ type: "text", text: `Answer ${id}.` }],
          usage: { input_tokens: input, output_tokens: 1_000 },
        },
      }),
  };
};

const test = base.extend<{ folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), "signalbox-usage-"));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
});

test("the page of an agent shows how full its context is and what it cost, and follows", async ({
  box,
  folder,
  signedIn: page,
}) => {
  const session = sessionWithTranscript(box, folder);
  await session.prompted("Count the sheep");
  await page.goto(`${box.server.url}/agents`);
  await page.getByRole("row").filter({ hasText: "Count the sheep" }).getByRole("link").click();
  const view = page.getByRole("dialog");
  await expect(view).toContainText("No usage told yet");

  await session.answered("a1", "claude-opus-5-5", 850_000);
  await expect(view).toContainText("85 % of 1M");
  await expect(view).toContainText("850k in, 1k out");
  await expect(view).toContainText("$3.42");
  await session.answered("a2", "some-model", 10);
  await expect(view).toContainText("and 1 answer without a price");

  await view.getByText("850k in").click();
  const models = view.getByRole("table", { name: "Usage by model" });
  await expect(models.getByRole("row").filter({ hasText: "some-model" })).toContainText("unknown");
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await accessibilityFaults(page, ".usage")).toEqual([]);
  }
  await page.setViewportSize({ width: 360, height: 740 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(360);
});

test("a list of agents shows cost and context where they are chosen, and the address keeps the choice", async ({
  box,
  folder,
  signedIn: page,
}) => {
  const session = sessionWithTranscript(box, folder);
  await session.prompted("Count the goats");
  await session.answered("g1", "claude-opus-5-5", 40_000);
  await page.goto(`${box.server.url}/agents`);
  const row = page.getByRole("row").filter({ hasText: "Count the goats" });
  await expect(row).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Cost" })).toHaveCount(0);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Cost" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Context" }).click();
  await page.keyboard.press("Escape");
  await expect(row).toContainText(/\$0\.\d\d/);
  await expect(row).toContainText(/% of 1M|% of 200k|41k/);
  await page.reload();
  await expect(page.getByRole("columnheader", { name: "Context" })).toBeVisible();
  await expect(row).toContainText(/\$0\.\d\d/);
});
