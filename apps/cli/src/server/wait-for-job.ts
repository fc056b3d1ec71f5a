import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "@signalbox/client/client";
import { getJob, type JobDetail } from "@signalbox/contract/jobs";
import { CliError } from "../errors.ts";
import type { Io } from "../io.ts";

const everyMs = 300;

/** Waits for the end of a job that was just enqueued, and tells how far it is; fails where it does. */
export async function waitForJob(client: Client, io: Io, jobId: string | null): Promise<JobDetail> {
  if (jobId === null)
    throw new CliError(
      'One is under way already: see "Jobs" on the Operations page, or wait until it is done',
    );
  const stopped = io.stopSignal();
  let told = "";
  while (!stopped.aborted) {
    const job = await client.call(getJob, { params: { jobId } });
    if (job.state === "completed") return job;
    if (job.state === "failed" || job.state === "cancelled")
      throw new CliError(job.error === null ? `The job was ${job.state}` : `It failed: ${job.error}`);
    const words = `${job.percent} % ${job.message}`;
    if (words !== told && job.message !== "") io.err(words);
    told = words;
    await pause(everyMs, undefined, { signal: stopped }).catch(() => {});
  }
  throw new CliError(`The job goes on without this terminal: ${jobId}`);
}
