import type { Tinypool } from "tinypool";
import type { Service } from "../../../kernel/module.ts";
import { type HookBody, readBody } from "./read-body.ts";

/** Up to this size a body is read in a few milliseconds, whatever is in it. */
const largestHere = 256 * 1024;
/** How long the thread is kept for another large body. */
const idleTimeout = 10_000;

/** Reads bodies of hooks; large ones one at a time in a thread of their own, so that they hold up no other hook. */
export class BodyReader implements Service {
  readonly name = "body reader";
  #pool: Promise<Tinypool> | undefined;

  /** Null where the body is not JSON. */
  async read(body: Uint8Array): Promise<HookBody | null> {
    if (body.length <= largestHere) return readBody(body);
    this.#pool ??= openPool();
    return (await this.#pool).run(body);
  }

  async stop(): Promise<void> {
    await (await this.#pool)?.destroy();
  }
}

/** Loaded with the first large body: most servers never hear one. */
async function openPool(): Promise<Tinypool> {
  const { Tinypool } = await import("tinypool");
  const filename = new URL("./read-body.ts", import.meta.url).href;
  return new Tinypool({ filename, name: readBody.name, minThreads: 0, maxThreads: 1, idleTimeout });
}
