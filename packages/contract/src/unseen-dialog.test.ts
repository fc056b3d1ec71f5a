import { expect, test } from "vitest";
import { isUnseenDialog } from "./unseen-dialog.ts";

const dialog = { terminalOnly: true, tool: null, input: null, plan: null, parts: [] };

test("a dialog that nothing is known of but that it is there is unseen", () => {
  expect(isUnseenDialog(dialog)).toBe(true);
});

test("what is told whole is seen, though only its terminal can answer it", () => {
  expect(isUnseenDialog({ ...dialog, tool: "Bash", input: { command: "make" } })).toBe(false);
  expect(isUnseenDialog({ ...dialog, plan: "1. Mend it" })).toBe(false);
});
