import type { TmuxCommand } from "./connection.ts";

/** The keys that may be pressed in a pane, by tmux's names. No other word ever reaches it as a key. */
export const keyNames = [
  "Enter",
  "Escape",
  "Tab",
  "Space",
  "Up",
  "Down",
  "Left",
  "Right",
  "C-u",
  "C-e",
  "BSpace",
  ...(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] as const),
  "y",
] as const;
export type KeyName = (typeof keyNames)[number];

/** What is typed as it is; what is longer, or has lines, is pasted. */
const mostTypedBytes = 1_000;
/** tmux takes a buffer in such pieces. */
const pieceBytes = 4_096;

const isControl = (code: number): boolean => code < 0x20 || (code >= 0x7f && code <= 0x9f);
const isAllowed = (letter: string): boolean =>
  letter === "\n" || letter === "\t" || !isControl(letter.codePointAt(0) ?? 0);

/** Whether a text has nothing in it that a terminal would take for a key or an order: tabs and ends of lines aside. */
export const isPlain = (text: string): boolean => [...text].every(isAllowed);

/** A text without what a terminal would take for a key or an order; its lines end as they do in files. */
export const plainOf = (text: string): string =>
  [...text.replaceAll(/\r\n?/g, "\n").toWellFormed()].filter(isAllowed).join("");

/** How a text is put into a pane; `buffer` names what holds it meanwhile. tmux reads nothing of it: it travels as numbers. */
export function typing(pane: string, text: string, buffer: string): TmuxCommand[] {
  const bytes = Buffer.from(text, "utf8");
  if (bytes.length === 0) return [];
  const isOneLine = !/[\n\t]/.test(text);
  return isOneLine && bytes.length <= mostTypedBytes
    ? [["send-keys", "-t", pane, "-H", ...[...bytes].map((byte) => byte.toString(16).padStart(2, "0"))]]
    : pasting(pane, text, buffer);
}

/** Bracketed where the program asked for that, and with its lines as they are. */
export const pasting = (pane: string, text: string, buffer: string): TmuxCommand[] => [
  ...pieces(Buffer.from(text, "utf8")).map((piece, at) => [
    "set-buffer",
    ...(at === 0 ? [] : ["-a"]),
    "-b",
    buffer,
    "--",
    piece,
  ]),
  ["paste-buffer", "-p", "-r", "-d", "-b", buffer, "-t", pane],
];

const pieces = (bytes: Buffer): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, at) =>
    bytes.subarray(at * pieceBytes, (at + 1) * pieceBytes),
  );

export const pressing = (pane: string, key: KeyName): TmuxCommand => ["send-keys", "-t", pane, key];
