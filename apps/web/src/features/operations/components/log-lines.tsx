import type { LogLine } from "@signalbox/contract/logs";
import { Link } from "@tanstack/react-router";
import { useMemo, useRef } from "react";
import { useNow } from "../../../lib/clock.ts";
import { clockWithSeconds, count, moment } from "../../../lib/format.ts";
import { useAdmission } from "../../../lib/use-admission.ts";
import { LetIn } from "../../../ui/let-in.tsx";
import { More } from "../../../ui/more.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { Code } from "../../../ui/scroller.tsx";
import type { LogsFilter } from "../logs/search.ts";
import { useLogs } from "../logs/use-logs.ts";

interface LogLinesProps {
  filter: LogsFilter;
  /** The position of the line that is open. */
  open: string | undefined;
}

/** Lines of the log, the newest first; new ones wait while a person is at them. */
export const LogLines = ({ filter, open }: LogLinesProps) => {
  const { query, lines } = useLogs(filter);
  const wanted = useMemo(() => lines.map(({ position }) => ({ id: position, slot: "" })), [lines]);
  const { places, waiting, letIn, holders } = useAdmission(wanted);
  const rows = useRef<HTMLUListElement>(null);
  const byPosition = new Map(lines.map((line) => [line.position, line]));
  if (query.data === undefined) {
    return <Unread query={query} lines={8} loading="Loading the log" failed="The log could not be read" />;
  }
  const { node } = query.data.pages[0] ?? {};
  if (lines.length === 0 && !query.hasNextPage) {
    return (
      <Empty title="No line matches">
        <p>New ones that match appear here by themselves.</p>
      </Empty>
    );
  }
  return (
    <>
      <div {...holders} className="split__list">
        <LetIn waiting={waiting} onLetIn={letIn}>
          {count(waiting, "new line")}. Lines keep their places while you are at them.
        </LetIn>
        <ul className="events" ref={rows}>
          {places.flatMap(({ id }) => {
            const line = byPosition.get(id);
            return line === undefined ? [] : [<Line key={id} line={line} open={id === open} />];
          })}
        </ul>
      </div>
      <More query={query} rows={rows} />
      {node === undefined ? null : (
        <p className="small ink3 logs__node">
          The log of the node that answers: process {node.pid} on {node.host}.
        </p>
      )}
    </>
  );
};

const tones: Readonly<Record<LogLine["level"], string>> = {
  trace: "ink3",
  debug: "ink3",
  info: "ink2",
  warn: "wait",
  error: "stop",
  fatal: "stop",
};

const Line = ({ line, open }: { line: LogLine; open: boolean }) => {
  const now = useNow();
  return (
    <li>
      <Link
        to="/operations/logs"
        search={({ line: _, ...search }) => (open ? search : { ...search, line: line.position })}
        resetScroll={false}
        className="events__row logs__row"
        aria-expanded={open}
        data-stop
      >
        <span className="events__time">{timeOf(line.at, now)}</span>
        <span className={`logs__level ${tones[line.level]}`}>{line.level}</span>
        <span className="ink3 cut wide-only">{line.part}</span>
        <span className={`cut mono ${tones[line.level]}`}>
          {line.message} <span className="ink3">{fieldWords(line.fields)}</span>
        </span>
      </Link>
      {open ? <LineDetail line={line} /> : null}
    </li>
  );
};

/** Fields that say something in one word, beside the message. */
const fieldWords = (fields: LogLine["fields"]): string =>
  Object.entries(fields)
    .filter(([, value]) => typeof value === "string" || typeof value === "number")
    .slice(0, 6)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");

const timeOf = (at: string | null, now: number): string => {
  if (at === null) return "";
  return new Date(at).toDateString() === new Date(now).toDateString()
    ? clockWithSeconds(at)
    : moment(at, now);
};

const LineDetail = ({ line }: { line: LogLine }) => (
  <div className="stack logs__detail">
    <p className="mono break">{line.message}</p>
    <p className="row row--wrap small">
      {line.part === null ? null : (
        <Link
          to="/operations/logs"
          search={(search) => ({ ...search, part: line.part ?? "" })}
          className="link ink3"
        >
          Only the part {line.part}
        </Link>
      )}
      {line.correlationId === null ? null : (
        <>
          <Link to="/operations/events" search={{ correlationId: line.correlationId }} className="link ink3">
            Events of its chain
          </Link>
          <Link
            to="/operations/logs"
            search={(search) => ({ ...search, correlationId: line.correlationId ?? "" })}
            className="link ink3"
          >
            Lines of its chain
          </Link>
        </>
      )}
    </p>
    {Object.keys(line.fields).length === 0 ? null : <Code>{JSON.stringify(line.fields, null, 2)}</Code>}
  </div>
);
