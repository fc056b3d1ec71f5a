import { showsWords } from "../shown-text.ts";
import { closely } from "../terminal-dialog.ts";
import type { ShownInput, TerminalInput } from "../terminal-input.ts";

const empty = "Ask Codex to do anything";
const pasted = /^\[Pasted Content (\d+) chars\]$/;
/** A text that is taller than its box scrolls in it, and shows so. */
const above = /\s{2,}↑$/;
const works = /^\S .*\(.*\besc to interrupt\)/;
/** What stands under a dialog, a list or a page, and never under the input. */
const otherwise = /\b(?:enter|esc|q)\b.*\b(?:confirm|cancel|skip|open|back|quit|select)\b/i;

export const codexInput: TerminalInput = {
  read: readInput,
  holds,
  // With an exclamation mark in front it would be a command to a shell.
  asSaid: (text) => (text.startsWith("!") ? ` ${text}` : text),
  // Its terminal goes from one session to another, and tells nobody.
  shows: (screen, said) => showsWords(partsOf(screen).above, said),
};

function readInput(screen: string): ShownInput {
  const { box, above: history } = partsOf(screen);
  const busy = history
    .filter((line) => line !== "")
    .slice(-8)
    .some((line) => works.test(line));
  if (box === null) return { typed: null, busy };
  const [first = "", ...rest] = box;
  const typed = [first.slice(2), ...rest.map((line) => line.slice(2))].join("\n").trim();
  return { typed: typed === empty ? "" : typed, busy };
}

/** The input stands last on the screen, with a line or two below it; a reply stands further left than what is typed. */
function partsOf(screen: string): { box: string[] | null; above: string[] } {
  const lines = screen.split("\n").map((line) => line.trimEnd());
  while (lines.at(-1) === "") lines.pop();
  // With an exclamation mark in its place, what is typed is for a shell.
  const begins = lines.findLastIndex((line) => /^›(?: |$)/.test(line));
  // One that scrolls leaves no room below it.
  const ends = above.test(lines[begins] ?? "") ? lines.length : lines.lastIndexOf("");
  const foot = lines.slice(ends + 1);
  const box = lines.slice(Math.max(begins, 0), Math.max(ends, 0));
  const isBox =
    begins >= 0 &&
    begins < ends &&
    foot.length <= 2 &&
    box.slice(1).every((line) => line === "" || line.startsWith("  ")) &&
    !foot.some((line) => !line.startsWith("  ") || otherwise.test(line));
  return isBox ? { box, above: lines.slice(0, begins) } : { box: null, above: lines };
}

function holds(typed: string, text: string): boolean {
  const [first = "", ...rest] = typed.split("\n");
  const length = pasted.exec(typed)?.[1];
  if (length !== undefined) return Number(length) === [...text].length;
  if (!above.test(first)) return closely(typed) === closely(text);
  const seen = closely([first.replace(above, ""), ...rest].join("\n"));
  return seen.length >= 40 && closely(text).endsWith(seen);
}
