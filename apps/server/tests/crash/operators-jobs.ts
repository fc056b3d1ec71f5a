import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "@signalbox/client/client";
import { ApiError, UnexpectedReply } from "@signalbox/client/errors";
import { getStatus } from "@signalbox/contract/attention";
import { type AuditEntry, listAudit } from "@signalbox/contract/audit";
import { EventEnvelope } from "@signalbox/contract/event";
import { getJob, type Job, type JobDetail, listJobs, runJobSchedule } from "@signalbox/contract/jobs";
import { downloadExport, listExports, runRetention, startExport } from "@signalbox/contract/upkeep";
import { until } from "@signalbox/testkit/until";
import { allPages } from "../all-pages.ts";
import type { MortalServer } from "./mortal-server.ts";

/** A job whose id was answered, and where the log stood before. */
export interface Started {
  id: string;
  after: string;
}

/** What became of the jobs whose ids were answered. */
export interface JobsLeft {
  jobs: JobDetail[];
  /** As the list of all jobs has them. */
  listed: Job[];
  /** The positions and ids of the events that each export has, by the id of its job. */
  exports: Map<string, string[]>;
  audited: AuditEntry[];
}

type Start = (client: Client) => Promise<{ jobId: string | null }>;

/** Every kind of which one waits or runs at a time. */
const starts: readonly Start[] = [
  (client) => client.call(startExport),
  (client) => client.call(runRetention),
  (client) => client.call(runJobSchedule, { params: { queue: "hooks.check" } }),
];
const everyMs = 200;
/** A job of a killed worker is another's after a quarter of a minute, and may be killed again. */
const endsWithin = { timeoutMs: 90_000, everyMs };

/** Starts one job after the other while parts die, and answers all that were acknowledged. */
export async function startJobs(server: MortalServer, goesOn: () => boolean): Promise<Started[]> {
  const started = starts.map(async (start) => {
    const own: Started[] = [];
    while (goesOn()) {
      const { client } = await server.alive();
      const job = await startOne(client, start).catch(unanswered);
      if (job !== null) own.push(job);
      await delay(everyMs);
    }
    return own;
  });
  return (await Promise.all(started)).flat();
}

async function startOne(client: Client, start: Start): Promise<Started | null> {
  const { position: after } = await client.call(getStatus);
  const { jobId: id } = await start(client);
  return id === null ? null : { id, after };
}

/** Nobody answered, or for a part that is away: whether there is a job now is not known. */
function unanswered(error: unknown): null {
  const isRefusal = error instanceof ApiError || error instanceof UnexpectedReply;
  if (isRefusal && error.status < 500) throw error;
  return null;
}

/** Waits for the ends of jobs, and reads what they left. Nothing dies any more. */
export async function jobsLeftBy(client: Client, started: readonly Started[]): Promise<JobsLeft> {
  const jobs: JobDetail[] = [];
  for (const { id } of started) jobs.push(await endOf(client, id));
  const listed = await allPages((query) => client.call(listJobs, { query }));
  const exports = new Map<string, string[]>();
  const { items } = await client.call(listExports);
  for (const { name } of items) {
    const text = await client.call(downloadExport, { params: { name } });
    const id = name.slice("events-".length, -".ndjson".length);
    exports.set(id, text.split("\n").filter(Boolean).map(placeIn));
  }
  const action = "job.enqueued";
  const audited = await allPages((query) => client.call(listAudit, { query: { ...query, action } }));
  return { jobs, listed, exports, audited };
}

const placeIn = (line: string): string => {
  const { position, id } = EventEnvelope.parse(JSON.parse(line));
  return `${position} ${id}`;
};

function endOf(client: Client, jobId: string): Promise<JobDetail> {
  const read = () => client.call(getJob, { params: { jobId } });
  return until(
    async () => {
      const job = await read();
      return ["completed", "failed", "cancelled"].includes(job.state) ? job : undefined;
    },
    async () => `job ${jobId} to end: ${JSON.stringify(await read())}`,
    endsWithin,
  );
}
