import type { AnswerContent } from "@signalbox/contract/answers";
import type { ProtocolQuestion } from "../backends/index.ts";
import type { DriverRequest } from "./driver.ts";

/** What a CLI asked and waits for, by the protocol's ids. */
export class OpenRequests {
  readonly #open = new Map<string, AbortController>();

  /** Notes one. `send` hands a reply to the CLI. */
  add(
    id: string,
    asked: ProtocolQuestion,
    send: (content: AnswerContent) => Promise<boolean>,
  ): DriverRequest {
    const over = new AbortController();
    this.#open.set(id, over);
    return {
      ...{ id, asked, over: over.signal },
      reply: async (content) => {
        // Whoever comes second finds it gone.
        if (!this.#open.delete(id)) return false;
        try {
          return await send(content);
        } finally {
          over.abort();
        }
      },
    };
  }

  /** It awaits no answer any more; false where it did not before. */
  close(id: string): boolean {
    const over = this.#open.get(id);
    this.#open.delete(id);
    over?.abort();
    return over !== undefined;
  }

  closeAll(): void {
    for (const id of [...this.#open.keys()]) this.close(id);
  }
}
