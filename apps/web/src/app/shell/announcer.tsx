import { useEffect, useRef, useState } from "react";
import { kindWord } from "../../features/agents/index.ts";
import { useAttention } from "../../features/attention/index.ts";
import { count, shortened } from "../../lib/format.ts";

/** So much of a question is read out; the queue has it whole. */
const spokenLength = 140;

/** Says to a screen reader what began to wait, and when nothing waits any more. */
export const Announcer = () => {
  const items = useAttention();
  const known = useRef<ReadonlySet<string> | null>(null);
  const [words, setWords] = useState("");
  useEffect(() => {
    const before = known.current;
    known.current = new Set(items.map(({ id }) => id));
    if (before === null) return;
    const newest = items.findLast(({ id }) => !before.has(id));
    if (newest !== undefined) {
      const who = newest.projectName ?? newest.backend;
      setWords(
        `${count(items.length, "question")} waiting. New from ${who}: ${kindWord(newest.question)}, ${shortened(newest.text, spokenLength)}`,
      );
    } else if (items.length < before.size) {
      setWords(items.length === 0 ? "No one waits for you" : `${count(items.length, "question")} waiting`);
    }
  }, [items]);
  return (
    <div className="hidden-visually" role="status" aria-label="What waits">
      {words}
    </div>
  );
};
