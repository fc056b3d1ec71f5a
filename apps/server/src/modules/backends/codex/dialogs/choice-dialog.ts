import type { Question, QuestionPart } from "@signalbox/contract/agents";
import {
  choose,
  closely,
  type DialogAnswer,
  type DialogStep,
  holdsText,
  keysTo,
  numberedFrom,
  oneLine,
  press,
  type ShownDialog,
  type ShownOption,
  stuck,
} from "../../terminal-dialog.ts";

const head = /^ {2}Question (\d+)\/(\d+)(?: \(\d+ unanswered\))?$/;
const foot = /^ {2}tab (?:to add|or esc to clear) notes \|/;
const submits = /\| enter to submit (?:answer|all)\b/;
const none = /^None of the above\b/;
const emptyNote = "Add notes";

/** How Codex lets a person choose: one question at a time; the last answer sends them all, and none shows them again. */
export function readChoice(screen: string): ShownDialog | null {
  const lines = screen.split("\n").map((line) => line.trimEnd());
  const ends = lines.findLastIndex((line) => foot.test(line));
  const below = lines.slice(Math.max(ends, 0)).filter((line) => line !== "");
  const begins = lines.slice(0, Math.max(ends, 0)).findLastIndex((line) => head.test(line));
  // What was written may look like one; only a dialog ends so.
  if (begins < 0 || below.length > 4 || !submits.test(below.join(" ").replace(/\s+/g, " "))) return null;
  const page = lines.slice(begins, ends);
  const found = numberedFrom(page);
  if (found === null) return null;
  const blank = page.findIndex((line, at) => at > found.to && line === "");
  const notes = page.slice(blank < 0 ? page.length : blank).filter((line) => line !== "");
  return {
    words: page.slice(0, found.from).filter((line) => line !== ""),
    isCut: false,
    options: [
      ...found.starts.map((start, at) =>
        optionAt(page.slice(start, found.starts[at + 1] ?? (blank < 0 ? page.length : blank))),
      ),
      ...(notes.length === 0 ? [] : [noteIn(notes, /or esc to clear/.test(below[0] ?? ""))]),
    ],
    foot: below.map((line) => line.trim()).join(" "),
  };
}

/** Its words stand in two columns, each broken into lines by itself. */
function optionAt(lines: readonly string[]): ShownOption {
  const [, at, number, label = ""] = /^\s*(›)?\s*(\d)\.\s+(.*)$/.exec(lines[0] ?? "") ?? [];
  const more = lines.slice(1).map((line) => line.trim());
  return {
    ...{ number: Number(number), label, more: more.join(" ").trim() },
    ...{ ticked: null, at: at !== undefined },
  };
}

/** What is written beside the option that is chosen; what it proposes is nothing. */
function noteIn(lines: readonly string[], isWriting: boolean): ShownOption {
  const text = lines.map((line) => line.replace(/^ {2}(?:› | {2})?/, "")).join(" ");
  const more = text === emptyNote ? "" : text;
  return { number: null, label: "notes", more, ticked: null, at: isWriting };
}

const numbered = ({ options }: ShownDialog) => options.filter(({ number }) => number !== null);

/** The part whose page is shown, with all its options; undefined where it is none of them. */
function shownPart(dialog: ShownDialog, { parts }: Question): QuestionPart | undefined {
  const [title = "", ...asked] = dialog.words;
  const [, page, pages] = head.exec(title) ?? [];
  const part = parts[Number(page) - 1];
  if (part === undefined || Number(pages) !== parts.length) return undefined;
  const isAsked = closely(asked.join("")) === closely(part.text);
  return isAsked && showsOptions(numbered(dialog), part) ? part : undefined;
}

function showsOptions(options: readonly ShownOption[], part: QuestionPart): boolean {
  const others = options.slice(part.options.length);
  const isThere = ({ label, description }: QuestionPart["options"][number], at: number) =>
    closely(`${options[at]?.label}${options[at]?.more}`) === closely(`${label}${description ?? ""}`);
  return part.options.every(isThere) && others.length <= 1 && others.every(({ label }) => none.test(label));
}

export const isFirstPage = (dialog: ShownDialog, question: Question): boolean =>
  shownPart(dialog, question) !== undefined && shownPart(dialog, question) === question.parts[0];

/** What was answered before it is not shown: it counts only where all pages before were answered from here. */
export const isLaterPage = (dialog: ShownDialog, question: Question): boolean =>
  shownPart(dialog, question) !== undefined && !isFirstPage(dialog, question);

export function nextInChoice(dialog: ShownDialog, { question, content }: DialogAnswer): DialogStep {
  const note = dialog.options.find(({ number }) => number === null);
  if (content.kind === "deny") {
    if (content.message !== undefined)
      return stuck("its terminal takes no words with the refusal of a choice");
    return leaveNote(note) ?? press("Escape", true);
  }
  if (content.kind !== "options") return stuck("its terminal takes no such answer");
  const part = shownPart(dialog, question);
  const page = part === undefined ? -1 : question.parts.indexOf(part);
  const wanted = content.answers[page];
  if (part === undefined || wanted === undefined) return stuck("the dialog shows another question");
  if (part.several) return stuck("its terminal takes one answer alone");
  const last = page === question.parts.length - 1;
  const label = wanted[0] ?? "";
  const option = numbered(dialog)[part.options.findIndex((one) => one.label === label)];
  if (option === undefined) return write(dialog, note, { own: oneLine(label), last });
  const step = leaveNote(note) ?? choose(dialog, option);
  return step.kind === "press" && step.keys[0] !== "Escape" ? { ...step, last } : step;
}

/** A digit would be written, and Escape takes away what is. */
function leaveNote(note: ShownOption | undefined): DialogStep | null {
  if (note === undefined) return null;
  return note.more === "" && note.at ? press("Escape") : stuck("something is written there");
}

/** Words of one's own are a note to the option that is none of the others. */
function write(
  dialog: ShownDialog,
  note: ShownOption | undefined,
  { own, last }: { own: string; last: boolean },
): DialogStep {
  const other = numbered(dialog).find(({ label }) => none.test(label));
  if (other === undefined) return stuck("the dialog takes no words of one's own");
  if (!other.at)
    return leaveNote(note) ?? { kind: "press", keys: keysTo(numbered(dialog), other), last: false };
  if (note === undefined) return press("Tab");
  if (!note.at) return stuck("something is written there");
  if (note.more === "") return { kind: "type", text: own };
  return holdsText(note.more, own) ? press("Enter", last) : stuck("something else is written there");
}
