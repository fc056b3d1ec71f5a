import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { count } from "../../../lib/format.ts";
import { Icon } from "../../../ui/icon.tsx";
import { Lamp } from "../../../ui/lamp.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { Segments } from "../../../ui/segments.tsx";
import { useEndList } from "../../../ui/use-end-list.ts";
import { useHeir } from "../../../ui/use-heir.ts";
import { guessRowHeight, plainRows, turnRows } from "../log-rows.ts";
import type { LogRow } from "../log-steps/step.ts";
import type { ExecutionSearch } from "../search.ts";
import { useLog } from "../use-log.ts";
import { LogAround, LogFind } from "./log-find.tsx";
import { LogRowView } from "./log-row.tsx";
import "./log.css";

const forms = [
  { value: "turns", label: "Turns" },
  { value: "lines", label: "Lines" },
] as const;
type Form = (typeof forms)[number]["value"];

/** What it printed, as it is printed. */
export const ExecutionLog = ({ executionId, log: asked }: ExecutionSearch & { executionId: string }) => {
  const form: Form = asked ?? "turns";
  const { log, trouble, earlier, retry } = useLog(executionId);
  const [sought, setSought] = useState<number | null>(null);
  const navigate = useNavigate();
  const show = (next: Form) =>
    void navigate({
      to: ".",
      search: ({ log: _, ...rest }: ExecutionSearch) => (next === "lines" ? { ...rest, log: next } : rest),
      replace: true,
      resetScroll: false,
    });
  return (
    <section className="panel" aria-labelledby="execution-log">
      <div className="panel__head">
        <h2 id="execution-log">Log</h2>
        {log === null ? null : <LogStand isOver={log.isOver} isAway={trouble !== null} />}
        <span className="push" />
        <Segments label="How the log is shown" value={form} choices={forms} onChange={show} />
      </div>
      <LogFind executionId={executionId} onSeek={setSought} />
      {sought !== null ? (
        <LogAround executionId={executionId} number={sought} />
      ) : log === null ? (
        <Unread
          query={{ error: trouble, refetch: retry }}
          lines={6}
          loading="Loading the log"
          failed="The log could not be read"
        />
      ) : (
        <Lines key={form} {...{ form, earlier }} lines={log.lines} isOver={log.isOver} />
      )}
    </section>
  );
};

const LogStand = ({ isOver, isAway }: { isOver: boolean; isAway: boolean }) => {
  if (isOver) return <span className="small ink3">all of it</span>;
  return isAway ? (
    <span className="small wait">the server does not answer; it is asked again</span>
  ) : (
    <span className="row row--tight small go">
      <Lamp aspect="processing" />
      live
    </span>
  );
};

type Read = ReturnType<typeof useLog>;
interface LinesProps extends NonNullable<Read["log"]> {
  form: Form;
  earlier: Read["earlier"];
}

const keyOf = ({ key }: LogRow): string => key;

/** As turns or as they are. */
const Lines = ({ lines, isOver, form, earlier }: LinesProps) => {
  const rows = useMemo(() => (form === "turns" ? turnRows(lines) : plainRows(lines)), [form, lines]);
  const label = `Log, ${count(lines.length, "line")}`;
  return rows.length === 0 ? <NoLines isOver={isOver} /> : <Rows {...{ rows, label, earlier }} />;
};

interface RowsProps extends Pick<LinesProps, "earlier"> {
  rows: readonly LogRow[];
  label: string;
}

/** The rows near the eye; they follow the end unless one reads elsewhere. */
const Rows = ({ rows, label, earlier }: RowsProps) => {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const turn = (key: string, isOpen: boolean) =>
    setOpen((before) => new Set(isOpen ? [...before, key] : [...before].filter((one) => one !== key)));
  const { hasOlder } = earlier;
  const list = useEndList({ rows, keyOf, guessHeight: guessRowHeight, hasOlder });
  return (
    <div className="log">
      <div
        className="log__scroll"
        ref={list.scroller}
        onScroll={list.onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={label}
      >
        <div className="log__rows" style={{ height: list.virtual.getTotalSize() }}>
          {hasOlder ? <Earlier earlier={earlier} /> : null}
          {list.virtual.getVirtualItems().map(({ key, index, start }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <div
                key={key}
                ref={list.virtual.measureElement}
                data-index={index}
                className="log__place"
                style={{ transform: `translateY(${start}px)` }}
              >
                <LogRowView row={row} isOpen={open.has(row.key)} onTurn={(isOpen) => turn(row.key, isOpen)} />
              </div>
            );
          })}
        </div>
      </div>
      {list.following ? null : (
        <button type="button" className="btn log__end" onClick={list.toEnd}>
          <Icon name="down_to_end" small />
          To the newest
        </button>
      )}
    </div>
  );
};

const NoLines = ({ isOver }: { isOver: boolean }) =>
  isOver ? (
    <Empty title="No line of it is kept" />
  ) : (
    <Empty title="Nothing was printed yet">
      <p>Each line appears here as it is printed.</p>
    </Empty>
  );

const Earlier = ({ earlier: { isPending, isError, load } }: Pick<LinesProps, "earlier">) => {
  // It goes with the first line.
  const button = useHeir<HTMLButtonElement>();
  return (
    <p className="log__earlier">
      <button
        type="button"
        className="btn btn--quiet"
        ref={button}
        aria-disabled={isPending}
        onClick={isPending ? undefined : load}
      >
        {isPending
          ? "Loading earlier lines…"
          : isError
            ? "Could not be read. Try again"
            : "Show earlier lines"}
      </button>
    </p>
  );
};
