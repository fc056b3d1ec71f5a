import type { HealthPart, HealthReport } from "@signalbox/contract/health";
import { useQuery } from "@tanstack/react-query";
import { Link, type LinkProps } from "@tanstack/react-router";
import { useNow } from "../../../lib/clock.ts";
import { clockWithSeconds, count, moment, took } from "../../../lib/format.ts";
import { Lamp, StateWord } from "../../../ui/lamp.tsx";
import { usePageTitle } from "../../../ui/page.tsx";
import { Unread } from "../../../ui/reading.tsx";
import { aspectOf, healthQuery, statusWords } from "../health/queries.ts";
import "./health.css";

const shownMs = 5_000;

/** `/operations/health`: how each part is, why, and what to do about it. */
export const HealthPage = () => {
  usePageTitle("Health");
  const query = useQuery(healthQuery(shownMs));
  if (query.data === undefined) {
    return (
      <section className="panel" aria-label="Health">
        <Unread query={query} lines={8} loading="Asking every part" failed="Nothing tells how it is" />
      </section>
    );
  }
  const report = query.data;
  const byWeight = [...report.parts].sort((a, b) => weights[b.status] - weights[a.status]);
  return (
    <>
      <Overall report={report} stale={query.isError} />
      <ul className="parts">
        {byWeight.map((part) => (
          <li key={part.name}>
            <Part part={part} report={report} />
          </li>
        ))}
      </ul>
    </>
  );
};

const weights = { ok: 0, warning: 1, failing: 2 } as const;

const Overall = ({ report, stale }: { report: HealthReport; stale: boolean }) => {
  const now = useNow();
  const troubled = report.parts.filter(({ status }) => status !== "ok").length;
  const words =
    troubled === 0 ? "Everything is well" : `Running, ${count(troubled, "part needs", "parts need")} a look`;
  return (
    <p className="row row--wrap parts__overall">
      <StateWord aspect={aspectOf[report.status]} word={words} />
      <span className={`push small num ${stale ? "wait" : "ink3"}`}>
        {stale ? "Signalbox does not answer; " : ""}as of {clockWithSeconds(report.at)} · up{" "}
        {took(now - Date.parse(report.startedAt))} · version {report.version}
      </span>
    </p>
  );
};

/** Where more is to be seen of a part. */
const pages: Readonly<Record<string, { to: NonNullable<LinkProps["to"]>; word: string }>> = {
  nodes: { to: "/operations/nodes", word: "Nodes" },
  loops: { to: "/operations/nodes", word: "Nodes" },
  redis: { to: "/operations/nodes", word: "Nodes" },
  event_log: { to: "/operations/events", word: "Events" },
  hooks: { to: "/operations/hooks", word: "Hooks" },
  log: { to: "/operations/logs", word: "Logs" },
};

const Part = ({ part, report }: { part: HealthPart; report: HealthReport }) => {
  const page = pages[part.name];
  const tone = { ok: "ink2", warning: "wait", failing: "stop" }[part.status];
  return (
    <section className="panel part" aria-labelledby={`part-${part.name}`}>
      <h2 id={`part-${part.name}`} className="row">
        <Lamp aspect={aspectOf[part.status]} word={statusWords[part.status]} />
        {part.title}
        {page === undefined ? null : (
          <Link to={page.to} className="push small link ink3" data-stop>
            {page.word}
          </Link>
        )}
      </h2>
      <p className={`num ${tone}`}>{part.reason}</p>
      {part.cure === null ? null : <p className="small part__cure">{part.cure}</p>}
      {part.facts.length === 0 ? null : (
        <dl className="kv num part__facts">
          {part.facts.map(({ word, value }) => (
            <div key={word} className="part__fact">
              <dt>{word}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <History part={part} report={report} />
    </section>
  );
};

/** How the part was since this node began: a line that changes its colour and height with the status. */
const History = ({
  part: { history },
  report: { startedAt, at },
}: {
  part: HealthPart;
  report: HealthReport;
}) => {
  const now = useNow();
  const [from, to] = [Date.parse(history[0]?.at ?? startedAt), Date.parse(at)];
  if (history.length < 2 || to <= from) return null;
  const place = (instant: string) => ((Date.parse(instant) - from) / (to - from)) * 100;
  const last = history.at(-1);
  return (
    <div className="part__history">
      <svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
        {history.map(({ status, at: since }, index) => {
          const end = history[index + 1]?.at;
          const width = (end === undefined ? 100 : place(end)) - place(since);
          const height = 3 + weights[status] * 4;
          return (
            <rect
              key={since}
              className={`is-${status}`}
              x={place(since)}
              width={Math.max(0.6, width)}
              y={12 - height}
              height={height}
            />
          );
        })}
      </svg>
      {last === undefined ? null : (
        <p className="small ink3 num">
          {statusWords[last.status]} since {moment(last.at, now)}
        </p>
      )}
    </div>
  );
};
