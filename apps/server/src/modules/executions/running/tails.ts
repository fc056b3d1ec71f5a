import type { OpenKeys } from "./open-keys.ts";

/** What this process knows of an output that it has read up to a place, and would have to read again. */
interface Tail {
  /** Up to where it was read; undefined before it was. */
  to?: number;
  /** The private keys that are open there. */
  keys?: OpenKeys;
  /** What the attempt was given, which its output must not show. */
  secrets?: readonly string[];
}

/** The tails of the outputs that are looked after here, each by the folder of its attempt. */
export class Tails {
  readonly #tails = new Map<string, Tail>();

  /** Read once an attempt. */
  async secrets(folder: string, read: () => Promise<readonly string[]>): Promise<readonly string[]> {
    const tail = this.#of(folder);
    tail.secrets ??= await read();
    return tail.secrets;
  }

  /** The private keys that are open at a place, to be gone on with; undefined where it was not read up to there. */
  takeKeys(folder: string, at: number): OpenKeys | undefined {
    const tail = this.#of(folder);
    const { keys, to } = tail;
    delete tail.keys;
    return to === at ? keys : undefined;
  }

  keepKeys(folder: string, to: number, keys: OpenKeys): void {
    Object.assign(this.#of(folder), { to, keys });
  }

  /** Forgets all but those in these folders. */
  keepOnly(folders: Iterable<string>): void {
    const kept = new Set(folders);
    for (const folder of this.#tails.keys()) if (!kept.has(folder)) this.#tails.delete(folder);
  }

  #of(folder: string): Tail {
    const tail = this.#tails.get(folder) ?? {};
    this.#tails.set(folder, tail);
    return tail;
  }
}
