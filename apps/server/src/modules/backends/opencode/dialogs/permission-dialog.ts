import type { Question } from "@signalbox/contract/agents";
import { isObject, type JsonObject, listAt, textAt } from "../../../../kernel/json.ts";
import { panelAtEnd } from "../../drawn-panel.ts";
import { showsPath, showsText } from "../../shown-text.ts";
import {
  closely,
  type DialogAnswer,
  type DialogStep,
  press,
  type ShownDialog,
  type ShownOption,
  stuck,
} from "../../terminal-dialog.ts";
import { callsAbove, hasChild, isOfCall, isOfOne } from "./calls-above.ts";

const asks = /^ {2}△ Permission required$/;
const confirms = /^ {2}△ Always allow$/;
const edits = /^ {4}→ Edit (.+)$/;
const fetches = /^ {4}% WebFetch /;
const goesOutside = /^ {4}← Access external directory /;
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

/** How OpenCode asks before a call; its buttons stand in a row, the chosen one in another colour. */
export function readPermission(screen: string): ShownDialog | null {
  const { panel, above } = panelAtEnd(screen);
  const row = panel.findLastIndex(({ text }) => text.trim() !== "");
  const { text = "", lit = [] } = panel[row] ?? {};
  const labels = buttons.find((all) => new RegExp(`^ +${all.join(" +")}(?: |$)`).test(text));
  if (labels === undefined) return null;
  const told = panel.slice(0, row);
  const words = told.slice(told.findIndex((line) => line.text.trim() !== ""));
  const [title] = words;
  const isTall = panel.length >= mostLines;
  return {
    words: words.map((line) => line.text),
    isCut: isTall,
    options: labels.map((label) => option(label, lit.length === 1 && lit[0] === label)),
    foot: text.trim(),
    calls: callsAbove(above, title?.colours[0]),
  };
}

const option = (label: string, at: boolean): ShownOption => ({
  ...{ number: null, label, more: "", ticked: null, at },
});

const isOfEdit = ({ words }: ShownDialog): boolean => edits.test(words[1] ?? "");

/** Of an edit it offers to allow every other one, whatever the file. */
export const offersToRemember = (dialog: ShownDialog): boolean =>
  !isOfEdit(dialog) && dialog.options.some(({ label }) => label === always || label === confirm);

/** By what it shows of the call; where it asks once more, by what would be allowed. */
export function showsPermission(dialog: ShownDialog, { tool, input }: Question): boolean {
  const call: JsonObject = isObject(input) ? input : {};
  const [title = "", ...told] = dialog.words;
  if (tool === "webfetch") return asks.test(title) && !dialog.isCut && showsAddress(told, call);
  if (tool === "external_directory")
    return asks.test(title) && !dialog.isCut && showsFolders(told, call) && isOfCall(dialog, call);
  const [command, path] = [textAt(call, "command"), textAt(call, "filepath") ?? textAt(call, "filePath")];
  // Of two that look alike the other may have been meant to do something else, or elsewhere.
  if (!isOfOne(dialog, call)) return false;
  // What it has no room for would be allowed unseen.
  if (confirms.test(title)) return !dialog.isCut && showsPatterns(told, command ?? path);
  if (!asks.test(title)) return false;
  if (command !== null) return showsCommand(told, command, dialog.isCut);
  return path !== null && showsPath(edits.exec(told[0] ?? "")?.[1] ?? "", path) && !hasChild(dialog);
}

/** What would be allowed from now on, of a call that this does not tell. */
export function isConfirmation({ words, isCut }: ShownDialog, { tool, input }: Question): boolean {
  const call: JsonObject = isObject(input) ? input : {};
  const [title = "", ...told] = words;
  if (!confirms.test(title) || isCut) return false;
  if (tool === "external_directory") return isFolders(told, call);
  return (
    tool === "webfetch" &&
    closely(told.join("")) === closely("This will allow webfetch until OpenCode is restarted.")
  );
}

function showsCommand(told: readonly string[], command: string, isCut: boolean): boolean {
  const begins = told.findIndex((line) => /^ {2}\$ /.test(line));
  if (begins < 0) return false;
  const lines = told.slice(begins).map((line, at) => line.slice(at === 0 ? 4 : 2));
  return showsText({ lines, cut: null }, command) || (isCut && showsText({ lines, cut: "below" }, command));
}

/** The whole address stands below its title. */
function showsAddress(told: readonly string[], call: JsonObject): boolean {
  const begins = told.findIndex((line) => /^ {2}URL: /.test(line));
  const [first = "", ...rest] = told.slice(Math.max(begins, 0));
  const url = textAt(call, "url");
  const lines = [first.replace(/^ {2}URL: /, ""), ...rest];
  return begins > 0 && fetches.test(told[0] ?? "") && url !== null && showsText({ lines, cut: null }, url);
}

const showsFolders = (told: readonly string[], call: JsonObject): boolean =>
  goesOutside.test(told[0] ?? "") && isFolders(told, call);

/** All of them, and no other: the call itself tells of the folders, or of a file in one. */
function isFolders(told: readonly string[], call: JsonObject): boolean {
  const begins = told.findIndex((line) => pattern.test(line));
  const shown = closely(told.slice(Math.max(begins, 0)).join("\n"));
  const folder = textAt(call, "parentDir");
  const patterns = listAt(call, "patterns").filter((one) => typeof one === "string");
  const all = patterns.length === 0 && folder !== null ? [`${folder.replace(/\/$/, "")}/*`] : patterns;
  return begins >= 0 && all.length > 0 && shown === closely(all.map((one) => `- ${one}`).join("\n"));
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

export function nextInPermission(dialog: ShownDialog, { content }: DialogAnswer): DialogStep {
  const isAsked = dialog.options.some(({ label }) => label === once);
  if (content.kind === "deny") {
    if (content.message !== undefined)
      return stuck("its terminal takes no words with a No: say them afterwards");
    return press("Escape", isAsked);
  }
  if (content.kind !== "allow" || content.input !== undefined)
    return stuck("its terminal takes no such answer");
  if (content.remember === true && isOfEdit(dialog))
    return stuck("it would allow all edits until OpenCode is restarted: that is chosen in its terminal");
  if (content.remember === true) return choose(dialog, isAsked ? always : confirm, !isAsked);
  return choose(dialog, isAsked ? once : cancel, isAsked);
}

/** The key that counts is pressed once the right button is seen to be chosen. */
function choose({ options }: ShownDialog, wanted: string, last: boolean): DialogStep {
  const from = options.findIndex(({ at }) => at);
  const to = options.findIndex(({ label }) => label === wanted);
  if (from < 0) return stuck("its terminal does not show which answer is chosen");
  if (from === to) return press("Enter", last);
  return press(to > from ? "Right" : "Left");
}
