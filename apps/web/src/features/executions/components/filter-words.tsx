import { useTypedWords } from "../../../lib/use-typed-words.ts";

interface FilterWordsProps {
  text: string;
  onSearch: (text: string) => void;
}

/** The field for words; the address follows when one stops typing, and it follows the address. */
export const FilterWords = ({ text, onSearch }: FilterWordsProps) => {
  const [words, setWords] = useTypedWords(text, onSearch);
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
