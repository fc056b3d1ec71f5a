import type { Tinypool } from "tinypool";

export interface SideThreadOptions {
  /** The file of the function; all it imports is loaded in the thread too. */
  file: URL;
  /** The name under which it exports the function. */
  name: string;
  /** How long the thread is kept for another call. */
  idleMs: number;
  /** A call that needs more fails, and the thread with it. */
  memoryMb: number;
}

/** A function in a thread of its own, one call at a time. What goes in and out is copied. */
export class SideThread<In, Out> {
  readonly #options: SideThreadOptions;
  #pool: Promise<Tinypool> | undefined;
  #stopped = false;

  constructor(options: SideThreadOptions) {
    this.#options = options;
  }

  /** @throws what the function throws; an error where the thread ran out of memory, or was stopped */
  async call(input: In): Promise<Out> {
    if (this.#stopped) throw new Error("The thread was stopped");
    this.#pool ??= this.#open();
    return (await this.#pool).run(input);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await (await this.#pool)?.destroy();
  }

  /** Loaded with the first call: few servers make one. */
  async #open(): Promise<Tinypool> {
    try {
      const { Tinypool } = await import("tinypool");
      const { file, name, idleMs, memoryMb } = this.#options;
      return new Tinypool({
        filename: file.href,
        name,
        minThreads: 0,
        maxThreads: 1,
        idleTimeout: idleMs,
        resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      });
    } catch (error) {
      this.#pool = undefined;
      throw error;
    }
  }
}
