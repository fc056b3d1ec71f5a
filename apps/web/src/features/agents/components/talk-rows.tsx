import type { Virtualizer } from "@tanstack/react-virtual";
import { useHeir } from "../../../ui/use-heir.ts";
import type { TalkRow } from "../talk-rows.ts";
import { rowOfTurn } from "../talk-rows.ts";
import type { OpenChildren } from "./child-row.tsx";
import { CommandHead } from "./command-head.tsx";
import { CommandEnd, StopRow } from "./stop-row.tsx";
import type { Older } from "./use-older.ts";

interface TalkRowsProps {
  rows: readonly TalkRow[];
  virtual: Virtualizer<HTMLDivElement, HTMLDivElement>;
  older: Older;
  sought: string | null;
  onFold: (key: string) => void;
  nested: OpenChildren;
}

/** The rows near the eye, each where it belongs. */
export const TalkRows = ({ rows, virtual, older, sought, ...shown }: TalkRowsProps) => {
  const soughtAt = sought === null ? -1 : rowOfTurn(rows, sought);
  return (
    <div className="talk__rows" style={{ height: virtual.getTotalSize() }}>
      {older.hasOlder ? <OlderTurns older={older} /> : null}
      {virtual.getVirtualItems().map(({ key, index, start }) => {
        const row = rows[index];
        return row === undefined ? null : (
          <div
            key={key}
            ref={virtual.measureElement}
            data-index={index}
            className={classOf(row, index === soughtAt)}
            style={{ transform: `translateY(${start}px)` }}
          >
            <Row row={row} sought={index === soughtAt ? sought : null} {...shown} />
          </div>
        );
      })}
    </div>
  );
};

const classOf = ({ kind }: TalkRow, isSought: boolean): string =>
  `talk__row talk__row--${kind}${isSought ? " talk__row--sought" : ""}`;

interface RowProps extends Pick<TalkRowsProps, "sought" | "onFold" | "nested"> {
  row: TalkRow;
}

const Row = ({ row, sought, onFold, nested }: RowProps) => {
  switch (row.kind) {
    case "head":
      return <CommandHead section={row.section} open={row.open} onFold={() => onFold(row.key)} />;
    case "stop":
      return (
        <StopRow stop={row.stop} isFirst={row.isFirst} isLast={row.isLast} sought={sought} nested={nested} />
      );
    case "end":
      return <CommandEnd command={row.command} isFirst={row.isFirst} />;
    case "new":
      return <p className="talk__new">New since you looked</p>;
  }
};

const OlderTurns = ({ older: { load, isPending, isError } }: { older: Older }) => {
  // It goes with the oldest turn.
  const button = useHeir<HTMLButtonElement>();
  return (
    <p className="talk__older">
      <button
        type="button"
        className="btn btn--quiet"
        ref={button}
        aria-disabled={isPending}
        onClick={isPending ? undefined : () => void load()}
      >
        {isPending ? "Loading older turns…" : isError ? "Could not be read. Try again" : "Show older turns"}
      </button>
    </p>
  );
};
