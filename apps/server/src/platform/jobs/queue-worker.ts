import { setImmediate } from "node:timers/promises";
import { newId } from "../../kernel/ids.ts";
import { isObject, objectAt, textAt } from "../../kernel/json.ts";
import type { Boss } from "./boss.ts";
import type { Job, JobCause } from "./define-job.ts";
import { giveBack } from "./job-store.ts";
import { type Claimed, type RunMeans, RunningJob } from "./run-job.ts";

const defaultPerNode = 2;

/** Works on the jobs of one queue on this node, as many at once as the definition allows. */
export class QueueWorker {
  readonly running = new Set<RunningJob>();
  readonly #job: Job;
  readonly #boss: Boss;
  readonly #means: RunMeans;
  readonly #limit: number;
  /** Handlers at work. */
  #busy = 0;
  #mayHaveMore = false;
  #fetching: Promise<void> | undefined;
  #isStopping = false;

  constructor(job: Job, boss: Boss, means: RunMeans) {
    this.#job = job;
    this.#boss = boss;
    this.#means = means;
    this.#limit = job.definition.perNode ?? defaultPerNode;
  }

  /** There may be work. */
  wake(): void {
    this.#mayHaveMore = true;
    this.#fetching ??= this.#fetchAll()
      .catch((error: unknown) => {
        this.#means.log.warn({ err: error, queue: this.#job.definition.name }, "jobs were not fetched");
      })
      .finally(() => {
        this.#fetching = undefined;
      });
  }

  /** Takes no more, tells handlers to end and waits until each try is settled, for as long as their grace. */
  async drain(): Promise<void> {
    this.#isStopping = true;
    for (const running of this.running) running.interrupt("draining");
    await this.#fetching;
    await Promise.all([...this.running].map(({ settled }) => settled));
  }

  /** Jobs that end together free their places together: one fetch fills them all. */
  async #fetchAll(): Promise<void> {
    await setImmediate();
    while (this.#mayHaveMore && !this.#isStopping) {
      const free = Math.min(this.#limit - this.#busy, 2 * this.#limit - this.running.size);
      if (free <= 0) return;
      this.#mayHaveMore = false;
      const claimed = await this.#fetch(free);
      if (claimed.length === free) this.#mayHaveMore = true;
      for (const one of claimed) {
        if (this.#isStopping) await giveBack(this.#means.db, one.claim);
        else this.#run(one);
      }
    }
  }

  async #fetch(batchSize: number): Promise<Claimed[]> {
    const { name, byKey } = this.#job.definition;
    // The queue's index lets no two jobs of a key be active; the group has those of other keys fetched meanwhile.
    const options = byKey === undefined ? { batchSize } : { batchSize, groupConcurrency: 1 };
    const fetched = await this.#boss.boss.fetch<object>(name, options);
    return fetched.map(({ id, retryCount, data }) => ({
      claim: { id, queue: name, retryCount },
      job: this.#job,
      payload: isObject(data) ? data.payload : undefined,
      cause: causeOf(data, id),
    }));
  }

  #run(claimed: Claimed): void {
    const running = new RunningJob(this.#means, claimed);
    this.running.add(running);
    this.#busy += 1;
    // Its place is free once the handler has ended, while its end is still being written. One that goes on after its
    // try was settled keeps its place: else there would be ever more of them.
    void running.ended.then(() => {
      this.#busy -= 1;
      if (this.#mayHaveMore) this.wake();
    });
    void Promise.all([running.settled, running.ended]).then(() => {
      this.running.delete(running);
      // Others of its key could not be fetched until now.
      if (this.#mayHaveMore || this.#job.definition.byKey !== undefined) this.wake();
    });
  }
}

/** A job that nobody of ours enqueued is its own cause. */
function causeOf(data: unknown, id: string): JobCause {
  const cause = isObject(data) ? objectAt(data, "cause") : {};
  return {
    actor: textAt(cause, "actor") ?? "system",
    correlationId: textAt(cause, "correlationId") ?? id ?? newId(),
    causationId: textAt(cause, "causationId"),
    traceparent: textAt(cause, "traceparent") ?? undefined,
  };
}
