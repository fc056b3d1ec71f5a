import { expect, test } from "vitest";
import { tookPromptBack } from "./taken-back.ts";

const line = "─".repeat(60);
const screen = (above: string, typed: string, below = "  ⏸ manual mode on") =>
  [above, line, `❯ ${typed}`, line, below].join("\n");

test("a prompt that stands in the input again was taken back", () => {
  const shown = screen(
    "❯ hi\n\n● hello\n\n✻ Churned for 0s · done 12:06 AM\n",
    "Paint the door,\n  and the fence",
  );
  expect(tookPromptBack(shown, "Paint the door, and the fence")).toBe(true);
});

test("a long prompt is known by its beginning", () => {
  const prompt = "Paint ".repeat(40);
  expect(tookPromptBack(screen("", prompt), `${prompt.slice(0, 139)}…`)).toBe(true);
});

test("a long prompt that was pasted stands there by its number alone", () => {
  expect(tookPromptBack(screen("", "[Pasted text #2 +40 lines]"), "Paint the door")).toBe(true);
  expect(tookPromptBack(screen("", "[Pasted text #2] and more"), "Paint the door")).toBe(false);
});

test("one that is being worked on is not, whatever stands in the input", () => {
  const working = "❯ Paint the door\n\n✢ Gusting… (2s · ↓ 4 tokens)\n  ⎿  Tip: use /status\n";
  expect(tookPromptBack(screen(working, "Paint the door"), "Paint the door")).toBe(false);
  expect(tookPromptBack(screen("* Lollygagging…\n\n", "Paint the door"), "Paint the door")).toBe(false);
  const status = "  ⏸ manual mode on · esc to interrupt";
  expect(tookPromptBack(screen("", "Paint the door", status), "Paint the door")).toBe(false);
});

test("another text, an empty input, and a screen without an input tell nothing", () => {
  expect(tookPromptBack(screen("", "Paint it"), "Paint the door")).toBe(false);
  expect(tookPromptBack(screen("", ""), "Paint the door")).toBe(false);
  expect(tookPromptBack(screen("", ""), "")).toBe(false);
  expect(tookPromptBack("❯ Paint the door", "Paint the door")).toBe(false);
});
