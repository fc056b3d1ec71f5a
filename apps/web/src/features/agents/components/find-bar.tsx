import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { useNow } from "../../../lib/clock.ts";
import { moment } from "../../../lib/format.ts";
import { useKeys } from "../../../lib/keys.ts";
import { useSettled } from "../../../lib/use-settled.ts";
import { Icon } from "../../../ui/icon.tsx";
import { hitsQuery } from "../records-queries.ts";

interface FindBarProps {
  agentId: string;
  onSeek: (turnId: string | null) => void;
  isSeeking: boolean;
  onClose: () => void;
}

interface FindButtonProps {
  onOpen: () => void;
  button: RefObject<HTMLButtonElement | null>;
}

/** What opens the bar that finds words. */
export const FindButton = ({ onOpen, button }: FindButtonProps) => {
  useKeys({ f: onOpen });
  return (
    <button type="button" className="btn btn--quiet find__open" ref={button} onClick={onOpen}>
      <Icon name="search" small />
      <span className="find__word">Find</span> <kbd className="wide-only">f</kbd>
    </button>
  );
};

/** Finds words in the conversation, and goes from one place to the next. */
export const FindBar = ({ agentId, onSeek, isSeeking, onClose: onLeave }: FindBarProps) => {
  const onClose = () => {
    onLeave();
    onSeek(null);
  };
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const q = useSettled(words.trim(), 150);
  const query = useInfiniteQuery(hitsQuery(q, { agentId }));
  const hits = query.data ?? [];
  const hit = hits[at];
  const now = useNow();
  useEffect(() => field.current?.focus(), []);
  // Within the field its own Escape is heard.
  useKeys({ Escape: onClose });
  const found = hit?.turnId;
  useEffect(() => {
    if (found !== undefined) onSeek(found);
  }, [found, onSeek]);

  const go = (step: number) => {
    const next = Math.max(0, Math.min(hits.length - 1, at + step));
    setAt(next);
    if (next >= hits.length - 2 && query.hasNextPage) void query.fetchNextPage();
  };
  return (
    <search className="find">
      <Icon name="search" small className="ink3" />
      <input
        ref={field}
        className="find__field"
        aria-label="Find in this conversation"
        placeholder="Find in this conversation"
        value={words}
        onChange={(event) => {
          setWords(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") go(event.shiftKey ? -1 : 1);
          if (event.key !== "Escape") return;
          event.stopPropagation();
          onClose();
        }}
      />
      <span className="small ink3 num nowrap" role="status">
        {q === ""
          ? ""
          : query.isError
            ? "Could not be searched"
            : countOf({ at, hits: hits.length, more: query.hasNextPage, isPending: query.isPending })}
        {hit === undefined ? null : (
          <span className="wide-only"> · {isSeeking ? "loading…" : moment(hit.at, now)}</span>
        )}
      </span>
      <Press words="Older place" isOff={at >= hits.length - 1} onPress={() => go(1)}>
        <Icon name="down" small className="turned" />
      </Press>
      <Press words="Newer place" isOff={at === 0} onPress={() => go(-1)}>
        <Icon name="down" small />
      </Press>
      <Press words="Close the search" onPress={onClose}>
        <Icon name="close" small />
      </Press>
    </search>
  );
};

interface PressProps {
  words: string;
  isOff?: boolean;
  onPress: () => void;
  children: ReactNode;
}

const Press = ({ words, isOff = false, onPress, children }: PressProps) => (
  <button
    type="button"
    className="btn btn--icon btn--quiet"
    aria-label={words}
    disabled={isOff}
    onClick={onPress}
  >
    {children}
  </button>
);

interface Counted {
  at: number;
  hits: number;
  more: boolean;
  isPending: boolean;
}

const countOf = ({ at, hits, more, isPending }: Counted): string => {
  if (isPending) return "…";
  return hits === 0 ? "Nowhere" : `${at + 1} of ${hits}${more ? "+" : ""}`;
};
