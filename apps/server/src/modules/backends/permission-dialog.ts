import type { Question } from "@signalbox/contract/agents";
import { isObject, type JsonObject, textAt } from "../../kernel/json.ts";
import { basename, showsPath, showsText } from "./shown-text.ts";
import {
  type DialogStep,
  keysTo,
  numberedFrom,
  type ShownDialog,
  type ShownOption,
  stuck,
  type TerminalDialogs,
} from "./terminal-dialog.ts";

/** What a CLI's permission dialog looks like, where it is a list with numbers. */
export interface PermissionLook {
  /** What it asks with before a command, and before a file is changed. */
  runs: RegExp;
  edits: RegExp;
  /** The path in what stands above a change, as its first group. */
  path: RegExp;
  /** A line in the place of those that have no room. */
  hidden: RegExp;
  allow: RegExp;
  remember: RegExp;
  deny: RegExp;
}

const cursor = /^\s*●/;

/** Reads and answers the permissions that a CLI asks for in its terminal; what else it asks is not known. */
export const permissionDialogs = (look: PermissionLook): TerminalDialogs => {
  const find = ({ options }: ShownDialog, wanted: RegExp) => options.find(({ label }) => wanted.test(label));
  const take = (dialog: ShownDialog, wanted: RegExp, otherwise: string): DialogStep => {
    const option = find(dialog, wanted);
    if (option === undefined) return stuck(otherwise);
    return { kind: "press", keys: [...keysTo(dialog.options, option), "Enter"], last: true };
  };
  const next: TerminalDialogs["next"] = (dialog, { content }) => {
    if (content.kind === "deny")
      return content.message === undefined
        ? take(dialog, look.deny, "the dialog has no No")
        : stuck("its terminal takes no words with a No: say them afterwards");
    if (content.kind !== "allow" || content.input !== undefined)
      return stuck("its terminal takes no such answer");
    return content.remember === true
      ? take(dialog, look.remember, "it offers nothing to remember")
      : take(dialog, look.allow, "the dialog has no plain Yes");
  };
  return {
    kinds: ["permission"],
    read: (screen) => readDialog(screen, look),
    isAbout: (dialog, question) => question.kind === "permission" && shows(dialog, question, look),
    takesWords: false,
    canRemember: (dialog) => find(dialog, look.remember) !== undefined,
    unable: (dialog, answer) => {
      const step = next(dialog, answer);
      return step.kind === "stuck" ? step.why : null;
    },
    next,
  };
};

function readDialog(screen: string, { runs, edits }: PermissionLook): ShownDialog | null {
  const all = screen.split("\n");
  const lines = all.map((line) => line.replace(/^\s*│/, "").replace(/│\s*$/, "").trimEnd());
  const found = numberedFrom(lines);
  if (found === null) return null;
  const above = lines.slice(0, found.from);
  const asked = above.findLastIndex((line) => runs.test(line) || edits.test(line));
  // What it asks stands near its options: else they are of something that was written.
  if (asked < 0 || found.from - asked > 40) return null;
  const foot = lines.slice(found.to + 1);
  if (foot.filter((line) => line.trim() !== "").length > 3) return null;
  const top = all.slice(0, asked).findLastIndex((line) => /^╭─/.test(line));
  return {
    words: lines.slice(top + 1, found.from).filter((line) => line.trim() !== ""),
    isCut: top < 0,
    options: found.starts.map((start) => optionAt(lines[start] ?? "")),
    foot: foot.join("\n").trim(),
  };
}

const optionAt = (line: string): ShownOption => {
  const [, number, label = ""] = /(\d)\.\s+(.*)$/.exec(line) ?? [];
  return { number: Number(number), label: label.trim(), more: "", ticked: null, at: cursor.test(line) };
};

/** By the command or the file that it shows. */
function shows({ words }: ShownDialog, { input }: Question, look: PermissionLook): boolean {
  const call: JsonObject = isObject(input) ? input : {};
  const command = textAt(call, "command") ?? textAt(call, "cmd");
  const path = textAt(call, "file_path") ?? textAt(call, "filePath") ?? textAt(call, "fileName");
  const asks = words.findLastIndex((line) => look.runs.test(line) || look.edits.test(line));
  const isAsked = (by: RegExp) => by.test(words[asks] ?? "");
  if (command !== null) return isAsked(look.runs) && showsText(framed(words.slice(0, asks), look), command);
  return path !== null && isAsked(look.edits) && showsFile(words, path, look);
}

/** What stands in the frame above what is asked; all of it where the frame begins above the screen. */
function framed(words: readonly string[], { hidden }: PermissionLook) {
  const bottom = words.findLastIndex((line) => /^\s*╰─+╯$/.test(line));
  const above = words.slice(0, Math.max(bottom, 0));
  const top = above.findLastIndex((line) => /^\s*╭─+╮$/.test(line));
  const lines = above.slice(top + 1).map((line) => line.replace(/^\s*│/, "").replace(/│\s*$/, ""));
  if (top < 0 || hidden.test(lines[0] ?? ""))
    return { lines: lines.slice(top < 0 ? 0 : 1), cut: "above" as const };
  if (hidden.test(lines.at(-1) ?? "")) return { lines: lines.slice(0, -1), cut: "below" as const };
  return { lines, cut: null };
}

function showsFile(words: readonly string[], path: string, look: PermissionLook): boolean {
  const top = words.findIndex((line) => /^\s*╭─+╮$/.test(line));
  const head = words.slice(0, Math.max(top, 0)).map((line) => line.trim());
  const [, shown = ""] = look.path.exec(head.join(" ")) ?? [];
  return path.includes("/") ? showsPath(shown, path) : basename(shown.trim()) === path;
}
