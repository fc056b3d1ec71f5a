import { useMemo } from "react";
import { compareLines } from "./compare-lines.ts";
import { Diff } from "./diff.tsx";
import { foldUnchanged } from "./diff-lines.ts";

interface TextDiffProps {
  before: string;
  after: string;
  /** What it is, for those who reach it by keyboard. */
  label: string;
  /** What to say where nothing differs. */
  same: string;
}

/** What differs between two texts of people; long lines are broken. */
export const TextDiff = ({ before, after, label, same }: TextDiffProps) => {
  const lines = useMemo(() => foldUnchanged(compareLines(before, after)), [before, after]);
  if (before === after) return <p className="ink3 text-diff__same">{same}</p>;
  return (
    <div className="text-diff">
      <Diff lines={lines} label={label} />
    </div>
  );
};
