import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { recordedTranscripts } from "@signalbox/testkit/recordings";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { test as base, expect, openBox } from "./box.ts";

base("sessions that are imported appear on an open page by themselves", async ({ page }) => {
  const userHome = temporaryFolder("imports-web");
  const text = recordedTranscripts("claude", "headless-basic").get("") ?? "";
  const session = /"sessionId":"([^"]+)"/.exec(text)?.[1] ?? "";
  const path = join(userHome, ".claude/projects/-work", `${session}.jsonl`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  const written = new Date(Date.now() - 3_600_000);
  utimesSync(path, written, written);
  const box = await openBox({ userHome });
  try {
    await box.signIn(page);
    await page.goto(new URL("/agents?show=all", page.url()).href);
    await expect(page.getByText("No agent", { exact: false }).first()).toBeVisible();
    await box.server.fetch("/api/imports", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ days: 7 }),
    });
    await expect(page.getByRole("row").filter({ hasText: "ended" }).first()).toBeVisible();
  } finally {
    await box.server.stop();
    removeFolder(userHome);
  }
});
