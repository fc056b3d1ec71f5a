import { setImmediate } from "node:timers/promises";
import type { EventDefinition } from "@signalbox/contract/event";
import { jobCancelled, jobCompleted, jobFailed } from "@signalbox/contract/jobs";
import { CompiledQuery, sql } from "kysely";
import type { Clock } from "../../kernel/clock.ts";
import type { Db, Tx } from "../database/database.ts";
import { type EventLog, newEvent } from "../events/events.ts";
import type { Boss } from "./boss.ts";
import type { JobCause, JobDefinition } from "./define-job.ts";
import { type Claim, noteFailure } from "./job-store.ts";

export interface SettleOptions {
  db: Db;
  events: EventLog;
  clock: Clock;
  boss: Boss;
}

/** A try that ended, and of what. */
export interface Ended {
  claim: Claim;
  definition: JobDefinition;
  cause: JobCause;
}

/** Writes how tries ended. What is no longer ours is left alone. */
export interface Settler {
  completed(ended: Ended, output: unknown): Promise<void>;
  /** Answers whether no other try follows. */
  failed(ended: Ended, failure: { message: string; isFinal: boolean }): Promise<boolean>;
  cancelled(ended: Ended): Promise<void>;
}

export const createSettler = (options: SettleOptions): Settler => {
  const { db, boss } = options;
  const tell = teller(options);
  const completeMany = gathered((queue, claims) => boss.boss.complete(queue, claims));

  return {
    async completed(ended, output) {
      const { claim, definition } = ended;
      if (!definition.watched && output === undefined) return completeMany(claim);
      await db.transaction(async (tx) => {
        const done = await boss.boss.complete(claim.queue, [attemptOf(claim)], resultOf(output), inside(tx));
        if (definition.watched && affected(done) > 0) tell(tx, ended, { definition: jobCompleted });
      });
    },
    async failed(ended, { message, isFinal }) {
      const { claim, definition } = ended;
      const at = options.clock.now();
      return db.transaction(async (tx) => {
        if (isFinal) await allowNoMore(tx, claim);
        const done = await boss.boss.fail(claim.queue, [attemptOf(claim)], { message }, inside(tx));
        if (affected(done) === 0) return false;
        const attempts = claim.retryCount + 1;
        await noteFailure(tx, claim.id, { attempt: attempts, message, at });
        const over = await isOver(tx, claim);
        if (definition.watched && over)
          tell(tx, ended, { definition: jobFailed, data: { attempts, error: message } });
        return over;
      });
    },
    async cancelled(ended) {
      const { claim, definition } = ended;
      await db.transaction(async (tx) => {
        const done = await boss.boss.cancel(claim.queue, [attemptOf(claim)], inside(tx));
        if (definition.watched && affected(done) > 0) tell(tx, ended, { definition: jobCancelled });
      });
    },
  };
};

const attemptOf = ({ id, retryCount }: Claim) => ({ id, retryCount });

/** pg-boss's statements in a transaction of ours. */
export const inside = (tx: Tx) => ({
  db: {
    executeSql: async (text: string, values: unknown[] = []) => {
      const { rows } = await tx.executeQuery(CompiledQuery.raw(text, values));
      return { rows: [...rows] };
    },
  },
});

/** The count is there, though the library's types don't tell. */
export const affected = (response: object): number =>
  "affected" in response && typeof response.affected === "number" ? response.affected : 0;

const resultOf = (output: unknown): object | undefined =>
  output === undefined || output === null ? undefined : { result: output };

const allowNoMore = (tx: Tx, { queue, id, retryCount }: Claim) =>
  sql`
    update pgboss.job set retry_limit = retry_count
    where name = ${queue} and id = ${id}::uuid and retry_count = ${retryCount} and state = 'active'
  `.execute(tx);

async function isOver(tx: Tx, { queue, id }: Claim): Promise<boolean> {
  const { rows } = await sql`
    select id from pgboss.job where name = ${queue} and id = ${id}::uuid and state = 'failed'
  `.execute(tx);
  return rows.length > 0;
}

interface EndEvent {
  definition: EventDefinition;
  data?: { attempts: number; error: string };
}

const teller =
  ({ events, clock }: SettleOptions) =>
  (tx: Tx, { claim, cause }: Ended, { definition, data }: EndEvent): void => {
    const { actor, correlationId, causationId = null } = cause;
    const subject = { kind: "job", id: claim.id };
    const context = { at: clock.now(), actor, subject, correlationId, causationId };
    events.append(tx, newEvent(definition, context, { queue: claim.queue, ...data }));
  };

/** Settles claims of one queue together: those of one turn, and those that end while a statement is on its way. */
const gathered = (
  settle: (queue: string, claims: { id: string; retryCount: number }[]) => Promise<unknown>,
) => {
  const waiting = new Map<string, { claims: Claim[]; done: Promise<unknown> }>();
  const underWay = new Map<string, Promise<unknown>>();
  return async (claim: Claim): Promise<void> => {
    const { queue } = claim;
    const batch = waiting.get(queue);
    if (batch !== undefined) {
      batch.claims.push(claim);
      await batch.done;
      return;
    }
    const claims = [claim];
    const before = underWay.get(queue) ?? Promise.resolve();
    const done = before
      .catch(() => {})
      .then(() => setImmediate())
      .then(() => {
        waiting.delete(queue);
        return settle(queue, claims.map(attemptOf));
      });
    waiting.set(queue, { claims, done });
    underWay.set(queue, done);
    await done;
  };
};
