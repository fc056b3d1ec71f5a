import { PgBoss } from "pg-boss";
import type { Logger } from "pino";
import { AppError } from "../../kernel/errors.ts";
import { newId } from "../../kernel/ids.ts";
import type { OpenDatabase } from "../database/database.ts";
import type { JobDefinition } from "./define-job.ts";

/** pg-boss with the queues of all definitions, on our own pool. */
export interface Boss {
  boss: PgBoss;
  /** The statement that inserts jobs into a queue; its one parameter is a JSON list of them. */
  insertText(queue: string): string;
  definitions: readonly JobDefinition[];
  close(): Promise<void>;
}

const defaultRetry = { limit: 3, firstWaitSeconds: 5, longestWaitSeconds: 600 };

/**
 * Finds the running jobs, which no index of pg-boss does for every kind of queue. It holds a handful of rows.
 */
const activeIndex =
  "create index if not exists job_ours_active on pgboss.job_common (name, id) where state = 'active'";

/**
 * Makes or migrates the queue's own schema, and a queue for each definition. Its cron, supervision and clean-up are
 * off: they would use up tries of jobs whose node fell, and delete what people have yet to see.
 */
export async function openBoss(
  { pool }: Pick<OpenDatabase, "pool">,
  definitions: readonly JobDefinition[],
  log: Logger,
): Promise<Boss> {
  const executeSql = async (text: string, values?: unknown[]) => pool.query(text, values);
  const boss = new PgBoss({ db: { executeSql }, schedule: false, supervise: false });
  boss.on("error", (error) => log.error({ err: error }, "the queue failed"));
  boss.on("warning", ({ message }) => log.warn({ warning: message }, "the queue warns"));
  await boss.start();
  await pool.query(activeIndex);
  const known = new Set((await boss.getQueues()).map(({ name }) => name));
  const texts = new Map<string, string>();
  for (const definition of definitions) {
    const { policy, ...options } = queueOptions(definition);
    if (known.has(definition.name)) await boss.updateQueue(definition.name, options);
    else await boss.createQueue(definition.name, { ...options, policy });
    // Its first use reads the settings of a queue; inside a transaction of ours that would be refused.
    await boss.findJobs(definition.name, { id: newId() });
    texts.set(definition.name, await captureInsert(boss, definition.name));
  }
  return {
    boss,
    definitions,
    insertText(queue) {
      const text = texts.get(queue);
      if (text === undefined) throw new AppError("internal", "jobs.unknown", `No queue ${queue}`);
      return text;
    },
    close: () => boss.stop({ close: false, graceful: false }),
  };
}

const policies = { one_at_a_time: "singleton", once: "exclusive" } as const;

const queueOptions = ({ byKey, retry = defaultRetry, timeLimitSeconds }: JobDefinition) => ({
  policy: byKey === undefined ? "standard" : policies[byKey],
  retryLimit: retry.limit,
  retryDelay: retry.firstWaitSeconds,
  retryDelayMax: retry.longestWaitSeconds,
  retryBackoff: true,
  expireInSeconds: Math.max(1, Math.ceil(timeLimitSeconds)),
  // Never: retention does, and shows before what goes.
  deleteAfterSeconds: 0,
});

/** What pg-boss would send, so that it can travel in transactions and batches of ours. */
async function captureInsert(boss: PgBoss, queue: string): Promise<string> {
  let captured = "";
  const executeSql = async (text: string) => {
    captured = text;
    return { rows: [{ id: newId() }] };
  };
  await boss.send(queue, {}, { db: { executeSql } });
  return captured;
}
