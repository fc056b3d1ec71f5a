import type { AnswerContent } from "@signalbox/contract/answers";

/** A question whose hook waits, in the words of its CLI. */
export interface HeldQuestion {
  /** Why the CLI can't be told this, in a sentence; null where it can. */
  unable(content: AnswerContent): string | null;
  /** What "from now on" would allow, in words, where it is known. */
  remembers?: string | undefined;
  /**
   * Whether this command line is what was asked about, running. Only for what a program of its own runs, and whose CLI
   * says nothing of a Yes in its terminal before the end; null for the rest.
   */
  runsAs: ((commandLine: string) => boolean) | null;
  /** What the hook replies with. */
  replyTo(content: AnswerContent): unknown;
}
