import { type JsonObject, textAt } from "../../../../kernel/json.ts";
import type { DrawnLine } from "../../drawn-panel.ts";
import { showsPath, showsText } from "../../shown-text.ts";
import type { ShownCall, ShownDialog } from "../../terminal-dialog.ts";

/** A sign stands before a call; what is said begins in the same column. */
const begins = /^ {5}\S/;
const call = /^ {5}[^\p{L}\p{N}\s] /u;
const runs = /^ {5}\$ /;
const foot = /^ {5}▣/;
/** `← Write /a/path`, `✱ Glob "*.conf" in /a/folder`. */
const named = /^\S+ [A-Z]\w* (.+)$/;
const within = /^.* in (\/.+)$/;
/** `⠋ General Task — Look around`; a tick stands before one that is over. */
const child = /^ {5}[^✓$\s] .+ Task — /;
/** A sign of work changes all the time. */
const turns = /[\u2800-\u28ff]/g;

interface Spoken {
  first: DrawnLine;
  lines: string[];
}

/**
 * The calls of the turn that are not over, each with the lines that it goes on in. One that ran stands in a panel of its
 * own, one that was refused is struck, and one that failed has another colour than what the foot of the turn ends in; the one
 * that is asked about has the colour of the mark that the dialog begins with.
 */
export function callsAbove(above: readonly DrawnLine[], mark: string | undefined): ShownCall[] {
  const quiet = above.findLast(isFoot)?.colours.at(-1);
  const isOpen = ({ text, isStruck, colours: [colour] }: DrawnLine) =>
    call.test(text) && !isStruck && (quiet === undefined || colour === quiet || colour === mark);
  // What is said may begin with a word that stands out.
  const isAsked = ({ colours }: DrawnLine) => colours.every((colour) => colour === mark);
  return spokenIn(lastTurn(above)).flatMap(({ first, lines }) =>
    isOpen(first) ? [{ lines, isAsked: isAsked(first) }] : [],
  );
}

const isFoot = ({ text }: DrawnLine): boolean => foot.test(text);

/** Its foot stands below it, unless it is not drawn yet. */
function lastTurn(above: readonly DrawnLine[]): readonly DrawnLine[] {
  const ends = above.findLastIndex(isFoot);
  const below = above.slice(ends + 1);
  if (ends < 0 || below.some(({ text }) => begins.test(text))) return below;
  const before = above.slice(0, ends);
  return before.slice(before.findLastIndex(isFoot) + 1);
}

function spokenIn(turn: readonly DrawnLine[]): Spoken[] {
  const all: Spoken[] = [];
  for (const line of turn) {
    const text = line.text.replace(turns, "•");
    if (begins.test(text)) all.push({ first: line, lines: [text] });
    else all.at(-1)?.lines.push(text);
  }
  return all;
}

/**
 * Whether the call that is asked about is this one and no other: what names but the folder of a call may be about any.
 * What a child asks is drawn as its parent's would be, and comes first.
 */
export const isOfCall = (dialog: ShownDialog, input: JsonObject): boolean => {
  const [asked, ...others] = (dialog.calls ?? []).filter(({ isAsked }) => isAsked);
  return (
    asked !== undefined &&
    others.length === 0 &&
    fits(asked, input) &&
    isOfOne(dialog, input) &&
    !hasChild(dialog)
  );
};

/** Whether no two of the calls show what this one does: the dialog may be about the other. */
export const isOfOne = ({ calls = [] }: ShownDialog, input: JsonObject): boolean =>
  calls.filter((one) => fits(one, input)).length <= 1;

/** Whether something works beside them whose dialogs stand here, too. */
export const hasChild = ({ calls = [] }: ShownDialog): boolean =>
  calls.some(({ lines: [first = ""] }) => child.test(first));

function fits({ lines }: ShownCall, input: JsonObject): boolean {
  const [command, path] = [textAt(input, "command"), textAt(input, "filepath") ?? textAt(input, "filePath")];
  const [first = "", ...rest] = lines;
  if (command !== null)
    return runs.test(first) && showsText({ lines: [first.replace(runs, ""), ...rest], cut: null }, command);
  return path !== null && showsPathOf(lines, path);
}

function showsPathOf(lines: readonly string[], path: string): boolean {
  const told = lines.map((line) => line.trim()).join(" ");
  const [, shown] = named.exec(told) ?? [];
  const [, folder] = within.exec(told) ?? [];
  return [shown, folder].some((one) => one !== undefined && showsPath(one, path));
}
