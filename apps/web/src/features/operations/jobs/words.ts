import { type JobState, jobStates } from "@signalbox/contract/job-state";
import type { Job } from "@signalbox/contract/jobs";
import type { Choice } from "../../../ui/choice.tsx";

export const stateWords: Record<JobState, string> = {
  waiting: "Waiting",
  retrying: "Retrying",
  running: "Running",
  completed: "Completed",
  failed: "Failed",
  cancelled: "Cancelled",
};

/** Colour beside the word, never instead of it. */
export const stateTones: Record<JobState, string> = {
  waiting: "ink3",
  retrying: "wait",
  running: "go",
  completed: "ink2",
  failed: "stop",
  cancelled: "ink3",
};

export const stateChoices: Choice<JobState | "any">[] = [
  { value: "any", label: "Any state" },
  ...jobStates.map((state) => ({ value: state, label: stateWords[state] })),
];

/** Where a job stands, in a few words beside its state. */
export const standOf = (job: Job): string => {
  if (job.cancelRequested) return "is told to end";
  if (job.state === "running") return `${job.percent} %${job.message === "" ? "" : `, ${job.message}`}`;
  return job.error ?? (job.attempts > 1 ? `${job.attempts} tries` : "");
};

/** Whether it comes to no further state by itself. */
export const isOver = (job: Pick<Job, "state"> | undefined): boolean =>
  job?.state === "completed" || job?.state === "failed" || job?.state === "cancelled";

const became: Record<JobState, string> = {
  waiting: "It was enqueued.",
  retrying: "It failed, and is tried again.",
  running: "It is under way.",
  completed: "It is done.",
  failed: "It failed.",
  cancelled: "It was cancelled.",
};

/** What became of a job that was started a moment ago, perhaps not read yet: a sentence. */
export const becameOf = (job: Pick<Job, "state"> | undefined): string => became[job?.state ?? "waiting"];

/** `4.2 MB` */
export const bytesInWords = (bytes: number): string => {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const amount = bytes / 1_000 ** step;
  return `${amount.toFixed(step === 0 || amount >= 100 ? 0 : 1)} ${units[step]}`;
};
