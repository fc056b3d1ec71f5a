import type { HookStatus } from "@signalbox/contract/hooks";
import { expect, test } from "vitest";
import { judgeHooks } from "./judge-hooks.ts";

const good: HookStatus = {
  backend: "claude",
  name: "Claude Code",
  cli: { path: "/bin/claude", version: "2.1.0" },
  state: "installed",
  noticed: "at_once",
  settingsPath: "/home/me/.claude/settings.json",
  entries: ["Stop"],
  wanted: ["Stop"],
  foreignEntries: 0,
  problem: null,
  lastHeardAt: "2026-01-02T03:04:05.000Z",
};

test.each<[string, Partial<HookStatus>, string, string | null]>([
  ["installed and heard of is well", {}, "heard", null],
  ["a CLI that is not here needs nothing", { cli: null, state: "not_installed" }, "absent", "was not found"],
  ["hooks that are missing need attention", { state: "not_installed" }, "attention", "not installed"],
  ["hooks of before need attention", { state: "outdated" }, "attention", "outdated"],
  ["what the settings say against them is the reason", { problem: "All is off" }, "attention", "All is off"],
  ["not heard yet is told, and nothing to look at", { lastHeardAt: null }, "heard", "no session"],
])("%s", (_, part, verdict, reason) => {
  const judged = judgeHooks({ ...good, ...part });
  expect(judged.verdict).toBe(verdict);
  if (reason === null) expect(judged.reason).toBeNull();
  else expect(judged.reason).toContain(reason);
});
