import type { AuditEntry } from "@signalbox/contract/audit";
import { useNow } from "../../../lib/clock.ts";
import { moment } from "../../../lib/format.ts";
import type { AuditSearch } from "../audit-search.ts";
import { actionWords, detailWords } from "../audit-words.ts";

interface AuditRowProps {
  entry: AuditEntry;
  onNarrow: (part: AuditSearch) => void;
}

/** One change: when, who, what, from where, and what more is known of it. */
export const AuditRow = ({ entry, onNarrow }: AuditRowProps) => {
  const now = useNow();
  const { at, actor, actorName, action, subject, address, correlationId, detail } = entry;
  const words = detailWords(detail);
  return (
    <li className="audit">
      <time className="small ink3 num audit__when" dateTime={at} title={at}>
        {moment(at, now)}
      </time>
      <span className="break" title={actor}>
        {actorName}
      </span>
      <span className="audit__what strong">
        {actionWords(action)}{" "}
        <button
          type="button"
          className="audit__link small mono break"
          aria-label={`${subject.id.slice(0, 13)}: only what concerns this ${subject.kind}`}
          onClick={() => onNarrow({ subject: subject.id })}
        >
          {subject.id.slice(0, 13)}
        </button>
      </span>
      <span className="small ink3 break audit__detail">
        {words === "" ? null : <>{words} · </>}
        {address === null ? null : <span className="mono">{address} · </span>}
        <button
          type="button"
          className="audit__link small mono break"
          aria-label={`${correlationId.slice(0, 13)}: only what this request did`}
          onClick={() => onNarrow({ correlation: correlationId })}
        >
          {correlationId.slice(0, 13)}
        </button>
      </span>
    </li>
  );
};
