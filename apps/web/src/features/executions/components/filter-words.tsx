import { useEffect, useState } from "react";
import { useSettled } from "../../../lib/use-settled.ts";

interface FilterWordsProps {
  text: string;
  onSearch: (text: string) => void;
}

/** The field for words; the address follows when one stops typing, and it follows the address. */
export const FilterWords = ({ text, onSearch }: FilterWordsProps) => {
  const [words, setWords] = useState(text);
  const settled = useSettled(words.trim(), 250);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed moves the address
  useEffect(() => {
    if (settled !== text) onSearch(settled);
  }, [settled]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another address moves what is typed
  useEffect(() => {
    if (text !== settled) setWords(text);
  }, [text]);
  return (
    <input
      type="search"
      className="field filter"
      aria-label="Words in executions"
      placeholder="Words"
      maxLength={200}
      data-filter
      value={words}
      onChange={(event) => setWords(event.target.value)}
    />
  );
};
