/** A comment of a review on a line of the file as it is now. */
export interface LineComment {
  path: string;
  line: number;
  body: string;
}

interface DiffFile {
  path: string;
  /** Null where it is binary, or too long. */
  patch: string | null;
}

/** GitHub takes comments on lines that the diff shows alone: those, and the others. */
export function splitComments(
  comments: readonly LineComment[],
  files: readonly DiffFile[],
): { onLines: LineComment[]; beside: LineComment[] } {
  const shown = new Map(files.map(({ path, patch }) => [path, linesShown(patch ?? "")]));
  const { true: onLines = [], false: beside = [] } = Object.groupBy(comments, ({ path, line }) =>
    shown.get(path)?.has(line) === true ? "true" : "false",
  );
  return { onLines, beside };
}

/** The numbers of the lines of the new file that a patch shows: added, or around what changed. */
export function linesShown(patch: string): ReadonlySet<number> {
  const shown = new Set<number>();
  let next = 0;
  for (const line of patch.split("\n")) {
    const [, begin] = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line) ?? [];
    if (begin !== undefined) next = Number(begin);
    else if (line.startsWith("+") || line.startsWith(" ")) shown.add(next++);
  }
  return shown;
}
