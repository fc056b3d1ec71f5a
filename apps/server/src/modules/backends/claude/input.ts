import { closely } from "../terminal-dialog.ts";
import type { ShownInput, TerminalInput } from "../terminal-input.ts";
import { tookPromptBack } from "./taken-back.ts";

const rule = /^─{20,}/;
const busy = /^\S \S.*…(?:$| \()/;
/** What it proposes in an input that is empty. */
const proposed = /^Try "/;

export const claudeInput: TerminalInput = {
  read: readInput,
  holds: (typed, text) => closely(typed) === closely(text) || tookPromptBack(boxed(typed), text),
  putsBack: (typed, prompt) => closely(typed) === closely(prompt) || tookPromptBack(boxed(typed), prompt),
  // With an exclamation mark in front it would be a command to a shell.
  asSaid: (text) => (text.startsWith("!") ? ` ${text}` : text),
};

/** As it stands on a screen that shows nothing else. */
const boxed = (typed: string): string => ["─".repeat(20), `❯ ${typed}`, "─".repeat(20)].join("\n");

function readInput(screen: string): ShownInput {
  const lines = screen.split("\n");
  const bottom = lines.findLastIndex((line) => rule.test(line));
  const top = lines.slice(0, Math.max(bottom, 0)).findLastIndex((line) => rule.test(line));
  const [first = "", ...rest] = lines.slice(top + 1, Math.max(bottom, 0));
  const works =
    lines.slice(Math.max(bottom, 0)).some((line) => line.includes("esc to interrupt")) ||
    lines.slice(Math.max(0, top - 8), Math.max(top, 0)).some((line) => busy.test(line));
  if (top < 0 || !/^[❯!]/.test(first)) return { typed: null, busy: works };
  const said = [first.slice(1), ...rest].join("\n").trim();
  const typed = first.startsWith("!") ? `!${said}` : said;
  return { typed: proposed.test(typed) ? "" : typed, busy: works };
}
