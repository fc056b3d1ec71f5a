import { numberedFrom, type ShownDialog, type ShownOption } from "../terminal-dialog.ts";

const rule = /^\s*[─▔]{20,}/;
const optionLine = /^\s*(❯)?\s*(?:(\d)\.\s+)?(?:\[(.)\]\s*)?(.*)$/;
const plainOption = /^\s*(❯)?\s*(No|Yes)\s*$/;
/** What ends the marks of a question's own parts. */
const submit = /^(❯)?\s*(?:Submit|Next)$/;

/** Whether Claude Code shows its input: then what else looks like a dialog is text. */
export function showsInput(lines: readonly string[]): boolean {
  const bottom = lines.findLastIndex((line) => rule.test(line));
  const top = lines.slice(0, Math.max(bottom, 0)).findLastIndex((line) => rule.test(line));
  return top >= 0 && /^[❯!]/.test(lines[top + 1] ?? "");
}

/** The dialog that Claude Code's screen shows; null where it shows none. */
export function readClaudeDialog(screen: string): ShownDialog | null {
  const lines = screen.split("\n").map((line) => line.trimEnd());
  if (showsInput(lines)) return null;
  return numberedDialog(lines) ?? plainDialog(lines);
}

function numberedDialog(lines: readonly string[]): ShownDialog | null {
  const found = numberedFrom(lines);
  if (found === null) return null;
  const { from, starts } = found;
  const options = starts.map((start, at) => optionAt(lines, start, starts[at + 1] ?? endOf(lines, start)));
  const end = endOf(lines, found.to);
  const submits = lines.slice(from, found.to).filter((line) => submit.test(line.trim()));
  return {
    ...wordsAbove(lines, from),
    options: [...options, ...submits.map(submitOption)],
    foot: lines.slice(end).join("\n").trim(),
  };
}

/** Where what belongs to the last option ends. */
const endOf = (lines: readonly string[], start: number): number => {
  const blank = lines.findIndex((line, at) => at > start && line.trim() === "");
  return blank < 0 ? lines.length : blank;
};

function optionAt(lines: readonly string[], start: number, end: number): ShownOption {
  const [, at, number, tick, label = ""] = optionLine.exec(lines[start] ?? "") ?? [];
  const more = lines
    .slice(start + 1, end)
    .filter((line) => !rule.test(line) && !submit.test(line.trim()))
    .map((line) => line.trim());
  return {
    number: number === undefined ? null : Number(number),
    label: label.trim(),
    more: more.join(" ").trim(),
    ticked: tick === undefined ? null : tick !== " ",
    at: at !== undefined,
  };
}

const submitOption = (line: string): ShownOption => ({
  ...{ number: null, label: "Submit", more: "", ticked: null },
  at: line.includes("❯"),
});

/** Without digits: a dialog of its own check has only Yes and No. */
function plainDialog(lines: readonly string[]): ShownDialog | null {
  const last = lines.findLastIndex((line) => plainOption.test(line));
  const from = last - 1;
  const pair = [lines[from] ?? "", lines[last] ?? ""];
  if (from < 0 || !pair.every((line) => plainOption.test(line)) || !pair.some((line) => line.includes("❯")))
    return null;
  return {
    ...wordsAbove(lines, from),
    options: pair.map((_, at) => optionAt(lines, from + at, from + at + 1)),
    foot: lines
      .slice(last + 1)
      .join("\n")
      .trim(),
  };
}

/** From the line on that the dialog begins with. A plan stands above that line; nothing else of interest does. */
function wordsAbove(lines: readonly string[], from: number): Pick<ShownDialog, "words" | "isCut"> {
  const above = lines.slice(0, from);
  const top = above.findLastIndex((line) => rule.test(line));
  return { words: above.slice(top + 1).filter((line) => line.trim() !== ""), isCut: top < 0 };
}
