import type { HookChange } from "@signalbox/contract/hooks";
import { structuredPatch } from "diff";

type Lines = HookChange["lines"];
type Kind = Lines[number]["kind"];

const contextLines = 3;

/** Finding the shortest way takes the square of its length, while nothing else is answered. */
const mostChanges = 1_000;

/** What changed between two texts, with a little around it: a settings file may hold secrets farther off. */
export function lineDiff(before: string, after: string): Lines {
  const options = { context: contextLines, maxEditLength: mostChanges };
  const patch = structuredPatch("", "", before, after, "", "", options);
  if (patch === undefined) return asOneBlock(linesOf(before), linesOf(after));
  return patch.hunks.flatMap((hunk) => {
    let oldNumber = hunk.oldStart;
    let newNumber = hunk.newStart;
    return hunk.lines.flatMap((line): Lines => {
      const text = line.slice(1).replace(/\r$/, "");
      if (line.startsWith("+")) return [{ kind: "added", number: newNumber++, text }];
      if (line.startsWith("-")) return [{ kind: "removed", number: oldNumber++, text }];
      if (line.startsWith("\\")) return [];
      oldNumber++;
      return [{ kind: "same", number: newNumber++, text }];
    });
  });
}

/** Everything between the first change and the last one as taken out and put in again. */
function asOneBlock(before: readonly string[], after: readonly string[]): Lines {
  const longest = Math.min(before.length, after.length);
  let head = 0;
  while (head < longest && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < longest - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const end = after.length - tail;
  return [
    ...numbered("same", after, Math.max(0, head - contextLines), head),
    ...numbered("removed", before, head, before.length - tail),
    ...numbered("added", after, head, end),
    ...numbered("same", after, end, end + contextLines),
  ];
}

const numbered = (kind: Kind, lines: readonly string[], from: number, to: number): Lines =>
  lines.slice(from, to).map((text, index) => ({ kind, number: from + index + 1, text }));

const linesOf = (text: string): string[] => text.replace(/\r?\n$/, "").split(/\r?\n/);
