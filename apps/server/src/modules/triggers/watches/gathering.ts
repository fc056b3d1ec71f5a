import { newId } from "../../../kernel/ids.ts";

/** Files that changed, to begin once for all of them. */
export interface Gathered {
  paths: string[];
  /** There were more than are told. */
  hasMore: boolean;
  /** The same as long as it is the same that changed. */
  key: string;
}

const mostPaths = 200;
/** Where changes never end, it begins after so many pauses nevertheless. */
const mostPauses = 10;

/** Gathers what changed until nothing did for a while. */
export class Gathering {
  readonly #paths = new Set<string>();
  #hasMore = false;
  #first: number | null = null;
  #last = 0;
  #key = newId();

  /** What was taken, and did not begin anything. */
  putBack({ paths, hasMore, key }: Gathered, now: number): void {
    for (const path of paths) this.add(path, now);
    this.#hasMore ||= hasMore;
    this.#key = key;
  }

  add(path: string, now: number): void {
    if (this.#paths.has(path) || this.#paths.size < mostPaths) this.#paths.add(path);
    else this.#hasMore = true;
    this.#first ??= now;
    this.#last = now;
  }

  /** When it is time to begin; null where nothing changed. */
  dueAt(pauseMs: number): number | null {
    if (this.#first === null) return null;
    return Math.min(this.#last + pauseMs, this.#first + mostPauses * pauseMs);
  }

  /** What changed; all that comes from now on is for the next time. */
  take(): Gathered {
    const gathered = { paths: [...this.#paths].toSorted(), hasMore: this.#hasMore, key: this.#key };
    this.#key = newId();
    this.#paths.clear();
    this.#hasMore = false;
    this.#first = null;
    return gathered;
  }
}
