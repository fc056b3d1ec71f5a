/** A pane as it is for whoever begins to look. */
export interface PaneScreen {
  columns: number;
  rows: number;
  /** What a terminal of that size is to be printed. */
  bytes: Buffer;
}

/** Lines that have left the screen and are shown to whoever begins to look. */
const mostHistory = 2_000;
/** A screen with its history that is larger loses its oldest lines. */
const mostBytes = 1_000_000;

const flags = [
  ["alternate_on", "alternate"],
  ["cursor_flag", "cursor"],
  ["insert_flag", "insert"],
  ["keypad_cursor_flag", "cursorKeys"],
  ["keypad_flag", "keypad"],
  ["wrap_flag", "wrap"],
  ["mouse_standard_flag", "mouse"],
  ["mouse_button_flag", "mouseButton"],
  ["mouse_all_flag", "mouseAll"],
  ["mouse_sgr_flag", "mouseSgr"],
] as const;
type Flag = (typeof flags)[number][1];

const numbers = [
  "pane_width",
  "pane_height",
  "cursor_x",
  "cursor_y",
  "alternate_saved_x",
  "alternate_saved_y",
  "history_size",
] as const;
const format = [...numbers, ...flags.map(([name]) => name)].map((name) => `#{${name}}`).join(" ");

/** What tmux is asked in one breath; the answers go to `screenOf`. */
export const screenCommands = (paneId: string): string[][] => {
  const capture = ["capture-pane", "-p", "-e", "-N", "-t", paneId];
  return [
    ["display-message", "-p", "-t", paneId, format],
    [...capture, "-S", `-${mostHistory}`, "-E", "-1"],
    [...capture, "-S", "0"],
    // What stands behind an alternate screen; without one there is no answer but nothing.
    [...capture, "-a", "-q"],
    // The beginning of a sequence that is not complete.
    ["capture-pane", "-p", "-P", "-C", "-t", paneId],
  ];
};

interface Told {
  columns: number;
  rows: number;
  cursor: Place;
  saved: Place;
  hasHistory: boolean;
  has: ReadonlySet<Flag>;
}

interface Place {
  x: number;
  y: number;
}

/** Null where tmux told something else than what was asked. `tail` are bytes of a letter that is not complete. */
export function screenOf(answers: readonly (readonly string[])[], tail: Buffer): PaneScreen | null {
  const [state = [], history = [], front = [], behind = [], pending = []] = answers;
  const told = read(state[0] ?? "");
  if (told === null) return null;
  // Where nothing has left the screen, tmux answers with the first line of it.
  const older = told.hasHistory ? withinLimit(history, mostBytes) : [];
  const { columns, rows } = told;
  const shown = told.has.has("alternate")
    ? [drawn(older, behind, told), at(told.saved), "\u001b[?1049h", drawn([], front, told)]
    : [drawn(older, front, told)];
  const text = [...shown, modesOf(told), at(told.cursor)].join("");
  return { columns, rows, bytes: Buffer.concat([Buffer.from(text), rawOf(pending.join("")), tail]) };
}

function read(line: string): Told | null {
  const words = line.split(" ");
  const [columns, rows, x, y, savedX, savedY, left] = words.slice(0, numbers.length).map(Number);
  if (columns === undefined || rows === undefined || !(columns > 0 && rows > 0)) return null;
  const on = words.slice(numbers.length);
  const has = flags.flatMap(([, flag], index) => (on[index] === "1" ? [flag] : []));
  // tmux has no place saved where there is no other screen.
  const saved = { x: Math.min(savedX ?? 0, columns - 1), y: Math.min(savedY ?? 0, rows - 1) };
  const cursor = { x: x ?? 0, y: y ?? 0 };
  return { columns, rows, cursor, saved, hasHistory: (left ?? 0) > 0, has: new Set(has) };
}

const withinLimit = (lines: readonly string[], most: number): string[] => {
  let size = 0;
  const first = lines.findLastIndex((line) => {
    size += line.length + 2;
    return size > most;
  });
  return lines.slice(first + 1);
};

/** No line is longer than the screen is wide; where widths are counted otherwise, none goes on in the next row. */
const drawn = (history: readonly string[], screen: readonly string[], { rows }: Told): string => {
  const visible = Array.from({ length: rows }, (_, row) => screen[row] ?? "");
  return `\u001b[?7l${[...history, ...visible].join("\r\n")}\u001b[0m\u001b[?7h`;
};

const at = ({ x, y }: Place): string => `\u001b[${y + 1};${x + 1}H`;

const switches: Partial<Record<Flag, string>> = {
  insert: "\u001b[4h",
  cursorKeys: "\u001b[?1h",
  keypad: "\u001b=",
  mouse: "\u001b[?1000h",
  mouseButton: "\u001b[?1002h",
  mouseAll: "\u001b[?1003h",
  mouseSgr: "\u001b[?1006h",
};

const modesOf = ({ has }: Told): string => {
  const on = [...has].map((flag) => switches[flag] ?? "").join("");
  return `${on}${has.has("cursor") ? "" : "\u001b[?25l"}${has.has("wrap") ? "" : "\u001b[?7l"}`;
};

/** tmux writes bytes that are no letters as `\ooo`. */
const rawOf = (text: string): Buffer =>
  Buffer.from(
    text.replaceAll(/\\([0-3][0-7]{2})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    ),
    "latin1",
  );

/** The bytes at the end that begin a letter of UTF-8 and don't complete it. */
export const incompleteLetter = (bytes: Buffer): Buffer => {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.subarray(bytes.length - back) : Buffer.alloc(0);
  }
  return Buffer.alloc(0);
};
