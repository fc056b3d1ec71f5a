import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useNow } from "../../../lib/clock.ts";
import { moment } from "../../../lib/format.ts";
import { isMissing } from "../../../lib/missing.ts";
import { Confirm } from "../../../ui/confirm.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import {
  backupsQuery,
  exportAddress,
  exportsQuery,
  jobQuery,
  retentionQuery,
  useUpkeep,
} from "../jobs/queries.ts";
import { becameOf, bytesInWords, isOver } from "../jobs/words.ts";

/** What was started and how it goes, or why not. */
const Started = ({ act }: { act: ReturnType<typeof useUpkeep> }) => {
  if (act.error !== null) return <Failure>{act.error.message}</Failure>;
  if (act.data === undefined) return null;
  const { jobId } = act.data;
  if (jobId !== null) return <Followed key={jobId} jobId={jobId} />;
  return (
    <p role="status" className="small ink2 jobs__said">
      One is under way already.
    </p>
  );
};

const Failure = ({ children }: { children: ReactNode }) => (
  <p role="alert" className="small stop jobs__said">
    {children}
  </p>
);

/** The job, as long as it is kept. */
const Followed = ({ jobId }: { jobId: string }) => {
  const { data: job, error } = useQuery({
    ...jobQuery(jobId),
    refetchInterval: ({ state }) => (isOver(state.data) ? false : 1_000),
  });
  if (isMissing(error)) return null;
  return (
    <p role="status" className={`small jobs__said ${job?.state === "failed" ? "stop" : "ink2"}`}>
      {becameOf(job)}{" "}
      <Link to="/operations/jobs" search={{ job: jobId }} className="link">
        {isOver(job) ? "See it" : "Follow it"}
      </Link>
    </p>
  );
};

const Panel = ({ id, title, children }: { id: string; title: ReactNode; children: ReactNode }) => (
  <section className="panel" aria-labelledby={id}>
    {title}
    {children}
  </section>
);

/** What is kept no longer, exactly, and the way to remove it now. */
export const RetentionPanel = () => {
  const query = useQuery(retentionQuery);
  const run = useUpkeep("retention");
  const all = query.data?.reduce((sum, { count }) => sum + count, 0) ?? 0;
  const head = (
    <div className="panel__head">
      <h2 id="retention">Retention</h2>
      <span className="small ink3 cut wide-only">What goes at night, or now</span>
      <Confirm
        trigger={
          <button type="button" className="btn push" disabled={all === 0 || run.isPending}>
            Remove now
          </button>
        }
        title="Remove what is kept no longer?"
        verb="Remove it"
        back="Not now"
        onConfirm={() => run.mutate("")}
      >
        <p>{all.toLocaleString("en-GB")} rows and files go, as listed. They can’t be brought back.</p>
      </Confirm>
    </div>
  );
  return (
    <Panel id="retention" title={head}>
      <Started act={run} />
      {query.data === undefined ? (
        <Unread query={query} loading="Counting" failed="What goes could not be counted" />
      ) : (
        <ul className="list">
          {query.data.map(({ name, rule, count, bytes }) => (
            <li key={name} className="jobs__item">
              <span className="strong">{name}</span>
              <span className="small ink3">{rule}</span>
              <span className={`num push ${count === 0 ? "ink3" : ""}`}>
                {count.toLocaleString("en-GB")}
                {bytes === null || bytes === 0 ? "" : `, ${bytesInWords(bytes)}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
};

/** Files of the event log. */
export const ExportsPanel = () => {
  const query = useQuery(exportsQuery);
  const start = useUpkeep("export");
  const now = useNow();
  const download = useMutation({
    mutationFn: exportAddress,
    onSuccess: (address) => {
      window.location.assign(address);
    },
  });
  const head = (
    <div className="panel__head">
      <h2 id="exports">Exports of the event log</h2>
      <button type="button" className="btn push" disabled={start.isPending} onClick={() => start.mutate("")}>
        Export now
      </button>
    </div>
  );
  return (
    <Panel id="exports" title={head}>
      <Started act={start} />
      {query.data === undefined ? (
        <Unread query={query} loading="Loading exports" failed="Exports could not be read" />
      ) : query.data.length === 0 ? (
        <Empty title="No export yet">
          <p>An export is a file with every event, one a line.</p>
        </Empty>
      ) : (
        <ul className="list">
          {query.data.map(({ name, bytes, createdAt }) => (
            <li key={name} className="jobs__item">
              <span className="mono cut">{name}</span>
              <span className="small ink3 num">
                {moment(createdAt, now)}, {bytesInWords(bytes)}
              </span>
              <button type="button" className="btn push" onClick={() => download.mutate(name)}>
                Download<span className="hidden-visually"> {name}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
};

/** Copies of the database, each opened and read before it was called one. */
export const BackupsPanel = () => {
  const query = useQuery(backupsQuery);
  const start = useUpkeep("backup");
  const now = useNow();
  const head = (
    <div className="panel__head">
      <h2 id="backups">Backups</h2>
      <button type="button" className="btn push" disabled={start.isPending} onClick={() => start.mutate("")}>
        Back up now
      </button>
    </div>
  );
  return (
    <Panel id="backups" title={head}>
      <Started act={start} />
      {query.data === undefined ? (
        <Unread query={query} loading="Loading backups" failed="Backups could not be read" />
      ) : query.data.length === 0 ? (
        <Empty title="No backup yet">
          <p>The database is copied while it is in use, and the copy is read whole before it counts.</p>
        </Empty>
      ) : (
        <ul className="list">
          {query.data.map(({ name, path, createdAt, bytes, rows }) => (
            <li key={name} className="jobs__item">
              <span className="mono break">{path}</span>
              <span className="small ink3 num push">
                {moment(createdAt, now)}, {bytesInWords(bytes)}
                {rows === null ? "" : `, ${rows.toLocaleString("en-GB")} rows`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
};
