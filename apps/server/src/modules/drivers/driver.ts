import type { AnswerContent } from "@signalbox/contract/answers";
import type { OwnedProcess } from "../../platform/processes/owned-process.ts";
import type { HeadlessCli, Observation, ProtocolQuestion } from "../backends/index.ts";

/** What a CLI asks over its protocol, and waits for. */
export interface DriverRequest {
  /** The protocol's own id of it. */
  id: string;
  asked: ProtocolQuestion;
  /** Replies, once; false where the CLI took it back, or reads no more. */
  reply(content: AnswerContent): Promise<boolean>;
  /** Aborts once it awaits no answer. */
  over: AbortSignal;
}

/** A CLI that is driven over its protocol. */
export interface AgentDriver {
  /** The CLI's own id of the session that it has open. */
  sessionId: string;
  isBusy(): boolean;
  /** Says something to it; false where it was not taken. */
  say(text: string): Promise<boolean>;
  /** Stops what it does. */
  interrupt(): Promise<"stopped" | "unseen" | "idle">;
  /** Stops what it does, and lets it end by itself. */
  end(): Promise<void>;
}

/** What a driver is made of. */
export interface DriverMeans {
  process: OwnedProcess;
  cwd: string;
  /** The id that a new session was given; null where the CLI makes it. */
  sessionId: string | null;
  /** The session that it goes on with. */
  resumes: string | null;
  /** What is particular to the CLI. */
  headless: Pick<HeadlessCli, "mode" | "tellsAll" | "asks" | "saysItFailed">;
  onQuestion(request: DriverRequest): void;
  /** It did something of which perhaps nothing else tells. Resolves once it is known. */
  onDone(observation: Observation): Promise<void>;
  /** A line of its output was no message. */
  onGarbage(): void;
}

/** A driver before its CLI was heard: what it prints is read from its first line on. */
export interface DriverInMaking {
  onLine(line: string): void;
  /** Resolves once the CLI listens. @throws Error where it says that it can't */
  begin(means: DriverMeans): Promise<AgentDriver>;
}
