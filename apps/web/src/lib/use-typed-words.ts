import { useEffect, useState } from "react";
import { useSettled } from "./use-settled.ts";

const restMs = 250;

/** Words in a field that the address has too: it follows when one stops typing, and they follow another address. */
export function useTypedWords(
  inAddress: string,
  onSearch: (words: string) => void,
): [string, (words: string) => void] {
  const [words, setWords] = useState(inAddress);
  const settled = useSettled(words.trim(), restMs);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed moves the address
  useEffect(() => {
    if (settled !== inAddress) onSearch(settled);
  }, [settled]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another address moves what is typed
  useEffect(() => {
    if (inAddress !== settled) setWords(inAddress);
  }, [inAddress]);
  return [words, setWords];
}
