import type { ImageType } from "@signalbox/contract/agent-images";
import type { QuestionKind, QuestionPart } from "@signalbox/contract/agents";
import type { Backend } from "@signalbox/contract/common";

/** Where something was observed. */
export type Source = "hook" | "transcript" | "terminal" | "process" | "answer" | "protocol";

/** Which process of the CLI spoke, as far as the hook told. */
export interface ProcessMark {
  pid: number | null;
  pane: string | null;
  /** How the CLI was entered: `cli` from a terminal, `sdk-cli` headless. */
  entry: string | null;
}

/** What a question looks like in the words of every CLI. */
export interface AskedQuestion {
  kind: QuestionKind;
  tool: string | null;
  text: string;
  input: unknown;
  parts: QuestionPart[];
  plan: string | null;
  /** Only the terminal can answer it. */
  terminalOnly: boolean;
}

/** What was observed, whichever CLI and source it came from. */
export type Observation =
  | { kind: "session_started"; source: string }
  | { kind: "session_ended"; reason: string }
  /**
   * A prompt that `joins` is part of the open command, where it comes under the prompt id of that; one that joins
   * what is `open` is so under its own.
   */
  | { kind: "prompted"; text: string; machineMade: boolean; joins?: true | "open" }
  | { kind: "tool_started"; tool: string; input: unknown; useId: string | null }
  | {
      kind: "tool_finished";
      /** Null where only its use id tells which call it was; its input is unknown then. */
      tool: string | null;
      input: unknown;
      useId: string | null;
      result: unknown;
      failed: boolean;
      durationMs: number | null;
      /** A child agent this call launched, with what it was told. */
      launched: { childId: string; description: string | null } | null;
      /** Answers by the text of the question, where the tool asked one. */
      answers: Readonly<Record<string, string>>;
    }
  | { kind: "worked" }
  /** The agent's words, as they stand in the transcript. */
  | { kind: "said"; text: string }
  /** A prompt typed while the agent worked, and one that was taken back before the CLI took it. */
  | { kind: "queued"; text: string }
  | { kind: "unqueued"; text: string | null }
  | { kind: "asked"; question: AskedQuestion }
  | { kind: "noticed"; notice: "permission_prompt" | "idle_prompt" | "other"; message: string }
  /** `childrenRunning` is null where the source can't tell. */
  | { kind: "stopped"; text: string; childrenRunning: boolean | null }
  | { kind: "stop_failed"; errorClass: string; text: string; resetsAt: Date | null }
  /** The model refused, and the CLI waits to ask it again; `resetsAt` is when it will. */
  | { kind: "retrying"; errorClass: string; resetsAt: Date | null }
  | { kind: "child_started" }
  | { kind: "child_stopped"; text: string }
  | { kind: "compacted" }
  /** The person stopped it: Escape, or No to what it asked. */
  | { kind: "interrupted" }
  /** The prompt that it had not begun with was taken back. */
  | { kind: "taken_back" }
  /**
   * A process wrote its last lines: it left in order, though perhaps unheard. `cost` is what the CLI says that all of
   * the session cost, in millionths of a dollar; null where it does not.
   */
  | { kind: "left"; cost: number | null }
  /** The session began as a copy of another one. */
  | { kind: "forked"; from: string }
  /** A process of the session is gone without having said so. */
  | { kind: "process_gone"; pid: number | null; reason: string }
  /** An answer was given in Signalbox and is on its way to the agent. */
  /** What was asked about runs already: the person said Yes in the terminal. */
  | { kind: "call_runs"; questionId: string }
  | { kind: "answer_begun"; questionId: string; answerId: string }
  /** It has reached the agent; `answers` by the text of the question, where options were chosen. */
  | {
      kind: "answer_delivered";
      questionId: string;
      answerId: string;
      answers: Readonly<Record<string, string>>;
      /** The turn that asked had ended, and nothing follows on this answer. */
      ends?: true;
    }
  /** It has not. */
  | { kind: "answer_failed"; questionId: string; answerId: string }
  /** Stored, and moves nothing. */
  | { kind: "other" };

/** Something observed about an agent, normalised; the only input of the tracker. */
export interface Signal {
  backend: Backend;
  source: Source;
  /** The CLI's word for it. */
  event: string;
  at: Date;
  sessionId: string;
  /** Set when a child agent spoke; its kind in the CLI's words. */
  child: { id: string; type: string | null } | null;
  promptId: string | null;
  /** Its CLI never goes on with a prompt whose turn had ended: whatever comes under it then came late. */
  endsOnce?: true;
  process: ProcessMark;
  cwd: string | null;
  model: string | null;
  transcriptPath: string | null;
  /** The CLI's own id of the thing observed, where it has one; else null. */
  ownIdentity: string | null;
  observation: Observation;
  /** What the model took for it, where the source tells. */
  spent: Spent | null;
  /** Images that came with it; a mark stands in the place of each in what is told. */
  images?: readonly SignalImage[];
  /** What they came with, in the CLI's own ids, where another signal tells of that. */
  imagesWith?: readonly string[];
}

/** An image that a person pasted, or a tool answered with. */
export interface SignalImage {
  /** Tells it from other images. */
  hash: string;
  mediaType: ImageType | null;
  bytes: number;
  /** Its bytes in base64; null where it is not kept. */
  data: string | null;
}

/** Tokens of one answer of the model. `input` leaves out what came from the cache or went into it. */
export interface Spent {
  /** The CLI's own id of the answer: told several times, it counts once. */
  id: string;
  model: string | null;
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
  /** How much of `cacheWrite` the cache keeps for an hour, which costs more. */
  cacheWriteHour?: number;
  /** How many tokens fit in the context, where the CLI tells. */
  window?: number | null;
  /** What the CLI says that it cost, in millionths of a dollar; absent where it does not. */
  cost?: number;
  /** It was a child's, which has a context of its own. */
  ofChild?: true;
}

/** What a hook tells beside its payload. */
export interface HookContext {
  at: Date;
  process: ProcessMark;
}

/** A payload that can't be read: what is missing or wrong. */
export interface Unreadable {
  reason: string;
}
