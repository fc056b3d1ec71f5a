import type { Question } from "@signalbox/contract/agents";
import { isObject, type JsonObject, textAt } from "../../../kernel/json.ts";
import { type PanelLine, panelsOf } from "../drawn-panel.ts";
import { showsPath, showsText } from "../shown-text.ts";
import type {
  DialogAnswer,
  DialogStep,
  ShownDialog,
  ShownOption,
  TerminalDialogs,
} from "../terminal-dialog.ts";

const asks = /^ {2}△ Permission required$/;
const confirms = /^ {2}△ Always allow$/;
const edits = /^ {4}→ Edit (.+)$/;
const pattern = /^ {2}- (.+)$/;
/** A permission has room for so many lines; it does not show that there are more. */
const mostLines = 15;

const once = "Allow once";
const always = "Allow always";
const [confirm, cancel] = ["Confirm", "Cancel"];
const buttons = [
  [once, always, "Reject"],
  [confirm, cancel],
] as const;

/** How OpenCode asks before a command or a change; its buttons stand in a row, the chosen one in another colour. */
export const opencodeDialogs: TerminalDialogs = {
  kinds: ["permission"],
  read: readDialog,
  isAbout: (dialog, question) => question.kind === "permission" && shows(dialog, question),
  takesWords: false,
  canRemember: ({ options }) => options.some(({ label }) => label === always || label === confirm),
  unable: (dialog, answer) => {
    const step = nextStep(dialog, answer);
    return step.kind === "stuck" ? step.why : null;
  },
  next: nextStep,
};

/** The panel that a screen ends with. */
function lastPanel(screen: string): PanelLine[] {
  const { lines, texts } = panelsOf(screen);
  const ends = texts.findLastIndex((text) => text.trim() !== "");
  const last = lines.slice(0, ends + 1);
  const above = last.lastIndexOf(null);
  return last.slice(above + 1).filter((line) => line !== null);
}

function readDialog(screen: string): ShownDialog | null {
  const panel = lastPanel(screen);
  const row = panel.findLastIndex(({ text }) => text.trim() !== "");
  const { text = "", lit = [] } = panel[row] ?? {};
  const labels = buttons.find((all) => new RegExp(`^ +${all.join(" +")}(?: |$)`).test(text));
  if (labels === undefined) return null;
  const words = panel.slice(0, row).map((line) => line.text);
  const isTall = panel.length >= mostLines;
  return {
    words: words.slice(words.findIndex((line) => line.trim() !== "")),
    isCut: isTall,
    options: labels.map((label) => option(label, lit.length === 1 && lit[0] === label)),
    foot: text.trim(),
  };
}

const option = (label: string, at: boolean): ShownOption => ({
  ...{ number: null, label, more: "", ticked: null, at },
});

/** By the command or the file that it shows; where it asks once more, by the commands that would be allowed. */
function shows({ words, isCut }: ShownDialog, { input }: Question): boolean {
  const call: JsonObject = isObject(input) ? input : {};
  const [command, path] = [textAt(call, "command"), textAt(call, "filepath") ?? textAt(call, "filePath")];
  const [title = "", ...told] = words;
  // What it has no room for would be allowed unseen.
  if (confirms.test(title)) return !isCut && showsPatterns(told, command ?? path);
  if (!asks.test(title)) return false;
  if (command === null) return path !== null && showsPath(edits.exec(told[0] ?? "")?.[1] ?? "", path);
  const begins = told.findIndex((line) => /^ {2}\$ /.test(line));
  if (begins < 0) return false;
  const lines = told.slice(begins).map((line, at) => line.slice(at === 0 ? 4 : 2));
  return showsText({ lines, cut: null }, command) || (isCut && showsText({ lines, cut: "below" }, command));
}

/** Each stands for a part of what is asked, with an asterisk for the rest. */
function showsPatterns(told: readonly string[], asked: string | null): boolean {
  const patterns = told.flatMap((line) => pattern.exec(line)?.[1] ?? []);
  const fixed = patterns.map((one) => one.split("*")[0]?.trim() ?? "");
  const begins = (part: string) => part !== "" && commandsIn(asked ?? "").some((one) => one.startsWith(part));
  return fixed.length > 0 && fixed.every(begins);
}

/** What a line runs, each from its beginning; a path is one. */
const commandsIn = (asked: string): string[] => asked.split(/[;|&\n]+/).map((one) => one.trim());

function nextStep(dialog: ShownDialog, { content }: DialogAnswer): DialogStep {
  const isAsked = dialog.options.some(({ label }) => label === once);
  if (content.kind === "deny") {
    if (content.message !== undefined)
      return { kind: "stuck", why: "its terminal takes no words with a No: say them afterwards" };
    return { kind: "press", keys: ["Escape"], last: isAsked };
  }
  if (content.kind !== "allow" || content.input !== undefined)
    return { kind: "stuck", why: "its terminal takes no such answer" };
  if (content.remember === true) return choose(dialog, isAsked ? always : confirm, !isAsked);
  return choose(dialog, isAsked ? once : cancel, isAsked);
}

/** The key that counts is pressed once the right button is seen to be chosen. */
function choose({ options }: ShownDialog, wanted: string, last: boolean): DialogStep {
  const from = options.findIndex(({ at }) => at);
  const to = options.findIndex(({ label }) => label === wanted);
  if (from < 0) return { kind: "stuck", why: "its terminal does not show which answer is chosen" };
  if (from === to) return { kind: "press", keys: ["Enter"], last };
  return { kind: "press", keys: [to > from ? "Right" : "Left"], last: false };
}
