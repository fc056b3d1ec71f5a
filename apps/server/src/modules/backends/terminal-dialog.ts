import type { Question } from "@signalbox/contract/agents";
import type { AnswerContent } from "@signalbox/contract/answers";

const digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;
/** What dialogs are answered with, by the names of keys. */
type DialogKey = "Enter" | "Escape" | "Tab" | "Up" | "Down" | "Left" | "Right" | (typeof digits)[number];

/** One option of a dialog, as a screen shows it. */
export interface ShownOption {
  /** The digit that chooses it; null where only the cursor does. */
  number: number | null;
  label: string;
  /** What stands below its label. */
  more: string;
  /** Null where it is not one to be ticked. */
  ticked: boolean | null;
  /** The cursor is on it. */
  at: boolean;
}

/** A call that is not over, as a screen shows it above a dialog. */
export interface ShownCall {
  lines: readonly string[];
  /** It is drawn as the one that the dialog asks about. */
  isAsked: boolean;
}

/** A dialog, as a screen shows it. */
export interface ShownDialog {
  /** What stands above its options, line by line. */
  words: readonly string[];
  /** It is taller than the screen, which shows its end. */
  isCut: boolean;
  options: readonly ShownOption[];
  /** What stands below them. */
  foot: string;
  /** What stands above the dialog, where that tells which call it is about. */
  above?: readonly string[];
  /** The calls above it, where it may be about any of them. */
  calls?: readonly ShownCall[];
}

/** What is pressed or typed next; after the `last` one the dialog goes. `stuck` where the screen shows no way. */
export type DialogStep =
  | { kind: "press"; keys: readonly DialogKey[]; last: boolean }
  | { kind: "type"; text: string }
  | { kind: "stuck"; why: string };

export interface DialogAnswer {
  question: Question;
  content: AnswerContent;
}

/** How the dialogs of a CLI are read from its screen and answered by keys; it decides, and presses nothing. */
export interface TerminalDialogs {
  /** What it asks in dialogs that are known. */
  kinds: readonly Question["kind"][];
  /** Null where it shows none. */
  read(screen: string): ShownDialog | null;
  /** Whether it is the one that asks this. */
  isAbout(dialog: ShownDialog, question: Question): boolean;
  /** Whether it may be what follows on that one, and does not tell by itself what is asked: it counts behind it alone. */
  mayFollow?(dialog: ShownDialog, question: Question): boolean;
  /** Whether it offers to allow from now on. */
  canRemember(dialog: ShownDialog): boolean;
  /** Whether a No takes words. */
  takesWords: boolean;
  /** Why this can't be answered in it, in a sentence; null where it can. */
  unable(dialog: ShownDialog, answer: DialogAnswer): string | null;
  next(dialog: ShownDialog, answer: DialogAnswer): DialogStep;
  /** Whether nothing follows on this answer, for the turn that asked had ended. */
  ends?(answer: DialogAnswer): boolean;
}

/** A screen breaks lines anywhere, and pads them. */
export const closely = (text: string): string => text.replace(/\s+/g, "");

/** A dialog in a few words, for whoever expected another one. */
export const inShort = ({ words }: Pick<ShownDialog, "words">): string =>
  words.join(" ").replace(/\s+/g, " ").trim().slice(0, 200);

export const stuck = (why: string): DialogStep => ({ kind: "stuck", why });
export const press = (key: DialogKey, last = false): DialogStep => ({ kind: "press", keys: [key], last });

/** A field of a dialog has one line. */
export const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

/** So much has to be seen of a text that scrolls in its field. */
const leastSeen = 40;

/** Whether a field holds this text and no other; one that scrolls shows its end. */
export function holdsText(shown: string, text: string): boolean {
  const [seen, whole] = [closely(shown), closely(text)];
  return seen === whole || (seen.length >= leastSeen && whole.endsWith(seen));
}

/** The keys that bring the cursor from where it is to an option. */
export function keysTo(options: readonly ShownOption[], wanted: ShownOption): DialogKey[] {
  const way = options.indexOf(wanted) - options.findIndex(({ at }) => at);
  return Array.from({ length: Math.abs(way) }, () => (way < 0 ? "Up" : "Down"));
}

/** Chooses an option: by its digit, which counts at once, or by the cursor. */
export function choose({ options }: ShownDialog, wanted: ShownOption): DialogStep {
  const digit = wanted.number === null ? undefined : digits[wanted.number];
  if (digit !== undefined) return { kind: "press", keys: [digit], last: true };
  return { kind: "press", keys: [...keysTo(options, wanted), "Enter"], last: true };
}

/** Options that are numbered from one on, in one column, the last ones of a screen; what they are numbered in may hold other lists. */
export function numberedFrom(
  lines: readonly string[],
): { from: number; to: number; starts: number[] } | null {
  const numbered = lines.map((line) => /^(\s*(?:[❯›●▌]\s*)?)(\d)\.\s/.exec(line));
  const last = numbered.findLastIndex((match) => match !== null);
  const column = numbered[last]?.[1]?.length;
  const starts: number[] = [];
  for (let at = last, number = Number(numbered[last]?.[2]); at >= 0 && number > 0; at--) {
    const match = numbered[at];
    if (match?.[1]?.length !== column || Number(match?.[2]) !== number) continue;
    starts.unshift(at);
    number--;
    if (number === 0) return { from: at, to: last, starts };
  }
  return null;
}
