import type { Agent, Question } from "@signalbox/contract/agents";
import type { Backend } from "@signalbox/contract/common";
import type { PaneKeys } from "../../platform/tmux/pane-keys.ts";
import type { AskedOver } from "../agents/index.ts";
import type { Remembered } from "./texts/last-words.ts";

/** The pane that an agent stands in. */
export interface AgentPane {
  /** By one at a time. @throws Error where it takes no keys; the message says why */
  use<T>(act: (keys: PaneKeys) => Promise<T>): Promise<T>;
}

/** What answers need of the terminals of this machine. */
export interface AgentPanes {
  /** Why it has none that could be typed into, in a sentence, where it has none. */
  of(agentId: string): AgentPane | string;
}

/** What became of an answer, as the agent's own lane is told. */
export interface AnswerSeen {
  kind: "answer_begun" | "answer_delivered" | "answer_failed";
  agentId: string;
  questionId: string;
  answerId: string;
  /** Answers by the text of the question, where options were chosen. */
  answers: Readonly<Record<string, string>>;
  /** The turn that asked had ended, and nothing follows on this answer. */
  ends?: true;
}

/** What was asked about was seen to run, so somebody said Yes in the terminal. */
export interface CallSeen {
  kind: "call_runs";
  agentId: string;
  questionId: string;
}

/** An open question with the agent that waits for its answer. */
interface WaitingQuestion {
  question: Question;
  agent: { id: string; backend: Backend };
}

/** What answers need of agents. */
export interface AnsweredAgents extends Remembered {
  backendOf(agentId: string): Promise<Backend>;
  questionsBy(ids: readonly string[]): Promise<Question[]>;
  /** @throws AppError `agents.not_found` */
  agent(agentId: string): Promise<Agent>;
  openQuestion(agentId: string): Promise<Question | null>;
  /** Open questions of all agents, the longest wait first. */
  waiting(window: { after: { at: Date; id: string } | undefined; limit: number }): Promise<WaitingQuestion[]>;
  /** Of a session, or of a child in it. */
  openQuestionOf(session: {
    backend: Backend;
    sessionId: string;
    childId: string | null;
  }): Promise<Question | null>;
  /** The open question that is asked over a protocol as well; null where it was not heard of. */
  openQuestionOver(asked: AskedOver): Promise<Question | null>;
  askedOver(asked: AskedOver): Promise<void>;
  /** Resolves once it is written; the question tells whether it counted. */
  answerSeen(seen: AnswerSeen | CallSeen): Promise<void>;
}
