import type { AnswerContent } from "@signalbox/contract/answers";

/** A question whose hook waits, in the words of its CLI. */
export interface HeldQuestion {
  /** Why the CLI can't be told this, in a sentence; null where it can. */
  unable(content: AnswerContent): string | null;
  /** What the hook replies with. */
  replyTo(content: AnswerContent): unknown;
}
