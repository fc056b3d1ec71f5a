import { CompiledQuery } from "kysely";
import type { z } from "zod";
import { AppError } from "../../kernel/errors.ts";
import { newId } from "../../kernel/ids.ts";
import { afterCommit, type Statement, type Tx } from "../database/database.ts";
import { noTracing, type Tracing } from "../tracing/tracing.ts";
import type { Boss } from "./boss.ts";
import type { JobCause, JobDefinition } from "./define-job.ts";

export interface EnqueueOptions {
  cause: JobCause;
  /** See `byKey` of the definition. */
  key?: string;
  /** Not before then. */
  runAt?: Date;
  /** Higher goes first; 0 where it is not told. */
  priority?: number;
}

/** Where jobs are handed in. */
export interface JobQueue {
  /**
   * Enqueues in the transaction of the cause; answers the job's id, or null where a job of its key is there already
   * and its definition allows one.
   */
  enqueue<P extends z.ZodType>(
    tx: Tx,
    definition: JobDefinition<P>,
    request: EnqueueOptions & { payload: z.input<P> },
  ): Promise<string | null>;
  /**
   * The same as a statement, for a batch: its one row has the id, and it has none where nothing was enqueued. Call
   * `wake` after the commit.
   */
  statementFor<P extends z.ZodType>(
    definition: JobDefinition<P>,
    request: EnqueueOptions & { payload: z.input<P> },
  ): Statement;
  /** Has this node look at once whether there is work in a queue; others look within a second. */
  wake(definition: Pick<JobDefinition, "name">): void;
}

/** A queue as the worker and the operations see it. */
export interface OpenQueue extends JobQueue {
  opened(boss: Boss): void;
  closed(): void;
  boss(): Boss;
  onWake(listener: (queue: string) => void): void;
}

export const createJobQueue = ({ tracing = noTracing }: { tracing?: Tracing } = {}): OpenQueue => {
  let open: Boss | undefined;
  const listeners: ((queue: string) => void)[] = [];
  const boss = () => {
    if (open === undefined) throw new AppError("unavailable", "jobs.not_running", "Jobs are not running");
    return open;
  };
  const wake: JobQueue["wake"] = ({ name }) => {
    for (const listener of listeners) listener(name);
  };
  const statementFor: JobQueue["statementFor"] = ({ name, payload: schema }, request) => ({
    name: `jobs_insert_${name}`,
    text: boss().insertText(name),
    values: [
      JSON.stringify([
        recordOf({
          ...request,
          cause: { traceparent: tracing.current(), ...request.cause },
          payload: schema.parse(request.payload),
        }),
      ]),
    ],
  });
  return {
    statementFor,
    wake,
    async enqueue(tx, definition, request) {
      const { text, values } = statementFor(definition, request);
      const { rows } = await tx.executeQuery<{ id: string }>(CompiledQuery.raw(text, values));
      afterCommit(tx, () => wake(definition));
      return rows[0]?.id ?? null;
    },
    opened: (opened) => {
      open = opened;
    },
    closed: () => {
      open = undefined;
    },
    boss,
    onWake: (listener) => listeners.push(listener),
  };
};

/** A job as the queue's insert reads it. The key is its group too, so that the waiting of one key hold up no other. */
const recordOf = ({ payload, cause, key, runAt, priority }: EnqueueOptions & { payload: unknown }) => ({
  id: newId(),
  data: { payload, cause },
  singletonKey: key ?? null,
  groupId: key ?? null,
  startAfter: runAt?.toISOString(),
  priority,
});
