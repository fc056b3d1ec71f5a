/** A line of a message in the agent's own voice. */
export interface SpokenLine {
  kind: "prose" | "item" | "heading";
  text: string;
}

/** What stands further above says nothing about how a message ends. */
const longestTail = 24;
/** Lines that are looked at to find these, quotations and tables among them. */
const farthest = 200;
/** Of a longer line its two ends tell enough, and a hostile one costs no more than these. */
const longestHalf = 1_000;

const fence = /^\s{0,3}(```|~~~)/;
const heading = /^\s{0,3}#{1,6}\s+/;
const item = /^\s*(?:[-*+•]|\d{1,3}[.)]|\(?[a-z][.)])\s+(?:\[[ xX]\]\s+)?/iu;
const namedOption = /^\s*[*_]{0,3}(?:option|variant|variante|approach|alternative|opción|opci[oó]n)\s+\w\b/iu;

/** Lines that are nobody's words: quotations, rows of a table, rulers, footers, markup. */
const unspoken: readonly RegExp[] = [
  /^\s*>/,
  /^\s*\|/,
  /^\s*(?:[-*_]\s?){3,}$/,
  /<summary>|^\s*<\/?details/i,
  /^\W*(?:generated (?:with|by)|co-authored-by:|tokens(?: used)?:)/iu,
  /^\s*(?:[—–]|--)\s*[\p{L} ]{1,30}$/u,
];

/** The last lines of a message that are the agent's own words, without code, quotations and tables. */
export function spokenLines(text: string): SpokenLine[] {
  return linesOutsideCode(text)
    .slice(-farthest)
    .map(clipped)
    .filter((line) => !unspoken.some((form) => form.test(line)))
    .flatMap(spokenLine)
    .slice(-longestTail);
}

function linesOutsideCode(text: string): string[] {
  let closing: string | undefined;
  return text.split("\n").filter((line) => {
    if (line === "") return false;
    const mark = fence.exec(line)?.[1];
    if (mark === undefined) return closing === undefined;
    if (closing === undefined) closing = mark;
    else if (closing === mark) closing = undefined;
    return false;
  });
}

const clipped = (line: string): string =>
  line.length <= 2 * longestHalf ? line : `${line.slice(0, longestHalf)} ${line.slice(-longestHalf)}`;

function spokenLine(line: string): SpokenLine[] {
  const kind = heading.test(line) ? "heading" : item.test(line) || namedOption.test(line) ? "item" : "prose";
  const text = plain(line.replace(heading, "").replace(item, ""));
  return text === "" ? [] : [{ kind, text }];
}

/** The words without markup. What is quoted, linked or code keeps its place as a word that says nothing. */
const plain = (line: string): string =>
  line
    .replace(/`[^`]*`/gu, "code")
    .replace(/!?\[[^\]]*\]\([^)]*\)/gu, "link")
    .replace(/https?:\/\/\S+/giu, "link")
    .replace(/„[^"“”]*["“”]|"[^"]*"|“[^”]*”|«[^»]*»/gu, "quote")
    .replace(/<[^<>]*>/gu, " ")
    .replace(/[*_~#]|\p{Extended_Pictographic}|[\u200d\ufe0f✦]/gu, "")
    .replace(/[’‘]/gu, "'")
    .trim();
