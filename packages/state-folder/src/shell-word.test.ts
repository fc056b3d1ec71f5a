import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { shellWord } from "./shell-word.ts";

test.each(["/home/me/state", "/home/my state", "/home/it's", "/home/$(id)\n;'\"\\", ""])(
  "a shell reads %j as it is",
  (path) => {
    const said = execFileSync("sh", ["-c", `printf %s ${shellWord(path)}`], { encoding: "utf8" });
    expect(said).toBe(path);
  },
);

test("a path of plain letters stays plain", () => {
  expect(shellWord("/home/me/.local/share/signalbox")).toBe("/home/me/.local/share/signalbox");
});
