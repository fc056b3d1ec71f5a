import { Id } from "@signalbox/contract/common";
import { JobState } from "@signalbox/contract/job-state";

/** The part of the address that says which jobs are listed, and which of them is open. */
export interface JobsSearch {
  queue?: string;
  state?: JobState;
  /** An id, a key, or words of the payload or the error. */
  text?: string;
  job?: string;
}

export type JobsFilter = Omit<JobsSearch, "job">;

const isShort = (given: unknown): given is string =>
  typeof given === "string" && given !== "" && given.length <= 100;

/** Reads the address leniently: what is not understood is left out. */
export const readJobsSearch = (search: Record<string, unknown>): JobsSearch => {
  const state = JobState.safeParse(search.state);
  const job = Id.safeParse(search.job);
  return {
    ...(isShort(search.queue) ? { queue: search.queue } : {}),
    ...(state.success ? { state: state.data } : {}),
    ...(isShort(search.text) ? { text: search.text } : {}),
    ...(job.success ? { job: job.data } : {}),
  };
};
