import type { Question, QuestionPart } from "@signalbox/contract/agents";
import { panelAtEnd } from "../../drawn-panel.ts";
import {
  closely,
  type DialogAnswer,
  type DialogStep,
  numberedFrom,
  press,
  type ShownDialog,
  type ShownOption,
  stuck,
} from "../../terminal-dialog.ts";
import { ownAnswer, stepInPart } from "./choice-steps.ts";

const foot = /\besc dismiss$/;
const optionLine = /^ {2}(\d)\. (?:\[(.)\] )?(.*)$/;
const picked = / ✓$/;

/** How OpenCode lets a person choose: one question at a time, and a last page where it asks for more than one answer. */
export function readChoice(screen: string): ShownDialog | null {
  const { panel } = panelAtEnd(screen);
  const lines = panel.map(({ text }) => text);
  const ends = lines.findLastIndex((line) => line.trim() !== "");
  if (ends < 0 || !foot.test(lines[ends] ?? "")) return null;
  const above = lines.slice(0, ends);
  const found = numberedFrom(above.map((line) => (optionLine.test(line) ? line : "")));
  const starts = found?.starts ?? [];
  return {
    words: above.slice(0, found?.from).filter((line) => line.trim() !== ""),
    isCut: false,
    options: starts.map((start, at) => optionAt(above.slice(start, starts[at + 1]))),
    foot: (lines[ends] ?? "").trim(),
  };
}

function optionAt([first = "", ...rest]: readonly string[]): ShownOption {
  const [, number, tick, label = ""] = optionLine.exec(first) ?? [];
  const isPicked = picked.test(label);
  return {
    number: Number(number),
    label: label.replace(picked, "").trim(),
    more: rest
      .map((line) => line.trim())
      .filter((line) => line !== "")
      .join(" "),
    ticked: tick === undefined ? (isPicked ? true : null) : tick !== " ",
    at: false,
  };
}

/** Where it asks for one answer it has no pages. */
const hasPages = ({ parts }: Question): boolean => parts.length > 1 || parts[0]?.several === true;

const pagesOf = (question: Question): string =>
  hasPages(question)
    ? closely([...question.parts.map(({ header }) => header ?? ""), "Confirm"].join(""))
    : "";

/** The part of the question whose page is shown, with all its options; undefined where it is none of them. */
export const shownPart = (dialog: ShownDialog, question: Question): QuestionPart | undefined =>
  question.parts.find((part) => {
    const asked = `${part.text}${part.several ? " (select all that apply)" : ""}`;
    return (
      closely(dialog.words.join("")) === `${pagesOf(question)}${closely(asked)}` && showsOptions(dialog, part)
    );
  });

function showsOptions({ options }: ShownDialog, part: QuestionPart): boolean {
  const others = options.slice(part.options.length);
  return (
    part.options.every(({ label, description }, at) => {
      const shown = options[at];
      // A label that is broken into lines stands as its description does.
      const text = closely(`${label}${description ?? ""}`);
      return shown !== undefined && closely(`${shown.label}${shown.more}`) === text;
    }) &&
    others.length <= 1 &&
    others.every(({ label }) => label === ownAnswer)
  );
}

/** The page that shows all answers before they are sent; of the questions it has but the names. */
export const isReview = ({ words }: ShownDialog, question: Question): boolean =>
  hasPages(question) && closely(words.join("")).startsWith(`${pagesOf(question)}Review`);

export function nextInChoice(dialog: ShownDialog, { question, content }: DialogAnswer): DialogStep {
  const part = shownPart(dialog, question);
  const field = part === undefined ? undefined : dialog.options[part.options.length];
  if (content.kind === "deny")
    return content.message === undefined
      ? refuse(field)
      : stuck("its terminal takes no words with the refusal of a choice");
  if (content.kind !== "options") return stuck("its terminal takes no such answer");
  if (part === undefined) return sendReviewed(dialog, question, content.answers);
  const wanted = content.answers[question.parts.indexOf(part)] ?? [];
  return stepInPart({ dialog, part, field, wanted, isOnly: !hasPages(question) });
}

/** Escape leaves what is being written first, and only then the question. */
function refuse(field: ShownOption | undefined): DialogStep {
  const isEmpty = field === undefined || field.more === "" || field.ticked === true;
  if (isEmpty) return press("Escape", true);
  return field.more === ownAnswer ? press("Escape") : stuck("something is written there");
}

/** What is shown once more must be what is wanted; else it is gone through again from its first page. */
function sendReviewed(dialog: ShownDialog, question: Question, answers: readonly string[][]): DialogStep {
  const { parts } = question;
  let rest = closely(dialog.words.join("")).slice(`${pagesOf(question)}Review`.length);
  const isWanted = parts.every(({ header }, at) => {
    const name = closely(`${header ?? ""}:`);
    if (!rest.startsWith(name)) return false;
    const next = parts[at + 1];
    const ends = next === undefined ? -1 : rest.indexOf(closely(`${next.header ?? ""}:`), name.length);
    const given = rest.slice(name.length, ends < 0 ? undefined : ends);
    rest = rest.slice(name.length + given.length);
    return sorted(given) === sorted(closely((answers[at] ?? []).join(",")));
  });
  return isWanted ? press("Enter", true) : press("Tab");
}

/** They stand in the order in which they were ticked. */
const sorted = (given: string): string => given.split(",").toSorted().join(",");
