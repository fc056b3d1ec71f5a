import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import type { Place } from "../tracking/work.ts";

export interface PlacesOptions {
  /** Where work in a folder belongs; may look at the disk and make the project. */
  placeOf(cwd: string | null, cause: { correlationId: string }): Promise<Place> | Place;
  /** What holds for a folder that can't be looked at. */
  nowhere(): Place;
  log: Logger;
  /** How long one look may take. */
  limitMs?: number;
}

/** Where signals come from; a folder that does not answer, such as one on a dead mount, holds nobody up twice. */
export class Places {
  readonly #options: PlacesOptions;
  readonly #silent = new Set<string | null>();

  constructor(options: PlacesOptions) {
    this.#options = options;
  }

  /** What holds for a folder that can't be looked at. */
  nowhere(): Place {
    return this.#options.nowhere();
  }

  of(cwd: string | null, cause: { correlationId: string }): Promise<Place> | Place {
    if (this.#silent.has(cwd)) return this.#options.nowhere();
    const place = this.#options.placeOf(cwd, cause);
    return place instanceof Promise ? this.#inTime(cwd, place) : place;
  }

  async #inTime(cwd: string | null, place: Promise<Place>): Promise<Place> {
    const answered = place.catch((error: unknown) => {
      this.#options.log.warn({ err: error }, "where a session works could not be found out");
      return this.#options.nowhere();
    });
    const limit = new AbortController();
    const late = delay(this.#options.limitMs ?? 500, null, { signal: limit.signal }).catch(() => null);
    const found = await Promise.race([answered, late]).finally(() => limit.abort());
    if (found !== null) return found;
    this.#silent.add(cwd);
    void answered.then(() => this.#silent.delete(cwd));
    return this.#options.nowhere();
  }
}
