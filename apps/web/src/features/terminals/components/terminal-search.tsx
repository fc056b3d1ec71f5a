import { useEffect, useRef, useState } from "react";
import { useKeys } from "../../../lib/keys.ts";
import { Icon } from "../../../ui/icon.tsx";
import type { Found } from "../use-terminal.ts";

interface TerminalSearchProps {
  found: Found | null;
  onFind: (words: string, way: "next" | "previous") => void;
  onClose: () => void;
}

/** Finds words in what the terminal shows and has shown. */
export const TerminalSearch = ({ found, onFind, onClose }: TerminalSearchProps) => {
  const [words, setWords] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  useKeys({ Escape: onClose });
  return (
    <search className="terminal__find row">
      <Icon name="search" small className="ink3" />
      <input
        ref={field}
        className="terminal__field grow"
        aria-label="Find in this terminal"
        placeholder="Find in this terminal"
        value={words}
        onChange={(event) => {
          setWords(event.target.value);
          onFind(event.target.value, "previous");
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") onFind(words, event.shiftKey ? "next" : "previous");
          if (event.key !== "Escape") return;
          event.stopPropagation();
          onClose();
        }}
      />
      <span className="small ink3 num nowrap" role="status">
        {words === "" || found === null ? "" : foundWords(found)}
      </span>
      <button
        type="button"
        className="btn btn--icon btn--quiet"
        aria-label="Older place"
        onClick={() => onFind(words, "previous")}
      >
        <Icon name="down" small className="turned" />
      </button>
      <button
        type="button"
        className="btn btn--icon btn--quiet"
        aria-label="Newer place"
        onClick={() => onFind(words, "next")}
      >
        <Icon name="down" small />
      </button>
      <button
        type="button"
        className="btn btn--icon btn--quiet"
        aria-label="Close the search"
        onClick={onClose}
      >
        <Icon name="close" small />
      </button>
    </search>
  );
};

const foundWords = ({ at, count }: Found): string => {
  if (count === 0) return "Nowhere";
  return at < 0 ? `${count} places` : `${at + 1} of ${count}`;
};
