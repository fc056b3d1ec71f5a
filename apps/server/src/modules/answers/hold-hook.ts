import { adapterOf, type Signal } from "../backends/index.ts";
import type { HeldConnection, HeldRequests } from "./held-requests.ts";
import type { AnsweredAgents } from "./ports.ts";

/** A hook that was taken in, and whose script waits for the reply. */
export interface AskingHook {
  signal: Signal;
  /** As the CLI sent it: an answer may have to give back what it asked with, secrets included. */
  body: Buffer;
  connection: HeldConnection;
}

/** Holds a hook that asks until its question is answered or closed; resolves with the reply's body, or null for none. */
export const holdHook =
  (agents: Pick<AnsweredAgents, "openQuestionOf" | "questionsBy">, held: HeldRequests) =>
  async ({ signal, body, connection }: AskingHook): Promise<unknown> => {
    if (signal.observation.kind !== "asked") return null;
    const asked = adapterOf(signal.backend)?.holdQuestion?.(body, signal.process) ?? null;
    if (asked === null) return null;
    const { backend, sessionId, child } = signal;
    const question = await agents.openQuestionOf({ backend, sessionId, childId: child?.id ?? null });
    if (question === null) return null;
    const reply = held.hold(question.id, asked, connection);
    // It may have closed before it was held.
    const [now] = await agents.questionsBy([question.id]);
    if (now?.closedAt !== null) held.release(question.id);
    return reply;
  };
