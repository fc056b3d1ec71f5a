const rule = /^─{20,}/;
/** What turns round above the input while it works: `✢ Gusting… (2s · ↓ 4 tokens)`. */
const busy = /^\S \S.*…(?:$| \()/;
/** A long text that was pasted is shown by its number alone, and by how many lines follow its first. */
const pasted = /\[Pasted text #\d+(?: \+\d+ lines)?\]/;
const linesOfPasted = /\[Pasted text #\d+(?: \+(\d+) lines)?\]/g;
/** What a prompt says in the place of what is not kept of it. */
const notKept = /\[redacted\]|\n\[… \d+ characters cut …\]\n/;
/** How far above the input that stands. */
const linesAbove = 8;

/** What stands around it in the prompt. */
const pastedMarks = /\s*<\/?pasted_content id="\w+">\s*/g;

/** A screen breaks lines anywhere, and pads them. */
const closely = (text: string): string => text.replace(/\s+/g, "");

/** What stands in the input, as it is shown; null where the screen shows none, or that the agent works. */
function typedOn(screen: string): string | null {
  const lines = screen.split("\n");
  const bottom = lines.findLastIndex((line) => rule.test(line));
  const top = lines.slice(0, Math.max(bottom, 0)).findLastIndex((line) => rule.test(line));
  if (top < 0 || lines.slice(bottom).some((line) => line.includes("esc to interrupt"))) return null;
  if (lines.slice(Math.max(0, top - linesAbove), top).some((line) => busy.test(line))) return null;
  const [first = "", ...rest] = lines.slice(top + 1, bottom);
  return first.startsWith("❯") ? [first.slice(1), ...rest].join("\n") : null;
}

/**
 * Whether the screen shows the prompt in the input box again: where Escape is pressed before Claude Code said a word, it
 * takes the prompt back, and neither a hook nor its transcript tells. Another prompt may begin and end alike, so all of
 * it is compared; of what was pasted, its place and its lines.
 */
export function tookPromptBack(screen: string, told: string): boolean {
  const prompt = told.replace(pastedMarks, "");
  const typed = typedOn(screen);
  if (typed === null || closely(prompt) === "") return false;
  const gaps = gapsBetween(typed.split(pasted).map(closely), closely(prompt));
  if (gaps === null) return gapsBetween(prompt.split(notKept).map(closely), closely(typed)) !== null;
  const lines = [...typed.matchAll(linesOfPasted)].map(([, more = "0"]) => Number(more));
  return gaps.every((gap, n) => hasLines(prompt, gap, lines[n] ?? 0));
}

interface Gap {
  from: number;
  to: number;
}

/** What a text has between the parts that it consists of otherwise; null where it does not. */
function gapsBetween(parts: readonly string[], text: string): Gap[] | null {
  const [first = "", ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return text === first ? [] : null;
  const end = text.length - last.length;
  if (!text.startsWith(first) || !text.endsWith(last)) return null;
  const gaps: Gap[] = [];
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return null;
    gaps.push({ from: at, to: found });
    at = found + part.length;
  }
  return at > end ? null : [...gaps, { from: at, to: end }];
}

/** Whether what stands in a gap of a text, of which only what is no space counts, has so many ends of lines. */
function hasLines(text: string, { from, to }: Gap, lines: number): boolean {
  const places = [...text.matchAll(/\S/g)].map(({ index }) => index);
  const endsIn = (begin: number, end: number) => text.slice(begin, end).match(/\r\n|\r|\n/g)?.length ?? 0;
  const within = from < to ? endsIn(places[from] ?? 0, places[to - 1] ?? 0) : 0;
  const around = endsIn(from === 0 ? 0 : (places[from - 1] ?? 0), places[to] ?? text.length);
  return within <= lines && lines <= around;
}
