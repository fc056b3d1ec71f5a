import { z } from "zod";
import { systemClock } from "../../kernel/clock.ts";
import { newId } from "../../kernel/ids.ts";
import type { OpenDatabase } from "../database/database.ts";
import type { EventLog } from "../events/events.ts";
import { silentLog } from "../events/testing.ts";
import { defineJob, handleJob, type Job, type JobContext, type JobDefinition } from "./define-job.ts";
import { createJobQueue } from "./job-queue.ts";
import { createJobWorker, type JobLimits, type JobWorkerOptions } from "./job-worker.ts";

const Note = z.object({ text: z.string() });
const Step = z.object({ step: z.number() });
type NoteContext = JobContext<z.output<typeof Note>, z.output<typeof Step>>;

/** A job that remembers its tries and does what the test says. */
export const aJob = (
  act: (context: NoteContext) => Promise<unknown> | unknown = () => {},
  settings: Partial<JobDefinition<typeof Note, typeof Step>> = {},
) => {
  const tries: NoteContext[] = [];
  const waiting = new Set<() => void>();
  const definition = defineJob<typeof Note, typeof Step>({
    name: `notes.${newId()}`,
    summary: "Works on a note",
    timeLimitSeconds: 60,
    ...settings,
    payload: Note,
    checkpoint: Step,
  });
  const job = handleJob(definition, async (context) => {
    tries.push(context);
    for (const look of [...waiting]) look();
    return act(context);
  });
  const tried = (count: number): Promise<void> =>
    new Promise((resolve) => {
      const look = () => {
        if (tries.length < count) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return { definition, job, tries, tried };
};

export const quickly: Partial<JobLimits> = { tickMs: 20, heartbeatMs: 100 };

export const aCause = () => ({ actor: "system", correlationId: newId() });

/** A node that works on jobs. */
export const aNode = async (
  db: OpenDatabase,
  events: EventLog,
  options: Partial<JobWorkerOptions> & { jobs: readonly Job[] },
) => {
  const queue = createJobQueue();
  const worker = createJobWorker({
    db,
    events,
    clock: systemClock,
    log: silentLog,
    queue,
    works: true,
    alone: false,
    ...options,
    limits: { ...quickly, ...options.limits },
  });
  await worker.start?.();
  const stop = async () => worker.stop?.();
  const enqueue = async (
    { definition }: Pick<ReturnType<typeof aJob>, "definition">,
    request: { text?: string; key?: string; runAt?: Date; priority?: number } = {},
  ) => {
    const { text = "", ...options } = request;
    return db.transaction((tx) =>
      queue.enqueue(tx, definition, { payload: { text }, cause: aCause(), ...options }),
    );
  };
  return { queue, stop, enqueue };
};
