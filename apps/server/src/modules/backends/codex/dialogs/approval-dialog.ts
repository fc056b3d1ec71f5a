import type { Question } from "@signalbox/contract/agents";
import { isObject, textAt } from "../../../../kernel/json.ts";
import { showsText } from "../../shown-text.ts";
import {
  choose,
  closely,
  type DialogAnswer,
  type DialogStep,
  numberedFrom,
  press,
  type ShownDialog,
  type ShownOption,
  stuck,
} from "../../terminal-dialog.ts";

const runs = /^ {2}Would you like to run the following command\?$/;
const edits = /^ {2}Would you like to make the following edits\?$/;
const hidden = /^ {2}\[… \d+ lines\]/;
const foot = /^Press enter to confirm or esc to cancel$/;

const allows = /^Yes, proceed\b/;
const remembers = /^Yes, and don't ask again\b/;
const denies = /^No, and tell Codex\b/;

const find = ({ options }: ShownDialog, wanted: RegExp) => options.find(({ label }) => wanted.test(label));

export const offersToRemember = (dialog: ShownDialog): boolean => find(dialog, remembers) !== undefined;

/** How Codex asks before a command that leaves its sandbox, and before it changes files outside of it. */
export function readApproval(screen: string): ShownDialog | null {
  const lines = screen.split("\n").map((line) => line.trimEnd());
  const found = numberedFrom(lines);
  if (found === null) return null;
  const above = lines.slice(0, found.from);
  const asked = above.findLastIndex((line) => runs.test(line) || edits.test(line));
  const below = lines.slice(found.to + 1).filter((line) => line.trim() !== "");
  const last = below.at(-1)?.trim() ?? "";
  // What a person wrote may look like options; only a dialog ends so.
  if (!foot.test(last)) return null;
  return {
    words: above.slice(Math.max(asked, 0)).filter((line) => line !== ""),
    isCut: asked < 0,
    options: found.starts.map((start, at) => optionAt(lines, start, found.starts[at + 1])),
    foot: last,
  };
}

function optionAt(lines: readonly string[], start: number, next: number | undefined): ShownOption {
  const [, number, label = ""] = /(\d)\.\s+(.*)$/.exec(lines[start] ?? "") ?? [];
  const more = lines.slice(start + 1, next).filter((line) => /^ {5}/.test(line));
  const at = /^›/.test(lines[start] ?? "");
  return { number: Number(number), label: label.trim(), more: more.join("\n").trim(), ticked: null, at };
}

export function nextInApproval(dialog: ShownDialog, { content }: DialogAnswer): DialogStep {
  const take = (wanted: RegExp, otherwise: string): DialogStep => {
    const option = find(dialog, wanted);
    return option === undefined ? stuck(otherwise) : choose(dialog, option);
  };
  if (content.kind === "deny") {
    if (content.message !== undefined)
      return stuck("its terminal takes no words with a No: say them afterwards");
    // It has no room where what is remembered takes many lines, and Escape is the same.
    const no = find(dialog, denies);
    return no === undefined ? press("Escape", true) : choose(dialog, no);
  }
  if (content.kind !== "allow" || content.input !== undefined)
    return stuck("its terminal takes no such answer");
  return content.remember === true
    ? take(remembers, "it offers nothing to remember")
    : take(allows, "the dialog has no plain Yes");
}

/** By the whole command, or by all the files that would be changed. */
export function showsApproval({ words, isCut }: ShownDialog, { input }: Question): boolean {
  const command = isObject(input) ? textAt(input, "command") : null;
  const [title = "", ...told] = words;
  if (command === null || isCut) return false;
  if (edits.test(title)) return showsPatch(told, command);
  // The reason stands above, in the model's words: what begins first is at most longer than the command.
  const begins = told.findIndex((line) => /^ {2}\$ /.test(line));
  if (begins < 0 || !runs.test(title)) return false;
  const all = told.slice(begins).map((line, at) => (at === 0 ? line.slice(4) : line.slice(2)));
  const end = told.slice(begins).findIndex((line) => hidden.test(line));
  return end < 0
    ? showsText({ lines: all, cut: null }, command)
    : showsText({ lines: all.slice(0, end), cut: "below" }, command);
}

const changes = /^\*\*\* (?:(?:Add|Update|Delete) File|Move to): (.+)$/gm;

function showsPatch(told: readonly string[], patch: string): boolean {
  if (told.some((line) => hidden.test(line))) return false;
  const [, ...shown] = closely(told.join("\n")).split("Destination:");
  const paths = [...patch.matchAll(changes)].map(([, path = ""]) => closely(path));
  const isShown = (path: string) => shown.some((one) => isPath(one, path));
  const isTold = (one: string) => paths.some((path) => isPath(one, path));
  return paths.length > 0 && paths.every(isShown) && shown.every(isTold);
}

/** What is shown is whole; what a patch tells may begin where the agent stands. */
const isPath = (shown: string, told: string): boolean =>
  told.startsWith("/") ? shown === told : `/${shown}`.endsWith(`/${told.replace(/^(?:\.{1,2}\/)+/, "")}`);
