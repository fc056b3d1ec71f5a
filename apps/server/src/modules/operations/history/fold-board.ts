import { AgentPatch, questionAsked, questionClosed } from "@signalbox/contract/agent-events";
import type { EventEnvelope } from "@signalbox/contract/event";

/** The board as far as events tell it. */
export interface FoldedBoard {
  /** The newest facts of each agent, with the position of the event that told them. */
  agents: ReadonlyMap<string, { facts: AgentPatch; position: string }>;
  /** Questions that await an answer, by id, with the agent that asks. */
  questions: ReadonlyMap<string, { agentId: string; at: string }>;
}

export const emptyBoard: FoldedBoard = { agents: new Map(), questions: new Map() };

/** Families of events that tell something of the board. */
export const boardFamilies = ["agent", "command", "turn", "question"] as const;
export const questionFamilies = ["question"] as const;

/** Types of events after which the board looks different; the others only say that an agent is alive. */
export const boardTypes = [
  "agent.started",
  "agent.resumed",
  "agent.updated",
  "agent.ended",
  "command.opened",
  "command.moved",
  "command.completed",
  "question.asked",
  "question.closed",
] as const;

/**
 * The board after further events, the oldest first. Every event of an agent carries its newest facts: so the newest
 * of each agent, and those of its questions, make the same board as all of them do.
 */
export const foldBoard = (board: FoldedBoard, events: readonly EventEnvelope[]): FoldedBoard => {
  const [agents, questions] = [new Map(board.agents), new Map(board.questions)];
  for (const event of events) {
    if (event.agentId === null) continue;
    const facts = AgentPatch.safeParse(event.data.agent);
    if (facts.success) agents.set(event.agentId, { facts: facts.data, position: event.position });
    if (event.type === questionAsked.type) {
      questions.set(String(event.data.questionId), { agentId: event.agentId, at: event.at });
    }
    if (event.type === questionClosed.type) questions.delete(String(event.data.questionId));
  }
  return { agents, questions };
};
