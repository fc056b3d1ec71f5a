import type { JobDetail as Detail } from "@signalbox/contract/jobs";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useNow } from "../../../lib/clock.ts";
import { clockWithSeconds, date, moment } from "../../../lib/format.ts";
import { isMissing } from "../../../lib/missing.ts";
import { Confirm } from "../../../ui/confirm.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { Code } from "../../../ui/scroller.tsx";
import { jobQuery, useCancelJob, useDiscardJob, useRetryJob } from "../jobs/queries.ts";
import type { JobsFilter } from "../jobs/search.ts";
import { stateTones, stateWords } from "../jobs/words.ts";

/** One job whole: how far it is, what went wrong, what it carries, and what can be done. */
export const JobDetail = ({ jobId, filter }: { jobId: string; filter: JobsFilter }) => {
  const query = useQuery(jobQuery(jobId));
  return (
    <>
      <div className="panel__head">
        <h2 className="mono cut">{query.data?.queue ?? "Job"}</h2>
        <Link
          to="/operations/jobs"
          search={filter}
          resetScroll={false}
          className="btn btn--quiet btn--icon push"
          aria-label="Close the job"
        >
          <Icon name="close" small />
        </Link>
      </div>
      {isMissing(query.error) ? (
        <Empty title="This job is not kept">
          <p>It was discarded, or ended so long ago that it was removed.</p>
        </Empty>
      ) : query.data === undefined ? (
        <Unread query={query} loading="Loading the job" failed="The job could not be read" />
      ) : (
        <Facts job={query.data} />
      )}
    </>
  );
};

const Facts = ({ job }: { job: Detail }) => (
  <div className="panel__body stack">
    <p className="row">
      <span className={`strong ${stateTones[job.state]}`}>{stateWords[job.state]}</span>
      {job.cancelRequested ? <span className="ink2">, is told to end</span> : null}
    </p>
    {job.state === "running" ? (
      <progress className="jobs__progress" max={100} value={job.percent} aria-label="How far it is" />
    ) : null}
    {job.message === "" ? null : <p className="ink2 break">{job.message}</p>}
    {job.error === null ? null : <p className="stop break">{job.error}</p>}
    <Acts job={job} />
    <Times job={job} />
    <Failures job={job} />
    <Value title="Payload" value={job.payload} />
    <Value title="Result" value={job.result} />
    <Value title="Checkpoint" value={job.checkpoint} />
  </div>
);

const Times = ({ job }: { job: Detail }) => (
  <dl className="kv num">
    <Fact word="Enqueued">
      {date(job.createdAt)}, {clockWithSeconds(job.createdAt)}
    </Fact>
    <Fact word="Due">
      {job.state === "waiting" || job.state === "retrying" ? clockWithSeconds(job.runAt) : null}
    </Fact>
    <Fact word="Began">{job.startedAt === null ? null : clockWithSeconds(job.startedAt)}</Fact>
    <Fact word="Ended">{job.endedAt === null ? null : clockWithSeconds(job.endedAt)}</Fact>
    <Fact word="Tries">{job.attempts}</Fact>
    <Fact word="Key">{job.key}</Fact>
    <Fact word="By">
      <span className="mono">{job.actor}</span>
    </Fact>
    <Fact word="Chain">
      <Link to="/operations/events" search={{ correlationId: job.correlationId }} className="link mono">
        {job.correlationId}
      </Link>
    </Fact>
    <Fact word="Node">{job.node === null ? null : <span className="mono">{job.node}</span>}</Fact>
    <Fact word="Job id">
      <span className="mono">{job.id}</span>
    </Fact>
  </dl>
);

const Fact = ({ word, children }: { word: string; children: ReactNode }) =>
  children === null ? null : (
    <>
      <dt>{word}</dt>
      <dd>{children}</dd>
    </>
  );

const Failures = ({ job }: { job: Detail }) => {
  const now = useNow();
  if (job.failures.length === 0) return null;
  return (
    <>
      <h3>Tries that failed</h3>
      <ol className="stack small">
        {job.failures.map((failure) => (
          <li key={failure.attempt}>
            <span className="ink3 num">
              Try {failure.attempt}, {moment(failure.at, now)}:
            </span>{" "}
            <span className="break">{failure.message}</span>
          </li>
        ))}
      </ol>
    </>
  );
};

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || JSON.stringify(value) === "{}";

const Value = ({ title, value }: { title: string; value: unknown }) =>
  isEmpty(value) ? null : (
    <>
      <h3>{title}</h3>
      <Code>{JSON.stringify(value, null, 2)}</Code>
    </>
  );

const Acts = ({ job }: { job: Detail }) => {
  const retry = useRetryJob();
  const cancel = useCancelJob();
  const discard = useDiscardJob();
  const error = retry.error ?? cancel.error ?? discard.error;
  const isOver = job.state === "failed" || job.state === "cancelled";
  return (
    <>
      <div className="row row--wrap">
        {isOver ? (
          <button
            type="button"
            className="btn"
            disabled={retry.isPending}
            onClick={() => retry.mutate(job.id)}
          >
            <Icon name="refresh" small />
            Try once more
          </button>
        ) : null}
        {isOver ? (
          <Confirm
            trigger={
              <button type="button" className="btn btn--stop">
                Discard
              </button>
            }
            title="Discard this job?"
            verb="Discard it"
            back="Keep it"
            onConfirm={() => discard.mutate(job.id)}
          >
            <p>What it carries and why it ended are gone then; the audit log remembers that you did it.</p>
          </Confirm>
        ) : null}
        {isOver || job.state === "completed" ? null : (
          <button
            type="button"
            className="btn btn--stop"
            disabled={cancel.isPending || job.cancelRequested}
            onClick={() => cancel.mutate(job.id)}
          >
            Cancel
          </button>
        )}
      </div>
      {error === null ? null : (
        <p role="alert" className="small stop">
          {error.message}
        </p>
      )}
    </>
  );
};
