import type { DataCell, DataColumn } from "@signalbox/contract/admin";
import { useNow } from "../../../lib/clock.ts";
import { clockWithSeconds, date, moment } from "../../../lib/format.ts";
import { lineOf, shortKey } from "../cell-words.ts";

/** A value on one line. */
export const Cell = ({ column, value }: { column: DataColumn; value: DataCell }) => {
  if (value === null || value === "")
    return <span className="ink3">{value === null ? "none" : "empty"}</span>;
  const line = lineOf(value);
  switch (column.kind) {
    case "id":
      return (
        <span className="mono" title={line}>
          {shortKey(line)}
        </span>
      );
    case "instant":
      return <Instant at={line} />;
    case "words":
      return <span className="badge">{line.replaceAll("_", " ")}</span>;
    case "boolean":
      return value === true ? "yes" : "no";
    case "json":
      return <span className="mono data-cell cut ink2">{line}</span>;
    default:
      return <span className="data-cell cut">{line}</span>;
  }
};

const Instant = ({ at }: { at: string }) => {
  const now = useNow();
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return (
    <time dateTime={at} title={`${date(at)} ${clockWithSeconds(at)}`} className="num">
      {isToday ? clockWithSeconds(at) : moment(at, now)}
    </time>
  );
};
