import type { HookChange } from "@signalbox/contract/hooks";
import { structuredPatch } from "diff";

const contextLines = 3;

/** What changed between two texts, with a little around it: a settings file may hold secrets farther off. */
export function lineDiff(before: string, after: string): HookChange["lines"] {
  const { hunks } = structuredPatch("", "", before, after, "", "", { context: contextLines });
  return hunks.flatMap((hunk) => {
    let oldNumber = hunk.oldStart;
    let newNumber = hunk.newStart;
    return hunk.lines.flatMap((line): HookChange["lines"] => {
      const text = line.slice(1).replace(/\r$/, "");
      if (line.startsWith("+")) return [{ kind: "added", number: newNumber++, text }];
      if (line.startsWith("-")) return [{ kind: "removed", number: oldNumber++, text }];
      if (line.startsWith("\\")) return [];
      oldNumber++;
      return [{ kind: "same", number: newNumber++, text }];
    });
  });
}
