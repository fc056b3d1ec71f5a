/** What letters are drawn with. */
interface Ink {
  background: string;
  /** What it is called is of no interest, but which are the same. */
  colour: string;
  isStruck: boolean;
}

/** A part of a line that is drawn alike. */
interface Run extends Ink {
  text: string;
}

const bare: Ink = { background: "", colour: "", isStruck: false };

const sequence =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /\u001b\[([\d;:]*)m|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[ -/]*[0-~]|[\u000e\u000f]/g;

/** What a sequence makes of it; what a colour is called is of no interest, but that it is another one. */
function inkAfter(before: Ink, codes: string): Ink {
  const all = codes === "" ? ["0"] : codes.split(/[;:]/);
  let ink = before;
  for (let at = 0; at < all.length; at++) {
    const code = Number(all[at]);
    const isLong = code === 38 || code === 48;
    const length = isLong ? (all[at + 1] === "2" ? 4 : 2) : 0;
    const named = all.slice(at, at + length + 1).join(";");
    if (code === 0) ink = bare;
    else if (code === 9 || code === 29) ink = { ...ink, isStruck: code === 9 };
    else if (code === 49) ink = { ...ink, background: "" };
    else if (code === 39) ink = { ...ink, colour: "" };
    else if (isBackground(code)) ink = { ...ink, background: named };
    else if (isColour(code)) ink = { ...ink, colour: named };
    at += length;
  }
  return ink;
}

const isBackground = (code: number): boolean =>
  (code >= 40 && code <= 48) || (code >= 100 && code <= 107) || code === 7;
const isColour = (code: number): boolean => (code >= 30 && code <= 38) || (code >= 90 && code <= 97);

function runsOf(screen: string): Run[][] {
  let ink = bare;
  return screen.split("\n").map((line) => {
    const runs: Run[] = [];
    let from = 0;
    for (const match of line.matchAll(sequence)) {
      if (match.index > from) runs.push({ text: line.slice(from, match.index), ...ink });
      from = match.index + match[0].length;
      if (match[1] !== undefined) ink = inkAfter(ink, match[1]);
    }
    if (from < line.length) runs.push({ text: line.slice(from), ...ink });
    return runs;
  });
}

/** A line, as far as it stands on the background that it begins on. */
export interface DrawnLine {
  text: string;
  /** The colours of its words, in their order. */
  colours: readonly string[];
  isStruck: boolean;
}

/** A line of a panel: what stands right of its edge, up to where its background ends, and what stands out in it. */
export interface PanelLine {
  text: string;
  /** What has another background than most of the line. */
  lit: readonly string[];
  /** The colours of its words, in their order. */
  colours: readonly string[];
}

const edge = "┃";

/** The lines of a screen that is drawn with colours: null for those that are in no panel, whose edge is a bar. */
export function panelsOf(screen: string): { lines: (PanelLine | null)[]; texts: string[] } {
  const all = runsOf(screen);
  return {
    lines: all.map(panelLine),
    texts: all.map((runs) => runs.map(({ text }) => text).join("")),
  };
}

/** The panel that a screen ends with, and what stands above it in no panel. */
export function panelAtEnd(screen: string): { panel: PanelLine[]; above: DrawnLine[] } {
  const all = runsOf(screen);
  const lines = all.map(panelLine);
  const ends = all.findLastIndex((runs) => runs.some(({ text }) => text.trim() !== ""));
  const begins = lines.slice(0, ends + 1).lastIndexOf(null) + 1;
  return {
    panel: lines.slice(begins, ends + 1).filter((line) => line !== null),
    above: all
      .slice(0, begins)
      .filter((_, at) => lines[at] === null)
      .map(drawnLine),
  };
}

const isWritten = ({ text }: Run): boolean => text.trim() !== "";
const coloursOf = (runs: readonly Run[]): string[] => runs.filter(isWritten).map(({ colour }) => colour);
const textOf = (runs: readonly Run[]): string =>
  runs
    .map(({ text }) => text)
    .join("")
    .trimEnd();

function drawnLine(runs: readonly Run[]): DrawnLine {
  const [first] = runs;
  const ends = runs.findIndex(({ background }) => background !== first?.background);
  const own = ends < 0 ? runs : runs.slice(0, ends);
  return {
    text: textOf(own),
    colours: coloursOf(own),
    isStruck: own.some((run) => isWritten(run) && run.isStruck),
  };
}

function panelLine(runs: readonly Run[]): PanelLine | null {
  const at = runs.findIndex(({ text }) => text.includes(edge));
  const bar = runs[at];
  const before = runs.slice(0, at).map(({ text }) => text);
  if (bar === undefined || [...before, bar.text.split(edge)[0]].join("").trim() !== "") return null;
  const outside = runs[0] === bar ? "" : (runs[0]?.background ?? "");
  const [, ...own] = bar.text.split(edge);
  const right = [{ ...bar, text: own.join(edge) }, ...runs.slice(at + 1)];
  const ends = right.findIndex(({ text, background }) => text !== "" && background === outside);
  const inside = ends < 0 ? right : right.slice(0, ends);
  const lengths = new Map<string, number>();
  for (const { text, background } of inside.slice(1))
    lengths.set(background, (lengths.get(background) ?? 0) + text.length);
  const [most = ""] = [...lengths].toSorted(([, one], [, other]) => other - one)[0] ?? [];
  const lit: string[] = [];
  for (const [n, { text, background }] of inside.entries()) {
    if (n === 0 || background === most) continue;
    if (inside[n - 1]?.background === background && lit.length > 0) lit.push(`${lit.pop() ?? ""}${text}`);
    else lit.push(text);
  }
  return {
    text: textOf(inside),
    colours: coloursOf(inside),
    lit: lit.map((text) => text.trim()).filter((text) => text !== ""),
  };
}
