import { useState } from "react";
import { count } from "../lib/format.ts";
import { Code } from "./scroller.tsx";

const shownLines = 30;
const shownLetters = 4_000;

/** Where a long text is cut at first: after so many lines, or letters where its lines are long. */
export const clipped = (text: string): string => {
  const lines = text.split("\n", shownLines + 1);
  const some = lines.length > shownLines ? lines.slice(0, shownLines).join("\n") : text;
  return some.slice(0, shownLetters);
};

/** Text of a machine, which may be long: its beginning, until all of it is asked for. */
export const LongCode = ({ text }: { text: string }) => {
  const [all, setAll] = useState(false);
  const beginning = clipped(text);
  if (all || beginning.length === text.length) return <Code>{text}</Code>;
  return (
    <div className="stack">
      <Code>{beginning}</Code>
      <p>
        <button type="button" className="btn btn--quiet" onClick={() => setAll(true)}>
          Show all {count(text.split("\n").length, "line")}
        </button>
      </p>
    </div>
  );
};
