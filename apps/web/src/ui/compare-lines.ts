import { type DiffLine, diffLines } from "./diff-lines.ts";

/** Two texts line by line, with what they share also between changes. */
export const compareLines = (before: string, after: string): DiffLine[] => {
  const coarse = diffLines(before, after);
  const from = coarse.findIndex(({ kind }) => kind !== "same");
  if (from === -1) return coarse;
  const removed = coarse.filter(({ kind }) => kind === "removed");
  const added = coarse.filter(({ kind }) => kind === "added");
  const tail = coarse.slice(from + removed.length + added.length);
  return [...coarse.slice(0, from), ...between(removed, added), ...tail];
};

/** More pairs of lines than that are not looked through: the old goes as a whole, and the new comes. */
const mostPairs = 4_000_000;

/** What was removed and what was added, where the lines that both have stay: of the longest such sequence. */
const between = (removed: readonly DiffLine[], added: readonly DiffLine[]): DiffLine[] => {
  if (removed.length * added.length > mostPairs) return [...removed, ...added];
  const shared = sharedFrom(removed, added);
  const made: DiffLine[] = [];
  let [r, a] = [0, 0];
  for (;;) {
    const [old, fresh] = [removed[r], added[a]];
    if (old === undefined) return [...made, ...added.slice(a)];
    if (fresh === undefined) return [...made, ...removed.slice(r)];
    if (old.text === fresh.text) {
      made.push({ ...fresh, kind: "same" });
      r += 1;
      a += 1;
    } else if (shared(r + 1, a) >= shared(r, a + 1)) {
      made.push(old);
      r += 1;
    } else {
      made.push(fresh);
      a += 1;
    }
  }
};

/** How many lines both have in the same order, from a line of each on. */
const sharedFrom = (removed: readonly DiffLine[], added: readonly DiffLine[]) => {
  const width = added.length + 1;
  const lengths = new Uint32Array((removed.length + 1) * width);
  const at = (r: number, a: number) => lengths[r * width + a] ?? 0;
  for (let r = removed.length - 1; r >= 0; r--) {
    for (let a = added.length - 1; a >= 0; a--) {
      const isShared = removed[r]?.text === added[a]?.text;
      lengths[r * width + a] = isShared ? at(r + 1, a + 1) + 1 : Math.max(at(r + 1, a), at(r, a + 1));
    }
  }
  return at;
};
