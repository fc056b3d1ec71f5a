import type { Question } from "@signalbox/contract/agents";
import { isObject } from "../../kernel/json.ts";
import {
  closely,
  type DialogStep,
  keysTo,
  numberedFrom,
  type ShownDialog,
  type ShownOption,
  type TerminalDialogs,
} from "./terminal-dialog.ts";

/** What a CLI's permission dialog looks like, where it is a list with numbers. */
export interface PermissionLook {
  /** What it asks with. */
  asks: RegExp;
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
    if (option === undefined) return { kind: "stuck", why: otherwise };
    return { kind: "press", keys: [...keysTo(dialog.options, option), "Enter"], last: true };
  };
  const next: TerminalDialogs["next"] = (dialog, { content }) => {
    if (content.kind === "deny")
      return content.message === undefined
        ? take(dialog, look.deny, "the dialog has no No")
        : { kind: "stuck", why: "its terminal takes no words with a No: say them afterwards" };
    if (content.kind !== "allow" || content.input !== undefined)
      return { kind: "stuck", why: "its terminal takes no such answer" };
    return content.remember === true
      ? take(dialog, look.remember, "it offers nothing to remember")
      : take(dialog, look.allow, "the dialog has no plain Yes");
  };
  return {
    kinds: ["permission"],
    read: (screen) => readDialog(screen, look),
    isAbout: (dialog, question) => question.kind === "permission" && shows(dialog, question),
    canRemember: (dialog) => find(dialog, look.remember) !== undefined,
    unable: (dialog, answer) => {
      const step = next(dialog, answer);
      return step.kind === "stuck" ? step.why : null;
    },
    next,
  };
};

function readDialog(screen: string, { asks }: PermissionLook): ShownDialog | null {
  const lines = screen.split("\n").map((line) => line.replace(/^\s*│/, "").replace(/│\s*$/, "").trimEnd());
  const found = numberedFrom(lines);
  if (found === null) return null;
  const above = lines.slice(0, found.from);
  const asked = above.findLastIndex((line) => asks.test(line));
  // What it asks stands near its options: else they are of something that was written.
  if (asked < 0 || found.from - asked > 40) return null;
  const foot = lines.slice(found.to + 1);
  if (foot.filter((line) => line.trim() !== "").length > 3) return null;
  const words = lines.slice(Math.max(0, asked - 12), found.from).filter((line) => line.trim() !== "");
  return {
    words,
    options: found.starts.map((start) => optionAt(lines[start] ?? "")),
    foot: foot.join("\n").trim(),
  };
}

const optionAt = (line: string): ShownOption => {
  const [, number, label = ""] = /(\d)\.\s+(.*)$/.exec(line) ?? [];
  return { number: Number(number), label: label.trim(), more: "", ticked: null, at: cursor.test(line) };
};

/** By the command or the file that it shows. */
function shows({ words }: ShownDialog, { input }: Question): boolean {
  const shown = closely(words.join("\n"));
  const call = isObject(input) ? input : {};
  const told = [call.command, call.cmd, call.file_path, call.filePath, call.fileName];
  const [wanted] = told.filter((value) => typeof value === "string" && value.trim() !== "");
  return typeof wanted === "string" && shown.includes(closely(wanted));
}
