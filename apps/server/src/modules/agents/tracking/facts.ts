import type {
  Actor,
  CommandState,
  Intent,
  Outcome,
  QuestionState,
  Question as WireQuestion,
} from "@signalbox/contract/agents";
import type { AskedQuestion, ProcessMark } from "../../backends/index.ts";
import type { Moment } from "./tracked.ts";

export interface ToolUse {
  name: string;
  useId: string | null;
  input: unknown;
  result: unknown;
  failed: boolean;
  durationMs: number | null;
}

/** How a tool call ended, where its beginning was told before. */
export type ToolResult = Pick<ToolUse, "result" | "failed">;

export interface NewTurn {
  id: string;
  /** What it is by the CLI's own ids, unique for the agent; null where a hook alone told of it. */
  key: string | null;
  /** Null while a prompt is only queued. */
  commandId: string | null;
  actor: Actor;
  intent: Intent;
  rule: string;
  /** How sure the intent is, from 0 to 1. */
  confidence: number;
  text: string;
  internal: boolean;
  tool: ToolUse | null;
  at: Moment;
}

/** What a question says, beyond what it is about. */
export type QuestionDetails = Pick<AskedQuestion, "text" | "plan" | "parts" | "input">;

export interface NewQuestion extends AskedQuestion {
  id: string;
  commandId: string;
  turnId: string;
  at: Moment;
}

/** What a signal made true, in order. Storage writes rows from facts, the log gets events from them. */
export type Fact =
  | { kind: "agent_started" }
  | { kind: "agent_resumed" }
  | { kind: "agent_updated" }
  | { kind: "agent_ended"; reason: string }
  | { kind: "process_seen"; id: string; process: ProcessMark }
  | { kind: "process_ended"; id: string }
  | {
      kind: "command_opened";
      id: string;
      state: CommandState;
      promptId: string | null;
      instruction: string | null;
      text: string | null;
      rule: string;
    }
  | { kind: "command_instructed"; id: string; instruction: string; text: string }
  | { kind: "command_moved"; id: string; from: CommandState; to: CommandState; rule: string }
  | {
      kind: "command_completed";
      id: string;
      from: CommandState;
      outcome: Outcome;
      errorClass: string | null;
      errorText: string | null;
      resetsAt: Date | null;
      summary: string | null;
      rule: string;
    }
  | { kind: "turn_recorded"; turn: NewTurn }
  | { kind: "turn_placed"; turnId: string; commandId: string }
  | { kind: "tool_resulted"; turnId: string; tool: ToolUse | ToolResult }
  /** The transcript has the turn too: its time holds, its key, and what it tells more exactly. */
  | { kind: "turn_confirmed"; turnId: string; key: string; at: Moment; text?: string; useId?: string }
  /** What the words of a turn were became clear later. */
  | { kind: "turn_judged"; turnId: string; intent: Intent; rule: string; confidence: number }
  /** The transcript told how a command really ended. */
  | {
      kind: "command_amended";
      id: string;
      outcome: Outcome;
      errorClass: string | null;
      errorText: string | null;
      resetsAt: Date | null;
      summary: string | null;
      rule: string;
    }
  /** The model answered: what that took, and what it costs in millionths of a dollar. Told larger, it counts anew. */
  | {
      kind: "spent";
      id: string;
      answer: string;
      commandId: string | null;
      model: string | null;
      input: number;
      output: number;
      cacheRead: number;
      cacheWrite: number;
      cost: number | null;
      at: Moment;
    }
  | { kind: "question_asked"; question: NewQuestion }
  | {
      kind: "question_moved";
      id: string;
      state: "open" | "answering";
      version: number;
      answerId: string;
    }
  /** The dialog tells what the transcript had left out of the question. */
  | ({ kind: "question_updated"; id: string; turnId: string; version: number } & QuestionDetails)
  | {
      kind: "question_closed";
      id: string;
      state: QuestionState;
      parts: WireQuestion["parts"];
      /** The turn of the call it was about, where that is known. */
      callTurnId: string | null;
    };
