import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useSettled } from "../../../lib/use-settled.ts";
import { Icon } from "../../../ui/icon.tsx";
import { Unread } from "../../../ui/reading.tsx";
import { plainRows } from "../log-rows.ts";
import { aroundQuery, useLogFile, useLogHits } from "../log-search.ts";
import { LogRowView } from "./log-row.tsx";

interface LogFindProps {
  executionId: string;
  /** The line that is gone to; null where none is. */
  onSeek: (number: number | null) => void;
}

/** Finds words in all of a log, and goes from one place to the next. */
export const LogFind = ({ executionId, onSeek }: LogFindProps) => {
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const text = useSettled(words.trim(), 200);
  const { hits, isMore, isError, isSearching } = useLogHits(executionId, text, at);
  const number = hits[at]?.number ?? null;
  useEffect(() => onSeek(number), [number, onSeek]);
  const go = (step: number) => setAt(Math.max(0, Math.min(hits.length - 1, at + step)));
  const look = (next: string) => {
    setWords(next);
    setAt(0);
  };
  return (
    <search className="row row--wrap log__find">
      <input
        type="search"
        className="field log__words"
        aria-label="Find in the log"
        placeholder="Find in the log"
        maxLength={200}
        value={words}
        onChange={({ target }) => look(target.value)}
        onKeyDown={({ key, shiftKey }) => {
          if (key === "Enter") go(shiftKey ? -1 : 1);
          if (key === "Escape") look("");
        }}
      />
      <Step words="Place before" isOff={at === 0} onPress={() => go(-1)} isTurned />
      <Step words="Next place" isOff={at >= hits.length - 1} onPress={() => go(1)} />
      <span className="small ink3 num" role="status">
        {text === "" ? "" : standOf({ at, number, count: hits.length, isMore, isError, isSearching })}
      </span>
      <span className="push" />
      <Download executionId={executionId} />
    </search>
  );
};

interface Stand {
  at: number;
  number: number | null;
  count: number;
  isMore: boolean;
  isError: boolean;
  isSearching: boolean;
}

function standOf({ at, number, count, isMore, isError, isSearching }: Stand): string {
  if (isError) return "The log could not be searched";
  if (number === null) return isSearching ? "Searching…" : "Nowhere in the log";
  return `${at + 1} of ${count}${isMore ? "+" : ""}, line ${number}`;
}

interface StepProps {
  words: string;
  isOff: boolean;
  isTurned?: boolean;
  onPress: () => void;
}

const Step = ({ words, isOff, isTurned = false, onPress }: StepProps) => (
  <button
    type="button"
    className="btn btn--icon btn--quiet"
    aria-label={words}
    aria-disabled={isOff}
    onClick={isOff ? undefined : onPress}
  >
    <Icon name="down" small {...(isTurned ? { className: "turned" } : {})} />
  </button>
);

const Download = ({ executionId }: { executionId: string }) => {
  const file = useLogFile(executionId);
  return (
    <>
      {file.isError ? <span className="small stop">It could not be downloaded</span> : null}
      <button type="button" className="btn btn--quiet" onClick={() => file.mutate()}>
        Download
      </button>
    </>
  );
};

/** The lines around the one that was found, as they were printed. */
export const LogAround = ({ executionId, number }: { executionId: string; number: number }) => {
  const query = useQuery(aroundQuery(executionId, number));
  const place = useRef<HTMLDivElement>(null);
  const lines = query.data?.lines;
  useEffect(() => {
    if (lines !== undefined) place.current?.scrollIntoView({ block: "center" });
  }, [lines]);
  if (lines === undefined)
    return <Unread query={query} loading="Loading the lines around it" failed="They could not be read" />;
  return (
    <div
      className="log__scroll"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      role="log"
      aria-live="off"
      aria-label={`Log around line ${number}`}
    >
      {plainRows(lines).map((row, index) => {
        const isIt = lines[index]?.number === number;
        return (
          <div
            key={row.key}
            ref={isIt ? place : undefined}
            className={isIt ? "log__hit" : ""}
            aria-current={isIt}
          >
            <LogRowView row={row} isOpen={false} onTurn={() => undefined} />
          </div>
        );
      })}
    </div>
  );
};
