import type { Service } from "../../../kernel/module.ts";
import { SideThread } from "../../../platform/processes/side-thread.ts";
import { agentErrors } from "../agents.errors.ts";
import { type HookBody, readBody } from "./read-body.ts";

/** Up to this size a body is read in a few milliseconds, whatever is in it. */
const largestHere = 256 * 1024;
/** Bodies that wait for the thread; what does not fit is sent again or lost, as when the writer's queue is full. */
const mostBytesWaiting = 128 * 1024 * 1024;

/** Reads bodies of hooks; large ones one at a time in a thread of their own, so that they hold up no other hook. */
export class BodyReader implements Service {
  readonly name = "body reader";
  readonly #thread = new SideThread<Uint8Array, HookBody | null>({
    file: new URL("./read-body.ts", import.meta.url),
    name: readBody.name,
    idleMs: 10_000,
    memoryMb: 2_048,
  });
  #bytesWaiting = 0;

  /**
   * Null where the body is not JSON.
   * @throws AppError `signals.queue_full`
   */
  async read(body: Uint8Array): Promise<HookBody | null> {
    if (body.length <= largestHere) return readBody(body);
    if (this.#bytesWaiting + body.length > mostBytesWaiting) throw agentErrors.queueFull();
    this.#bytesWaiting += body.length;
    try {
      return await this.#thread.call(body);
    } finally {
      this.#bytesWaiting -= body.length;
    }
  }

  stop(): Promise<void> {
    return this.#thread.stop();
  }
}
