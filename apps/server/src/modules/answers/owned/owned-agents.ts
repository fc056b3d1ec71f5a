import type { AnswerContent, OpenWay } from "@signalbox/contract/answers";
import type { AskedOver } from "../../agents/index.ts";
import type { ProtocolQuestion } from "../../backends/index.ts";

/** An agent that this server runs itself, and drives over its protocol. */
export interface OwnedAgent {
  isBusy(): boolean;
  /** False where it was not taken. */
  say(text: string): Promise<boolean>;
  interrupt(): Promise<"stopped" | "unseen" | "idle">;
}

/** What answers need of the agents that this server runs itself. */
export interface OwnedAgents {
  /** Null for one that it does not run. */
  of(agentId: string): OwnedAgent | null;
}

/** What such an agent asks, and waits for. */
export interface OwnedRequest extends Omit<AskedOver, "question" | "childId" | "identity"> {
  id: string;
  asked: ProtocolQuestion;
  /** Replies, once; false where it awaits no answer any more. */
  reply(content: AnswerContent): Promise<boolean>;
  /** Aborts once it awaits no answer. */
  over: AbortSignal;
}

/** The requests that wait for an answer, by the question they are about. */
export class OwnedRequests {
  readonly #bound = new Map<string, { request: OwnedRequest; closed(): void }>();

  /** Resolves once the question is closed, or the request over. */
  bind(questionId: string, request: OwnedRequest): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const bound = { request, closed: resolve };
    this.#bound.set(questionId, bound);
    request.over.addEventListener("abort", () => resolve(), { once: true });
    if (request.over.aborted) resolve();
    return promise.finally(() => {
      if (this.#bound.get(questionId) === bound) this.#bound.delete(questionId);
    });
  }

  of(questionId: string): OwnedRequest | null {
    return this.#bound.get(questionId)?.request ?? null;
  }

  wayTo(questionId: string): OpenWay | null {
    const request = this.of(questionId);
    if (request === null) return null;
    const { asked } = request;
    const canRemember = asked.unable({ kind: "allow", remember: true }) === null;
    const takesWords = asked.unable({ kind: "deny", message: "why" }) === null;
    return { way: "protocol", canRemember, remembers: asked.remembers, takesWords };
  }

  /** The question was closed. */
  close(questionId: string): void {
    this.#bound.get(questionId)?.closed();
  }
}
