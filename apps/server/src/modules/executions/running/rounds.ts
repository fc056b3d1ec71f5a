import { ownerOf, ownOwner } from "../../launches/index.ts";
import {
  claimNext,
  type ExecutionRow,
  findExecution,
  findRunning,
  isAnyClaimable,
  lockClaims,
} from "../executions.repository.ts";
import type { ExecutionsOptions } from "../options.ts";
import { tellHolds } from "../usage/held.ts";
import { beginExecution } from "./begin.ts";
import { folderOf } from "./folders.ts";
import { lookAfter, recoverUnstarted } from "./look-after.ts";
import { readOn } from "./read-on.ts";
import { sweep } from "./sweep.ts";

const heldMs = 1_000;
/** Between two looks at one that nobody follows. */
const unfollowedMs = 300;
const sweepsEveryMs = 60_000;

/** Takes executions that wait, runs them on this machine, and sees them end. */
export class Rounds {
  readonly #options: ExecutionsOptions;
  /** Whether some that wait may say that a budget holds them, as a server before this one may have told. */
  #anyHeld = true;
  #heldUntil = 0;
  #sweptUntil = 0;
  readonly #going = new Map<string, { done: Promise<void>; stop: AbortController }>();
  /** What is looked after here, as it was when it was looked at last. */
  readonly #looked = new Map<string, { row: ExecutionRow; at: number }>();
  readonly #restsMs: number;

  constructor(options: ExecutionsOptions, restsMs = unfollowedMs) {
    this.#options = options;
    this.#restsMs = restsMs;
  }

  /** Answers how many run here. */
  async round(): Promise<number> {
    const { rules } = this.#options;
    await this.#sweep();
    const rows = await this.#look();
    for (const row of rows) {
      // What is being prepared is not looked after yet, and ends all the same.
      if (row.cancel_asked || row.over_budget !== null) this.#going.get(row.id)?.stop.abort();
      if (this.#rests(row) || (await this.#isAnothers(row))) continue;
      this.#looked.set(row.id, { row, at: performance.now() });
      this.#go(row, () => this.#attend(row));
    }
    let running = rows.length;
    for (; running < rules.most; running++) {
      const claimed = await this.#claim();
      if (claimed === undefined) break;
      this.#go(claimed, (signal) => beginExecution(claimed, this.#options, signal));
    }
    return running;
  }

  /** Reads on in what somebody follows. */
  async follow(): Promise<void> {
    const { news } = this.#options;
    const followed = [...this.#looked.values()].filter(
      ({ row }) => news.isAwaited(row.id) && !this.#going.has(row.id),
    );
    for (const { row } of followed) this.#go(row, () => this.#readOn(row));
    await Promise.all(followed.map(({ row }) => this.#going.get(row.id)?.done));
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
    return performance.now() < (this.#looked.get(row.id)?.at ?? Number.NEGATIVE_INFINITY) + this.#restsMs;
  }

  /** Only what it printed: all else is seen in its turn. */
  async #readOn(seen: ExecutionRow): Promise<void> {
    const row = await this.#stillRunning(seen);
    if (row !== undefined && row.supervisor_pid !== null) await readOn(row, this.#options);
  }

  async #claim(): Promise<ExecutionRow | undefined> {
    const { db, places, clock, table, budgets } = this.#options;
    // A look costs next to nothing, and most of the time there is nothing; the embedded engine has one writer.
    if (!(await isAnyClaimable(db.read, { hostId: places.hostId(), at: clock.now() }))) return undefined;
    // What budgets hold waits for another period, or for somebody to change them: no need to sum them all the time.
    if (performance.now() < this.#heldUntil) return undefined;
    const owner = await ownOwner(table);
    return db.transaction(async (tx) => {
      // Also before what is used is summed: what another node takes meanwhile would be missed.
      await lockClaims(tx);
      const holds = await budgets.holds(tx);
      if (this.#anyHeld || holds.length > 0) await tellHolds(tx, holds);
      this.#anyHeld = holds.length > 0;
      const claimed = await claimNext(tx, { hostId: places.hostId(), owner, at: clock.now(), holds });
      if (claimed === undefined && holds.length > 0) this.#heldUntil = performance.now() + heldMs;
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

  /** One that nobody is starting here, and that has no supervisor, was left by a server that went. */
  async #attend(seen: ExecutionRow): Promise<void> {
    const row = await this.#stillRunning(seen);
    if (row === undefined) return;
    return row.supervisor_pid === null ? recoverUnstarted(row, this.#options) : lookAfter(row, this.#options);
  }

  /** As it is now; undefined where what it was seen as is over, also where another attempt has begun. */
  async #stillRunning(seen: ExecutionRow): Promise<ExecutionRow | undefined> {
    const row = await findExecution(this.#options.db.read, seen.id);
    if (row === undefined || row.attempt !== seen.attempt || row.supervisor_pid !== seen.supervisor_pid)
      return undefined;
    return row.state === "running" || row.state === "paused" ? row : undefined;
  }

  #go(row: ExecutionRow, work: (signal: AbortSignal) => Promise<void>): void {
    if (this.#going.has(row.id)) return;
    const stop = new AbortController();
    const done = work(stop.signal)
      .catch((error: unknown) =>
        this.#options.log.warn({ err: error, executionId: row.id }, "an execution could not be looked after"),
      )
      .finally(() => this.#going.delete(row.id));
    this.#going.set(row.id, { done, stop });
  }
}
