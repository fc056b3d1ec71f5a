import { expect, test } from "vitest";
import { ControlReader } from "./control-reader.ts";
import { isPaneId, readPane, screenOf, textOnly } from "./panes.ts";

test("replies are told from what tmux says between them", () => {
  const said = [
    "%begin 1 265 0",
    "of the command that connected",
    "%end 1 265 0",
    "%session-changed $0 main",
    "%begin 1 270 1",
    "%end 1 269 1",
    "%output %3 what a pane shows",
    "%end 1 270 1",
    "%window-add @4",
    "%begin 2 271 1",
    "parse error: unknown command",
    "%error 2 271 1",
    "",
  ].join("\n");
  const expected = [
    { ok: true, lines: ["%end 1 269 1", "%output %3 what a pane shows"] },
    { ok: false, lines: ["parse error: unknown command"] },
  ];
  const reader = new ControlReader();
  expect(said.split("\n").flatMap((line) => reader.read(line))).toEqual(expected);
});

test("a reply without an end is given up", () => {
  const reader = new ControlReader();
  reader.read("%begin 1 2 1");
  const line = "x".repeat(1_000_000);
  expect(() => Array.from({ length: 5 }, () => reader.read(line))).toThrow("no end");
});

test("a line about a pane is read whatever its command is called", () => {
  expect(readPane("/s", "%12 345 1795984783 0 npm run dev")).toEqual([
    { server: "/s", id: "%12", pid: 345, command: "npm run dev", activeAt: 1795984783000, dead: false },
  ]);
  expect(readPane("/s", "%12 345 1795984783 1 ")).toMatchObject([{ dead: true, command: "" }]);
  expect(readPane("/s", "can't find it")).toEqual([]);
});

test("only the id of a pane is one", () => {
  expect(["%0", "%123"].every(isPaneId)).toBe(true);
  expect(["", "0", "%", "%1; kill-server", "%x", "@1", "%1\n"].some(isPaneId)).toBe(false);
});

test("of a screen its text is left", () => {
  expect(textOnly("\u001b[1;31mred\u001b[0m \u001b]0;title\u0007plain\u0000\u0008\u001b(B é ❯")).toBe(
    "red plain é ❯",
  );
  expect(screenOf(["one  ", "", "two", "   ", ""])).toBe("one\n\ntwo");
});
