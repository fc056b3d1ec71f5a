import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { usePageTitle } from "../../../ui/page.tsx";
import { JobDetail } from "../components/job-detail.tsx";
import { JobFilters } from "../components/job-filters.tsx";
import { JobList } from "../components/job-list.tsx";
import { DeadLettersPanel, SchedulesPanel } from "../components/job-schedules.tsx";
import { BackupsPanel, ExportsPanel, RetentionPanel } from "../components/job-upkeep.tsx";
import { type JobsFilter, readJobsSearch } from "../jobs/search.ts";
import "./jobs.css";

/** `/operations/jobs`: what Signalbox does beside requests, one job of it, and what a person may have it do. */
export const JobsPage = () => {
  usePageTitle("Jobs");
  const navigate = useNavigate();
  const { job, ...filter } = readJobsSearch(useSearch({ strict: false }));
  const narrow = useCallback(
    (next: JobsFilter) =>
      void navigate({
        to: "/operations/jobs",
        search: { ...next, ...(job === undefined ? {} : { job }) },
        resetScroll: false,
        replace: true,
      }),
    [navigate, job],
  );
  return (
    <>
      <JobFilters filter={filter} onChange={narrow} />
      <div className="split" data-open={job === undefined ? undefined : true}>
        <div className="split__list stack jobs-page">
          <section className="panel" aria-label="Jobs">
            <JobList filter={filter} open={job} />
          </section>
          <DeadLettersPanel />
          <SchedulesPanel />
          <BackupsPanel />
          <ExportsPanel />
          <RetentionPanel />
        </div>
        {job === undefined ? null : (
          <section className="panel split__detail" aria-label="One job">
            <JobDetail key={job} jobId={job} filter={filter} />
          </section>
        )}
      </div>
    </>
  );
};
