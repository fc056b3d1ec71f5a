import type { Descriptors } from "../database/descriptor.ts";

/** How the tables beside the job queue's own are shown in the data browser. */
export const jobTables: Pick<Descriptors, "jobs_runs" | "jobs_schedules"> = {
  jobs_runs: {
    title: "Job runs",
    summary: "Progress and failures of jobs, where there is something to keep",
    names: "message",
    columns: {
      job_id: "Job",
      node: "Node",
      percent: "Percent",
      message: "Message",
      checkpoint: "Checkpoint",
      cancel_requested_at: "Cancel asked for",
      cancel_actor: "Who asked",
      failures: "Failures",
      updated_at: "Changed",
    },
    first: ["job_id", "node", "percent", "message", "cancel_requested_at", "updated_at"],
    searched: ["node", "message", "failures"],
  },
  jobs_schedules: {
    title: "Schedules",
    summary: "Up to when each schedule of jobs was looked at",
    names: "name",
    small: true,
    order: { by: "name", descending: false },
    columns: {
      name: "Schedule",
      looked_at: "Looked at",
      last_run_at: "Last run",
      last_job_id: "Last job",
    },
    first: ["name", "looked_at", "last_run_at", "last_job_id"],
    searched: ["name"],
  },
};
