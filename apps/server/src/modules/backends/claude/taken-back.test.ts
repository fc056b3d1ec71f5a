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

test("a long prompt is known by all of it: another one may begin and end alike", () => {
  const [begin, end] = ["Paint ".repeat(40), " and the fence".repeat(10)];
  expect(tookPromptBack(screen("", `${begin}the door${end}`), `${begin}the door${end}`)).toBe(true);
  expect(tookPromptBack(screen("", `${begin}the gate${end}`), `${begin}the door${end}`)).toBe(false);
  expect(tookPromptBack(screen("", begin), `${begin}the door`)).toBe(false);
  expect(tookPromptBack(screen("", `${begin}the door`), begin)).toBe(false);
});

test("a long text that was pasted is known by its place and its lines, and by what stands around it", () => {
  const lines = Array.from({ length: 41 }, (_, n) => `line ${n}`).join("\n");
  expect(tookPromptBack(screen("", "[Pasted text #2 +40 lines]"), lines)).toBe(true);
  expect(tookPromptBack(screen("", "[Pasted text #2 +39 lines]"), lines)).toBe(false);
  const around = "Read [Pasted text #2 +40 lines] and tell [Pasted text #3]";
  expect(tookPromptBack(screen("", around), `Read ${lines} and tell ${"x".repeat(2_000)}`)).toBe(true);
  expect(tookPromptBack(screen("", around), `Write ${lines} and tell ${"x".repeat(2_000)}`)).toBe(false);
  expect(tookPromptBack(screen("", "[Pasted text #2] and more"), "Paint the door")).toBe(false);
});

test("what the prompt tells of a paste in marks is no part of it", () => {
  const pasted = (text: string) => `\n\n<pasted_content id="9b82">\n${text}\n</pasted_content id="9b82">\n\n`;
  const prompt = `Read ${pasted("one\ntwo\nthree")} and tell`;
  expect(tookPromptBack(screen("", "Read [Pasted text #3 +2 lines] and tell"), prompt)).toBe(true);
  expect(tookPromptBack(screen("", "Read [Pasted text #3 +3 lines] and tell"), prompt)).toBe(false);
  expect(tookPromptBack(screen("", "[Pasted text #3]"), pasted("x".repeat(2_000)))).toBe(true);
});

test("a prompt of which a secret was left out is known by the rest of it", () => {
  const prompt = "Use the key [redacted] to paint";
  expect(tookPromptBack(screen("", "Use the key sk-ant-0123456789 to paint"), prompt)).toBe(true);
  expect(tookPromptBack(screen("", "Use the key sk-ant-0123456789 to print"), prompt)).toBe(false);
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
