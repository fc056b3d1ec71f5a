import type { OpenWay } from "@signalbox/contract/answers";
import type { HeldQuestion } from "../backends/index.ts";

/** The connection that a held hook waits on. */
export interface HeldConnection {
  /** Aborts when the client goes, or the server stops. */
  gone(): AbortSignal;
  /** Whether the reply was forwarded to the client whole. */
  sent(): Promise<boolean>;
}

interface Held {
  asked: HeldQuestion;
  connection: HeldConnection;
  release(body: unknown): void;
}

/** More are not held: the question stays in its terminal, and on the board. */
const mostHeld = 200;

/** The hooks of this node that wait for an answer, by the question they asked. */
export class HeldRequests {
  readonly #held = new Map<string, Held>();
  #stopped = false;

  /** All were let go, and none is held any more. */
  get isStopped(): boolean {
    return this.#stopped;
  }

  /** The body to reply with; null where nobody answers here: the client went, or it was released. */
  hold(questionId: string, asked: HeldQuestion, connection: HeldConnection): Promise<unknown> {
    const gone = connection.gone();
    if (gone.aborted || this.#stopped || this.#held.size >= mostHeld) return Promise.resolve(null);
    this.release(questionId);
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const leave = () => held.release(null);
    const held: Held = {
      asked,
      connection,
      release: (body) => {
        gone.removeEventListener("abort", leave);
        if (this.#held.get(questionId) === held) this.#held.delete(questionId);
        resolve(body);
      },
    };
    this.#held.set(questionId, held);
    gone.addEventListener("abort", leave, { once: true });
    return promise;
  }

  asked(questionId: string): HeldQuestion | null {
    return this.#held.get(questionId)?.asked ?? null;
  }

  wayTo(questionId: string): OpenWay | null {
    const asked = this.asked(questionId);
    if (asked === null) return null;
    const canRemember = asked.unable({ kind: "allow", remember: true }) === null;
    const { remembers } = asked;
    return { way: "held_hook", canRemember, remembers, takesWords: true };
  }

  /** Replies to the hook; false where it was gone before all of the reply was sent. */
  async reply(questionId: string, body: unknown): Promise<boolean> {
    const held = this.#held.get(questionId);
    if (held === undefined) return false;
    const sent = held.connection.sent();
    held.release(body);
    return sent;
  }

  /** Lets the hook go without an answer. */
  release(questionId: string): void {
    this.#held.get(questionId)?.release(null);
  }

  /** Lets all go, for good. */
  stop(): void {
    this.#stopped = true;
    for (const { release } of [...this.#held.values()]) release(null);
  }
}
