import type { Question } from "@signalbox/contract/agents";
import { isObject, type JsonObject, textAt } from "../../../kernel/json.ts";
import { closely, type ShownDialog } from "../terminal-dialog.ts";

const basename = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const dashes = /^\s*╌{20,}/;
/** What a screen leaves out of a long text, and what is not kept of one. */
const leftOut = /…[^\n]*|\[redacted\]|\[… \d+ characters cut …\]/;

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

function showsCall({ words }: ShownDialog, { tool, input }: Question): boolean {
  const call: JsonObject = isObject(input) ? input : {};
  const command = textAt(call, "command");
  if (tool === "Bash" && command !== null) return isShown(bodyOf(words), command);
  const shown = closely(words.join("\n"));
  const path = textAt(call, "file_path") ?? textAt(call, "notebook_path");
  if (path !== null) return shown.includes(closely(basename(path)));
  const values = Object.values(call).filter((value) => typeof value === "string" && value.trim() !== "");
  return values.some((value) => shown.includes(closely(String(value)).slice(0, 60)));
}

/** What stands between the dashes: of a long command, the end may be all that the screen has. */
function bodyOf(words: readonly string[]): string {
  const bottom = words.findLastIndex((line) => dashes.test(line));
  const top = words.slice(0, Math.max(bottom, 0)).findLastIndex((line) => dashes.test(line));
  if (bottom < 0) return "";
  // A long one has a line along its side.
  return words
    .slice(top + 1, bottom)
    .map((line) => line.replace(/^\s*│/, ""))
    .join("\n");
}

/** Whether what is shown is the text, or so much of it as fits. */
function isShown(body: string, text: string): boolean {
  const parts = (from: string) => from.split(new RegExp(leftOut, "g")).map(closely);
  const [shown, whole] = [closely(body), closely(text)];
  if (shown === "") return false;
  return (
    parts(body).every((part) => whole.includes(part)) || parts(text).every((part) => shown.includes(part))
  );
}

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
