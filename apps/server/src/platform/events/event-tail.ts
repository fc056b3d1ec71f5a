import type { EventEnvelope } from "@signalbox/contract/event";

interface TailEntry {
  position: bigint;
  event: EventEnvelope;
}

/** What the tail holds after a position. */
export interface TailSlice {
  events: readonly EventEnvelope[];
  /** The last position looked at, whatever a filter makes of the events. */
  upTo: bigint;
}

/**
 * The newest events in memory, bounded: every event after `floor` and up to `newest`. Writers and one reader fill
 * it, any number of followers take from it at their own pace; who falls behind `floor` reads the database instead.
 */
export class EventTail {
  readonly #capacity: number;
  #entries: TailEntry[] = [];
  #floor: bigint;
  #newest: bigint;
  /** A list, for a set that is filled and emptied this often keeps what it held until the next full collection. */
  #waiting: (() => void)[] = [];

  constructor(start: bigint, capacity: number) {
    this.#floor = start;
    this.#newest = start;
    this.#capacity = capacity;
  }

  get newest(): bigint {
    return this.#newest;
  }

  /**
   * Adds what a writer has just written, where it follows at once on what is here; false where something between is
   * missing, and must be read.
   */
  append(events: readonly EventEnvelope[]): boolean {
    const [first] = events;
    if (first !== undefined && BigInt(first.position) > this.#newest + 1n) return false;
    this.push(events);
    return true;
  }

  /** Adds all events that the log holds after some position, in order, and wakes who waits. */
  push(events: readonly EventEnvelope[]): void {
    for (const event of events) {
      const position = BigInt(event.position);
      // A writer may have handed over what was being read meanwhile.
      if (position <= this.#newest) continue;
      this.#entries.push({ position, event });
      this.#newest = position;
    }
    const dropped = this.#entries.splice(0, Math.max(0, this.#entries.length - this.#capacity));
    this.#floor = dropped.at(-1)?.position ?? this.#floor;
    const woken = this.#waiting;
    this.#waiting = [];
    for (const wake of woken) wake();
  }

  /** At most `limit` events after a position, or "behind" where some of them are no longer here. */
  after(position: bigint, limit: number): TailSlice | "behind" {
    if (position < this.#floor) return "behind";
    const start = this.#firstAfter(position);
    const entries = this.#entries.slice(start, start + limit);
    return { events: entries.map((entry) => entry.event), upTo: entries.at(-1)?.position ?? position };
  }

  /** How one follower waits: until there is something after a position, or `signal` aborts. */
  waiter(signal: AbortSignal): (position: bigint) => Promise<void> {
    let over = signal.aborted;
    let wake = () => {};
    // One listener for the follower's whole life: to add one costs as much as to deliver an event.
    signal.addEventListener("abort", () => {
      over = true;
      this.#waiting = this.#waiting.filter((waiting) => waiting !== wake);
      wake();
    });
    return (position) => {
      if (this.#newest > position || over) return Promise.resolve();
      return new Promise((resolve) => {
        wake = resolve;
        this.#waiting.push(wake);
      });
    };
  }

  #firstAfter(position: bigint): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = this.#entries[middle];
      if (entry !== undefined && entry.position <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
