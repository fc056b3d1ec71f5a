import type { Question } from "@signalbox/contract/agents";
import { isObject, textAt } from "../../../kernel/json.ts";
import { basename } from "../shown-text.ts";
import { closely, type ShownDialog } from "../terminal-dialog.ts";
import { showsCall } from "./dialog-call.ts";

/** Whether a dialog of Claude Code asks this very question: by the command, the file, the words or the plan it shows. */
export function isAboutClaude(dialog: ShownDialog, question: Question): boolean {
  switch (question.kind) {
    case "permission":
      return asksPermission(dialog) && (question.tool === null || showsCall(dialog, question));
    case "plan":
      return showsPlan(dialog, question);
    case "options":
      return showsPart(dialog, question) || isReview(dialog, question);
    case "text":
      return false;
  }
}

export const asksPermission = ({ options }: ShownDialog): boolean =>
  options.some(({ label }) => /^Yes\b/.test(label)) && options.some(({ label }) => /^No\b/.test(label));

/** The part of the question that the dialog shows; undefined where it shows none. */
export const shownPart = (dialog: ShownDialog, { parts }: Question) => {
  const shown = closely(dialog.words.join("\n"));
  return parts.find(
    ({ text, options }) =>
      shown.endsWith(closely(text)) && options.every(({ label }) => optionFor(dialog, label) !== undefined),
  );
};

export const optionFor = ({ options }: ShownDialog, label: string) =>
  options.find((option) => closely(option.label) === closely(label));

const showsPart = (dialog: ShownDialog, question: Question): boolean =>
  shownPart(dialog, question) !== undefined;

/** Whether it shows the answers once more before they are sent. */
export function isReview({ words, options }: ShownDialog, { parts }: Question): boolean {
  const shown = closely(words.join("\n"));
  return (
    shown.includes("Reviewyouranswers") &&
    options.some(({ label }) => label === "Submit answers") &&
    parts.every(({ text }) => shown.includes(closely(text)))
  );
}

function showsPlan({ words, foot, options }: ShownDialog, { plan, input }: Question): boolean {
  const asked = words.join(" ");
  if (/Exit plan mode\?/.test(asked)) return plan === null;
  if (!/written up a plan/.test(asked) || plan === null) return false;
  const file = isObject(input) ? textAt(input, "planFilePath") : null;
  const below = [foot, ...options.map(({ more }) => more)].join("\n");
  return file === null || closely(below).includes(closely(basename(file)));
}
