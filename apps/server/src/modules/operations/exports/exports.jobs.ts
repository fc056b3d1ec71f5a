import { hostname } from "node:os";
import { basename, join } from "node:path";
import { z } from "zod";
import type { EventLog } from "../../../platform/events/events.ts";
import { defineJob, handleJob, type Job } from "../../../platform/jobs/define-job.ts";
import { appendEvents, finishFile, newDraft, takeOver } from "./event-file.ts";

export const exportEvents = defineJob({
  name: "operations.export_events",
  summary: "Writes the event log to a file, one event a line",
  payload: z.object({}),
  checkpoint: z.object({ draft: z.string(), position: z.string(), bytes: z.number(), upTo: z.string() }),
  timeLimitSeconds: 4 * 3_600,
  perNode: 1,
  byKey: "once",
  watched: true,
});

const pageSize = 1_000;

/** The file ends with the newest event of when the export began, whenever it is done. */
export const exportJobs = (folder: string, events: Pick<EventLog, "read" | "range">): Job[] => [
  handleJob(exportEvents, async ({ id, checkpoint, signal, progress }) => {
    const path = join(folder, `events-${id}.ndjson`);
    const draft = newDraft(path);
    const { oldest, newest } = await events.range();
    let written = await takeOver(draft, checkpoint);
    const upTo = written === undefined || checkpoint === null ? newest : BigInt(checkpoint.upTo);
    const all = Number(upTo - oldest) || 1;
    let position = written === undefined ? 0n : BigInt(written.position);
    while (position < upTo) {
      signal.throwIfAborted();
      const page = (await events.read(position, {}, pageSize)).filter(
        (event) => BigInt(event.position) <= upTo,
      );
      if (page.length === 0) break;
      written = await appendEvents(draft, written, page);
      position = BigInt(written.position);
      const percent = Math.min(99, (Number(position - oldest) / all) * 100);
      await progress(percent, `Event ${position} of ${upTo}`, {
        ...written,
        draft: basename(draft),
        upTo: String(upTo),
      });
    }
    if (written === undefined) written = await appendEvents(draft, undefined, []);
    await finishFile(draft, path);
    return { file: basename(path), bytes: written.bytes, host: hostname(), path };
  }),
];
