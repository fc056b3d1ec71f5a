import type { Question } from "@signalbox/contract/agents";
import type { AnswerContent } from "@signalbox/contract/answers";
import type { JsonObject } from "../../kernel/json.ts";
import type { AskedQuestion } from "./signal.ts";

/** What a CLI without a terminal is started with. A prompt is none of it: that is said once it listens. */
export interface HeadlessWish {
  /** The id of a new session, of our choice; only for CLIs that take one. */
  sessionId: string | null;
  /** The session that it goes on with, by the CLI's own id. */
  resumes: string | null;
  /** Arguments that a person gave, as they are. */
  args: readonly string[];
}

/** How a CLI is run without a terminal, and driven through its standard input and output. */
export interface HeadlessCli {
  protocol: "stream_json" | "acp";
  /** The program that speaks it: the CLI's own, where it does itself. */
  program: string;
  args(wish: HeadlessWish): string[];
  /** Whether a new session takes an id of our choice. */
  takesSessionId: boolean;
  /** The mode of a session in which it asks the client, where the usual one does not; set where it is offered. */
  mode?: string;
  /**
   * Gone on with in the minute that it began in, a session is written over: its file is named by the minute. Absent
   * where nothing is lost.
   */
  losesWithinMinute?: true;
  /** How it asks, where that differs from what its protocol says. */
  asks?(request: JsonObject): AcpQuestion;
  /** Where the last words of a turn say that it failed, since its protocol does not. */
  saysItFailed?(words: string): boolean;
  /** Whatever it does is told by its protocol, and by nothing else. */
  tellsAll?: true;
  /** A closed input is no end to it: it is told by this signal, and keeps what it has. */
  leavesBy?: "SIGTERM";
  /** What it needs beside the environment of any start. */
  env?: Readonly<Record<string, string>>;
}

/** What a request of a protocol asks, in the words of every CLI. */
export interface ProtocolQuestion {
  question: AskedQuestion;
  /** The child agent that asks; null for the session itself. */
  childId: string | null;
  /** The CLI's own id of the call that it is about. */
  useId: string | null;
  /** Whether a hook asked this in other words than the request; absent where both use the same. */
  isAbout?(heard: Pick<Question, "kind" | "tool" | "text" | "input">): boolean;
  /** Why the CLI can't be told this, in a sentence; null where it can. */
  unable(content: AnswerContent): string | null;
  /** What "from now on" would allow, in words, where it is known. */
  remembers?: string | undefined;
  /** What the request is replied with. */
  replyTo(content: AnswerContent): unknown;
}

/** What a request of the Agent Client Protocol is replied with. */
export interface AcpReply {
  outcome: { outcome: "cancelled" } | { outcome: "selected"; optionId: string };
}

export interface AcpQuestion extends ProtocolQuestion {
  replyTo(content: AnswerContent): AcpReply;
}
