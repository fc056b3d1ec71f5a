import { ownerOf, ownOwner } from "../../launches/index.ts";
import { type ExecutionRow, findExecution, findRunning, isAnyClaimable } from "../executions.repository.ts";
import type { ExecutionsOptions } from "../options.ts";
import { beginExecution } from "./begin.ts";
import { folderOf } from "./folders.ts";
import { lookAfter, recoverUnstarted } from "./look-after.ts";
import { readOn } from "./read-on.ts";
import { sweep } from "./sweep.ts";
import { takeNext } from "./take-next.ts";

const heldMs = 1_000;
/** Between two looks at one that nobody follows; a little more or less, so that not all are looked at in one round. */
const unfollowedMs = 300;
const sweepsEveryMs = 60_000;

/** Takes executions that wait, runs them on this machine, and sees them end. */
export class Rounds {
  readonly #options: ExecutionsOptions;
  /** Whether some that wait may say that something holds them, as a server before this one may have told. */
  #anyHeld = true;
  #heldUntil = 0;
  #sweptUntil = 0;
  readonly #going = new Map<string, { done: Promise<void>; stop: AbortController }>();
  /** What is looked after here: until when it rests, and how it stands where nothing else was done since it was read on in. */
  readonly #looked = new Map<string, { restsUntil: number; row: ExecutionRow | null }>();
  readonly #restsMs: number;

  constructor(options: ExecutionsOptions, restsMs = unfollowedMs) {
    this.#options = options;
    this.#restsMs = restsMs;
  }

  /** Answers how many run here. */
  async round(): Promise<number> {
    const { rules } = this.#options;
    await this.#sweep();
    // What is worked at meanwhile may be another attempt by the time it is seen.
    const worked = new Set(this.#going.keys());
    const rows = await this.#look();
    for (const row of rows) {
      // What is being prepared is not looked after yet, and ends all the same.
      if (row.cancel_asked || row.over_budget !== null) this.#going.get(row.id)?.stop.abort();
      if (worked.has(row.id) || this.#rests(row) || (await this.#isAnothers(row))) continue;
      this.#looked.set(row.id, { restsUntil: this.#restsUntil(), row: null });
      this.#go(row.id, () =>
        row.supervisor_pid === null ? recoverUnstarted(row, this.#options) : lookAfter(row, this.#options),
      );
    }
    let running = rows.length;
    for (; running < rules.most; running++) {
      const claimed = await this.#claim();
      if (claimed === undefined) break;
      this.#go(claimed.id, (signal) => beginExecution(claimed, this.#options, signal));
    }
    return running;
  }

  /** Reads on in what somebody follows. */
  async follow(): Promise<void> {
    const { news } = this.#options;
    const followed = [...this.#looked.keys()].filter((id) => news.isAwaited(id) && !this.#going.has(id));
    for (const id of followed) this.#go(id, () => this.#readOn(id));
    await Promise.all(followed.map((id) => this.#going.get(id)?.done));
  }

  /** Resolves once nothing is under way: what runs goes on without us. */
  async idle(): Promise<void> {
    await Promise.all([...this.#going.values()].map(({ done }) => done));
  }

  /** The same, without waiting for what is being prepared: its turn comes again. */
  async stop(): Promise<void> {
    for (const { stop } of this.#going.values()) stop.abort();
    await this.idle();
  }

  /** What runs here; of all else nothing is known any more. */
  async #look(): Promise<ExecutionRow[]> {
    const { db, places, rules, tails } = this.#options;
    const rows = await findRunning(db.read, places.hostId());
    const ids = new Set(rows.map(({ id }) => id));
    for (const id of this.#looked.keys()) if (!ids.has(id)) this.#looked.delete(id);
    tails.keepOnly(rows.map((row) => folderOf(rules.home, row)));
    return rows;
  }

  /** It was looked at a moment ago, and nothing is wished of it. */
  #rests(row: ExecutionRow): boolean {
    const isPaused = row.state === "paused";
    if (row.cancel_asked || row.over_budget !== null || row.pause_asked !== isPaused) return false;
    return performance.now() < (this.#looked.get(row.id)?.restsUntil ?? Number.NEGATIVE_INFINITY);
  }

  #restsUntil(): number {
    return performance.now() + this.#restsMs * (0.5 + this.#options.chance());
  }

  /** Only what it printed: all else is seen in its turn. */
  async #readOn(id: string): Promise<void> {
    const looked = this.#looked.get(id);
    const row = looked?.row ?? (await findExecution(this.#options.db.read, id));
    if (looked === undefined || row === undefined || row.supervisor_pid === null || row.ended_at !== null)
      return;
    looked.row = (await readOn(row, this.#options)) ?? null;
  }

  async #claim(): Promise<ExecutionRow | undefined> {
    const { db, places, clock, table, budgets } = this.#options;
    // A look costs next to nothing, and most of the time there is nothing; the embedded engine has one writer.
    if (!(await isAnyClaimable(db.read, { hostId: places.hostId(), at: clock.now() }))) return undefined;
    // What is held waits for another period, for room in its project, or for a person: no need to sum all the time.
    if (performance.now() < this.#heldUntil) return undefined;
    const owner = await ownOwner(table);
    return db.transaction(async (tx) => {
      const taking = { hostId: places.hostId(), owner, at: clock.now(), budgets, anyHeld: this.#anyHeld };
      const { claimed, isAnyHeld } = await takeNext(tx, taking);
      this.#anyHeld = isAnyHeld;
      if (claimed === undefined && isAnyHeld) this.#heldUntil = performance.now() + heldMs;
      return claimed;
    });
  }

  async #sweep(): Promise<void> {
    if (performance.now() < this.#sweptUntil) return;
    this.#sweptUntil = performance.now() + sweepsEveryMs;
    await sweep(this.#options);
  }

  /** What another server process of this machine looks after, while that lives. */
  async #isAnothers(row: ExecutionRow): Promise<boolean> {
    return (await ownerOf(row, this.#options.table)) === "another";
  }

  #go(id: string, work: (signal: AbortSignal) => Promise<void>): void {
    if (this.#going.has(id)) return;
    const stop = new AbortController();
    const done = work(stop.signal)
      .catch((error: unknown) =>
        this.#options.log.warn({ err: error, executionId: id }, "an execution could not be looked after"),
      )
      .finally(() => this.#going.delete(id));
    this.#going.set(id, { done, stop });
  }
}
