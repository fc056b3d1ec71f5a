export interface DiffLine {
  kind: "same" | "added" | "removed";
  number: number;
  text: string;
}

/** An edit as lines: what both ends share stays, what lies between was replaced. */
export const diffLines = (before: string, after: string): DiffLine[] => {
  const old = before.split("\n");
  const fresh = after.split("\n");
  const head = sharedHead(old, fresh);
  const tail = sharedHead(old.slice(head).reverse(), fresh.slice(head).reverse());
  const same = (text: string, index: number): DiffLine => ({ kind: "same", number: index + 1, text });
  return [
    ...fresh.slice(0, head).map(same),
    ...old
      .slice(head, old.length - tail)
      .map((text, i): DiffLine => ({ kind: "removed", number: head + i + 1, text })),
    ...fresh
      .slice(head, fresh.length - tail)
      .map((text, i): DiffLine => ({ kind: "added", number: head + i + 1, text })),
    ...fresh.slice(fresh.length - tail).map((text, i) => same(text, fresh.length - tail + i)),
  ];
};

const sharedHead = (a: readonly string[], b: readonly string[]): number => {
  const end = Math.min(a.length, b.length);
  let shared = 0;
  while (shared < end && a[shared] === b[shared]) shared += 1;
  return shared;
};

export type FoldedLine = DiffLine | { kind: "gap"; hidden: number };

/** Leaves out the unchanged lines that are more than `context` lines away from a change. */
export const foldUnchanged = (lines: readonly DiffLine[], context = 3): FoldedLine[] => {
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - context), index + context + 1).some((line) => line.kind !== "same"),
  );
  const folded: FoldedLine[] = [];
  lines.forEach((line, index) => {
    const last = folded.at(-1);
    if (near[index]) folded.push(line);
    else if (last?.kind === "gap") last.hidden += 1;
    else folded.push({ kind: "gap", hidden: 1 });
  });
  return folded;
};
