import type { Question } from "@signalbox/contract/agents";
import { lettersOf } from "../../shown-text.ts";
import {
  choose,
  type DialogAnswer,
  type DialogStep,
  numberedFrom,
  type ShownDialog,
  type ShownOption,
  stuck,
} from "../../terminal-dialog.ts";

const asks = /^ {2}Implement this plan\?$/;
const foot = /^ {2}enter select · esc back$/;
const begins = /^• Proposed Plan$/;
/** The prompt that led to it may stay at the top of the screen. */
const prompted = /^› /;
/** What stands between a plan and its dialog. */
const beside = /^ {2}(?:Worked for |└ Tip: )/;
/** So much of a plan that is taller than the screen has to be seen that it is no chance. */
const leastSeen = 40;

/** How Codex asks, in its plan mode, whether to go on with the plan that stands above. */
export function readPlanDialog(screen: string): ShownDialog | null {
  const lines = screen.split("\n").map((line) => line.trimEnd());
  const last = lines.findLastIndex((line) => line !== "");
  const found = numberedFrom(lines);
  const asked = lines.findLastIndex((line) => asks.test(line));
  if (found === null || !foot.test(lines[last] ?? "")) return null;
  const between = lines.slice(asked + 1, found.from);
  if (asked < 0 || between.some((line) => line !== "")) return null;
  const top = lines.slice(0, asked).findLastIndex((line) => begins.test(line) || prompted.test(line));
  const plan = lines.slice(top + 1, asked);
  const ends = plan.findLastIndex((line) => beside.test(line));
  return {
    words: [lines[asked]?.trim() ?? ""],
    isCut: !begins.test(lines[top] ?? ""),
    options: found.starts.map((start) => optionAt(lines[start] ?? "")),
    foot: lines[last]?.trim() ?? "",
    above: (ends < 0 ? plan : plan.slice(0, ends)).filter((line) => line !== "" && !beside.test(line)),
  };
}

function optionAt(line: string): ShownOption {
  const [, at, number, label = "", more = ""] = /^(›)?\s*(\d)\.\s+(.*?)(?: {2,}(.*))?$/.exec(line) ?? [];
  return { number: Number(number), label, more, ticked: null, at: at !== undefined };
}

/** By all of the plan that is seen, its letters and digits: what its marks become, a terminal decides. */
export function showsPlan({ words, above = [], isCut }: ShownDialog, { plan }: Question): boolean {
  if (plan === null || words.length !== 1) return false;
  const [seen, whole] = [lettersOf(above.join("\n")), lettersOf(plan.replace(/^\s*(?:```|~~~).*$/gm, ""))];
  return isCut ? seen.length >= leastSeen && whole.endsWith(seen) : seen !== "" && seen === whole;
}

const yes = /^Yes, implement this plan$/;
const no = /^No, stay in Plan mode$/;

export function nextInPlan(dialog: ShownDialog, { content }: DialogAnswer): DialogStep {
  const take = (wanted: RegExp, otherwise: string): DialogStep => {
    const option = dialog.options.find(({ label }) => wanted.test(label));
    return option === undefined ? stuck(otherwise) : choose(dialog, option);
  };
  if (content.kind === "deny")
    return content.message === undefined
      ? take(no, "the dialog has no No")
      : stuck("its terminal takes no words with a No: say them afterwards");
  if (content.kind !== "allow") return stuck("its terminal takes no such answer");
  // How it asks about changes is set up elsewhere.
  return content.mode === "accept_edits"
    ? stuck("the dialog does not offer to accept edits")
    : take(yes, "the dialog has no plain Yes");
}
