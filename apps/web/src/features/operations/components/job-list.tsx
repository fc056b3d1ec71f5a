import type { Job } from "@signalbox/contract/jobs";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { useNow } from "../../../lib/clock.ts";
import { moment } from "../../../lib/format.ts";
import { More } from "../../../ui/more.tsx";
import { Empty, Unread } from "../../../ui/reading.tsx";
import { jobsQuery } from "../jobs/queries.ts";
import type { JobsFilter } from "../jobs/search.ts";
import { standOf, stateTones, stateWords } from "../jobs/words.ts";

/** Jobs, the newest first. */
export const JobList = ({ filter, open }: { filter: JobsFilter; open: string | undefined }) => {
  const query = useInfiniteQuery(jobsQuery(filter));
  const rows = useRef<HTMLUListElement>(null);
  if (query.data === undefined)
    return <Unread query={query} lines={8} loading="Loading jobs" failed="Jobs could not be read" />;
  if (query.data.length === 0) return <NoJobs filtered={Object.keys(filter).length > 0} />;
  return (
    <>
      <ul className="jobs" ref={rows}>
        {query.data.map((job) => (
          <Row key={job.id} job={job} filter={filter} open={job.id === open} />
        ))}
      </ul>
      <More query={query} rows={rows} />
    </>
  );
};

const Row = ({ job, filter, open }: { job: Job; filter: JobsFilter; open: boolean }) => {
  const now = useNow();
  return (
    <li>
      <Link
        to="/operations/jobs"
        search={{ ...filter, job: job.id }}
        resetScroll={false}
        className="jobs__row"
        aria-current={open ? "true" : undefined}
        data-stop
      >
        <span className={`strong ${stateTones[job.state]}`}>{stateWords[job.state]}</span>
        <span className="mono cut">{job.queue}</span>
        <span className="ink2 cut jobs__stand">{standOf(job)}</span>
        <time className="ink3 num" dateTime={job.createdAt}>
          {moment(job.createdAt, now)}
        </time>
      </Link>
    </li>
  );
};

const NoJobs = ({ filtered }: { filtered: boolean }) =>
  filtered ? (
    <Empty title="No job matches">
      <p>Widen the filter above.</p>
    </Empty>
  ) : (
    <Empty title="Nothing was enqueued yet">
      <p>What Signalbox does by the clock, or because you ask for it below, is listed here.</p>
    </Empty>
  );
