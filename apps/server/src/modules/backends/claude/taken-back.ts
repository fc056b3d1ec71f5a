const rule = /^─{20,}/;
/** What turns round above the input while it works: `✢ Gusting… (2s · ↓ 4 tokens)`. */
const busy = /^\S \S.*…(?:$| \()/;
const pasted = /^❯ \[Pasted text #\d+(?: \+\d+ lines)?\]\s*$/;
/** How far above the input that stands. */
const linesAbove = 8;
/** As much of a prompt as it takes to tell it from another. */
const compared = 60;

const closely = (text: string): string => text.replace(/\s+/gu, "").slice(0, compared);

/**
 * Whether the screen shows the prompt in the input box again: where Escape is pressed before Claude Code said a word, it
 * takes the prompt back, and neither a hook nor its transcript tells.
 */
export function tookPromptBack(screen: string, prompt: string): boolean {
  const lines = screen.split("\n");
  const bottom = lines.findLastIndex((line) => rule.test(line));
  const top = lines.slice(0, Math.max(bottom, 0)).findLastIndex((line) => rule.test(line));
  if (top < 0 || lines.slice(bottom).some((line) => line.includes("esc to interrupt"))) return false;
  if (lines.slice(Math.max(0, top - linesAbove), top).some((line) => busy.test(line))) return false;
  const [first = "", ...rest] = lines.slice(top + 1, bottom);
  if (!first.startsWith("❯")) return false;
  // A long text that was pasted is shown by its number alone.
  if (rest.every((line) => line.trim() === "") && pasted.test(first)) return prompt !== "";
  const typed = closely([first.slice(1), ...rest].join(""));
  const told = closely(prompt.replace(/…$/u, ""));
  return told !== "" && (typed.startsWith(told) || (typed.length === compared && told.startsWith(typed)));
}
