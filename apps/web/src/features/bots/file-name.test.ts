import { expect, test } from "vitest";
import { fileNameOf } from "./file-name.ts";

test("a bot's file is called as the bot, in letters that every system takes", () => {
  expect(fileNameOf("Triage: new/old issues")).toBe("triage-new-old-issues.yaml");
  expect(fileNameOf("..")).toBe("bot.yaml");
  expect(fileNameOf("x".repeat(100))).toBe(`${"x".repeat(60)}.yaml`);
});
