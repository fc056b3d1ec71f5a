import { panelsOf } from "../drawn-panel.ts";
import { showsWords } from "../shown-text.ts";
import { holdsText } from "../terminal-dialog.ts";
import type { ShownInput, TerminalInput } from "../terminal-input.ts";

const bottom = /^\s*╹▀{20,}/;
const works = /\besc (?:again to )?interrupt\b/;
/** What it proposes in an input that is empty. */
const proposed = /^Ask anything… "/;
const pasted = /^\[Pasted ~(\d+) lines\]$/;

export const opencodeInput: TerminalInput = {
  read: readInput,
  holds: (typed, text) => {
    const lines = pasted.exec(typed)?.[1];
    if (lines !== undefined) return Number(lines) === text.split("\n").length;
    return holdsText(typed, text);
  },
  asSaid: (text) => text,
  // An exclamation mark that is typed makes it a command to a shell, wherever it stands.
  pastes: true,
  interrupts: ["Escape", "Escape"],
  // Its terminal goes from one session to another, and tells nobody.
  shows: (screen, said) => showsWords(historyOf(screen), said),
};

/** What stands above the input: what was asked, each in a panel of its own, and what was said. */
function historyOf(screen: string): string[] {
  const { lines, texts } = panelsOf(screen);
  const ends = texts.findLastIndex((text) => bottom.test(text));
  const above = lines.slice(0, Math.max(ends, 0));
  const begins = above.lastIndexOf(null) + 1;
  return above.slice(0, begins).map((line, at) => line?.text ?? texts[at] ?? "");
}

/** The panel above the line of blocks; its last line names the model. */
function readInput(screen: string): ShownInput {
  const { lines, texts } = panelsOf(screen);
  const ends = texts.findLastIndex((text) => bottom.test(text));
  const busy = texts.slice(Math.max(ends, 0)).some((text) => works.test(text));
  const above = lines.slice(0, Math.max(ends, 0));
  const box = above.slice(above.lastIndexOf(null) + 1).flatMap((line) => line?.text ?? []);
  const model = box.at(-1) ?? "";
  // What stands there otherwise would be run by a shell.
  if (ends < 0 || box.length < 3 || !/ · /.test(model)) return { typed: null, busy };
  const typed = box
    .slice(0, -1)
    .map((line) => line.replace(/^ {2}/, ""))
    .join("\n")
    .trim();
  return { typed: proposed.test(typed) ? "" : typed, busy };
}
