/** The lines of the new file that a patch shows: GitHub takes comments on them alone. */
export function shownLines(patch: string): Set<number> {
  const shown = new Set<number>();
  let line = 0;
  for (const text of patch.split("\n")) {
    const hunk = /^@@ -\d+(?:,\d+)? \+(\d+)/.exec(text);
    if (hunk !== null) line = Number(hunk[1]);
    else if (text.startsWith("+") || text.startsWith(" ")) shown.add(line++);
  }
  return shown;
}
