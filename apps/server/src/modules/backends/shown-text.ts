import { closely } from "./terminal-dialog.ts";

/** What a screen shows of a text. */
export interface ShownText {
  lines: readonly string[];
  /** Its beginning, or its end, has no room on the screen. */
  cut: "above" | "below" | null;
}

/** So much of a text that is cut has to be seen that it is no chance. */
const leastSeen = 40;
/** What is not kept of a text. */
const notKept = /\[redacted\]|\n?\[… (\d+) characters cut …\]\n?/g;
/** What ends one command of a shell and begins another stands in no secret that is told by its shape. */
const otherCommand = /[;|&<>()`]/;

/**
 * Whether what is shown is this text, spaces aside; of one that has no room on the screen, all that is seen of it. What is
 * not kept of the text stands between parts that are.
 */
export function showsText({ lines, cut }: ShownText, text: string): boolean {
  const shown = closely(lines.join("\n"));
  const [parts, gaps] = partsOf(text);
  if (shown === "") return false;
  if (cut === null) return gaps.length === 0 ? shown === parts[0] : fills(shown, parts, gaps);
  if (shown.length < leastSeen) return false;
  return cut === "above" ? (parts.at(-1) ?? "").endsWith(shown) : (parts[0] ?? "").startsWith(shown);
}

type Gap = (between: string) => boolean;

function partsOf(text: string): [parts: string[], gaps: Gap[]] {
  const parts: string[] = [];
  const gaps: Gap[] = [];
  let at = 0;
  for (const { 0: mark, 1: length, index } of text.matchAll(notKept)) {
    parts.push(closely(text.slice(at, index)));
    gaps.push(
      length === undefined
        ? (between) => between !== "" && !otherCommand.test(between)
        : (between) => between.length <= Number(length),
    );
    at = index + mark.length;
  }
  return [[...parts, closely(text.slice(at))], gaps];
}

function fills(shown: string, parts: readonly string[], gaps: readonly Gap[]): boolean {
  const [first = "", ...rest] = parts;
  const last = rest.pop() ?? "";
  if (first === "" || last === "" || !shown.startsWith(first) || !shown.endsWith(last)) return false;
  let at = first.length;
  for (const [n, part] of [...rest, last].entries()) {
    const found = n === rest.length ? shown.length - last.length : shown.indexOf(part, at);
    if (found < at || gaps[n]?.(shown.slice(at, found)) !== true) return false;
    at = found + part.length;
  }
  return true;
}

export const basename = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** Whether a path as a CLI shows it, from where it stands or with its beginning or middle left out, may be this one. */
export function showsPath(shown: string, path: string): boolean {
  const [seen, whole] = [closely(shown), closely(path)];
  if (seen === whole) return true;
  const from = seen.replace(/^(?:\.\.\/)+|^~\//, "");
  if (from === "" || from.startsWith("/")) return false;
  const [head = "", tail, ...others] = from.split(/…|\.{3}/);
  if (whole.endsWith(`/${from}`)) return true;
  if (tail === undefined || others.length > 0 || !tail.endsWith(`/${basename(whole)}`)) return false;
  const before = whole.slice(0, whole.length - tail.length);
  return whole.endsWith(tail) && (head === "" || before.includes(`/${head}`));
}

export const lettersOf = (text: string): string => (text.match(/[\p{L}\p{N}]+/gu) ?? []).join("");
/** So few letters may stand on a screen by chance: they have a line of their own. */
const fewLetters = 16;
const someLetters = 40;

/** Whether one of these texts is seen to begin or to end there, whatever is drawn around its words. */
export function showsWords(lines: readonly string[], said: readonly string[]): boolean {
  const each = lines.map(lettersOf);
  const all = each.join("");
  return said
    .map(lettersOf)
    .some((words) =>
      words.length < fewLetters
        ? words !== "" && each.includes(words)
        : all.includes(words.slice(0, someLetters)) || all.includes(words.slice(-someLetters)),
    );
}
