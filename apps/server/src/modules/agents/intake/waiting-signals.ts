import { agentKey } from "../tracking/track.ts";
import type { Heard } from "./heard.ts";

const longestQueue = 10_000;
const mostBytes = 128 * 1024 * 1024;
/** Behind so much nothing more is taken into the same commit. */
const enoughBytes = 16 * 1024 * 1024;

/** A signal whose sender waits for its commit. */
export interface Waiting {
  heard: Heard;
  resolve(): void;
  reject(error: unknown): void;
}

const laneOf = ({ heard: { signal } }: Waiting): string | null =>
  signal === null ? null : agentKey(signal.backend, signal.sessionId);

/** It looks for the session that it follows, which a commit under way may just end. */
const looksAround = ({ heard: { signal } }: Waiting): boolean =>
  signal?.observation.kind === "session_started" && signal.observation.source === "clear";

/** Signals on their way into a commit. Those of one session leave in their order, and never for two commits at once. */
export class WaitingSignals {
  #waiting: Waiting[] = [];
  #bytes = 0;
  #lookingAround = 0;
  readonly #busyLanes = new Set<string>();

  get signals(): number {
    return this.#waiting.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Whether one waits for all that is under way. */
  get wantQuiet(): boolean {
    return this.#lookingAround > 0;
  }

  /** False where there is no room for it. */
  add(waiting: Waiting): boolean {
    if (this.#waiting.length >= longestQueue || this.#bytes + waiting.heard.size > mostBytes) return false;
    this.#waiting.push(waiting);
    this.#bytes += waiting.heard.size;
    if (looksAround(waiting)) this.#lookingAround += 1;
    return true;
  }

  /** The oldest of those whose session no commit is busy with; its sessions are busy until `settled`. */
  take(most: number): Waiting[] {
    const taken: Waiting[] = [];
    const left: Waiting[] = [];
    const held = new Set<string>();
    let bytes = 0;
    for (const waiting of this.#waiting) {
      const lane = laneOf(waiting);
      const isRoom = taken.length < most && bytes < enoughBytes;
      const isFree = isRoom && !held.has(lane ?? "") && this.#isFree(lane, waiting);
      // What comes after one that waits does not overtake it.
      if (!isFree && lane !== null) held.add(lane);
      (isFree ? taken : left).push(waiting);
      if (isFree) bytes += waiting.heard.size;
    }
    this.#waiting = left;
    for (const waiting of taken) {
      this.#bytes -= waiting.heard.size;
      if (looksAround(waiting)) this.#lookingAround -= 1;
      const lane = laneOf(waiting);
      if (lane !== null) this.#busyLanes.add(lane);
    }
    return taken;
  }

  #isFree(lane: string | null, waiting: Waiting): boolean {
    if (looksAround(waiting)) return this.#busyLanes.size === 0;
    return lane === null || !this.#busyLanes.has(lane);
  }

  /** What was taken is committed, or refused. */
  settled(taken: readonly Waiting[]): void {
    for (const waiting of taken) {
      const lane = laneOf(waiting);
      if (lane !== null) this.#busyLanes.delete(lane);
    }
  }
}
