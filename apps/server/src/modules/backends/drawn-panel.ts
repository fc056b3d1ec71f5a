/** A part of a line on one background. */
interface Run {
  text: string;
  background: string;
}

const sequence =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /\u001b\[([\d;:]*)m|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[ -/]*[0-~]|[\u000e\u000f]/g;

/** What a sequence makes of the background; what it is called is of no interest, but that it is another one. */
function backgroundAfter(before: string, codes: string): string {
  const all = codes === "" ? ["0"] : codes.split(/[;:]/);
  let background = before;
  for (let at = 0; at < all.length; at++) {
    const code = Number(all[at]);
    const isLong = code === 38 || code === 48;
    const length = isLong ? (all[at + 1] === "2" ? 4 : 2) : 0;
    if (code === 0 || code === 49) background = "";
    else if (code === 48) background = all.slice(at, at + length + 1).join(";");
    else if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107) || code === 7) background = `${code}`;
    at += length;
  }
  return background;
}

function runsOf(screen: string): Run[][] {
  let background = "";
  return screen.split("\n").map((line) => {
    const runs: Run[] = [];
    let from = 0;
    for (const match of line.matchAll(sequence)) {
      if (match.index > from) runs.push({ text: line.slice(from, match.index), background });
      from = match.index + match[0].length;
      if (match[1] !== undefined) background = backgroundAfter(background, match[1]);
    }
    if (from < line.length) runs.push({ text: line.slice(from), background });
    return runs;
  });
}

/** A line of a panel: what stands right of its edge, up to where its background ends, and what stands out in it. */
export interface PanelLine {
  text: string;
  /** What has another background than most of the line. */
  lit: readonly string[];
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

/** The panel that a screen ends with, and what stands between it and the panel before: the calls that it is about. */
export function panelAtEnd(screen: string): { panel: PanelLine[]; above: string[] } {
  const { lines, texts } = panelsOf(screen);
  const ends = texts.findLastIndex((text) => text.trim() !== "");
  const last = lines.slice(0, ends + 1);
  const begins = last.lastIndexOf(null) + 1;
  const before = last.slice(0, begins).findLastIndex((line) => line !== null);
  return {
    panel: last.slice(begins).filter((line) => line !== null),
    above: texts.slice(before + 1, begins).map((text) => text.trimEnd()),
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
    text: inside
      .map(({ text }) => text)
      .join("")
      .trimEnd(),
    lit: lit.map((text) => text.trim()).filter((text) => text !== ""),
  };
}
