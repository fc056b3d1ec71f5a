import {
  type AgentPatch,
  agentEnded,
  agentResumed,
  agentStarted,
  agentUpdated,
  commandAmended,
  commandCompleted,
  commandInstructed,
  commandMoved,
  commandOpened,
  questionAsked,
  questionClosed,
  questionMoved,
  questionUpdated,
  turnRecorded,
  turnUpdated,
  usageUpdated,
} from "@signalbox/contract/agent-events";
import { type EventContext, type NewEvent, newEvent } from "../../../platform/events/events.ts";
import type { Fact } from "../tracking/facts.ts";
import type { Step } from "../tracking/track.ts";
import type { Tracked } from "../tracking/tracked.ts";
import type { Heard } from "./heard.ts";

const iso = (moment: number) => new Date(moment).toISOString();

/** An agent's newest facts, as its events carry them. */
export const patchOf = (agent: Tracked): AgentPatch => ({
  state: agent.state,
  stateSince: iso(agent.stateSince),
  evidence: { ...agent.evidence, at: iso(agent.evidence.at) },
  title: agent.title,
  lastSeenAt: iso(agent.lastSeenAt),
  endedAt: agent.endedAt === null ? null : iso(agent.endedAt),
  endReason: agent.endReason,
  agentType: agent.agentType,
  projectId: agent.projectId,
  cwd: agent.cwd,
  branch: agent.branch,
  model: agent.model,
  queuedPrompts: agent.memory.queue.length,
  errorClass: agent.errorClass,
  resetsAt: agent.resetsAt === null ? null : iso(agent.resetsAt),
  contextTokens: agent.contextTokens,
  contextLimit: agent.contextLimit,
});

/** The events that the facts of one step become. */
export function eventsOf({ agent, facts, at }: Step, heard: Heard): NewEvent[] {
  const patch = patchOf(agent);
  const context = {
    at: new Date(at),
    actor: "agent",
    correlationId: heard.correlationId,
    causationId: heard.id,
    traceparent: heard.traceparent,
    agentId: agent.id,
    projectId: agent.projectId,
    subject: { kind: "agent", id: agent.id },
  };
  return facts.flatMap((fact) => eventOf(fact, { agent, patch, context }) ?? []);
}

interface About {
  agent: Tracked;
  patch: AgentPatch;
  context: EventContext;
}

function eventOf(fact: Fact, { agent, patch, context }: About): NewEvent | null {
  const ofCommand = (commandId: string) => ({
    ...context,
    commandId,
    subject: { kind: "command", id: commandId },
  });
  switch (fact.kind) {
    case "agent_started": {
      const { backend, sessionId, parentId } = agent;
      return newEvent(agentStarted, context, { agent: patch, backend, sessionId, parentId });
    }
    case "agent_resumed":
      return newEvent(agentResumed, context, { agent: patch });
    case "agent_updated":
      return newEvent(agentUpdated, context, { agent: patch });
    case "agent_ended":
      return newEvent(agentEnded, context, { agent: patch, reason: fact.reason });
    case "command_opened":
      return newEvent(commandOpened, ofCommand(fact.id), {
        agent: patch,
        state: fact.state,
        rule: fact.rule,
      });
    case "command_instructed":
      return newEvent(commandInstructed, ofCommand(fact.id), { agent: patch });
    case "command_moved": {
      const { from, to, rule } = fact;
      return newEvent(commandMoved, ofCommand(fact.id), { agent: patch, from, to, rule });
    }
    case "command_completed": {
      const { from, outcome, errorClass, rule } = fact;
      return newEvent(commandCompleted, ofCommand(fact.id), {
        agent: patch,
        from,
        outcome,
        errorClass,
        rule,
        parentId: agent.parentId,
      });
    }
    case "turn_recorded": {
      const { id, commandId, actor, intent, tool } = fact.turn;
      const of = { ...context, commandId, turnId: id, subject: { kind: "turn", id } };
      return newEvent(turnRecorded, of, { agent: patch, actor, intent, tool: tool?.name ?? null });
    }
    case "command_amended": {
      const { outcome, errorClass, rule } = fact;
      return newEvent(commandAmended, ofCommand(fact.id), { agent: patch, outcome, errorClass, rule });
    }
    case "turn_placed":
    case "turn_confirmed":
    case "turn_judged":
    case "tool_resulted": {
      const of = { ...context, turnId: fact.turnId, subject: { kind: "turn", id: fact.turnId } };
      return newEvent(turnUpdated, of, { agent: patch });
    }
    case "spent":
      return newEvent(usageUpdated, { ...context, commandId: fact.commandId }, { agent: patch });
    case "question_asked":
    case "question_moved":
    case "question_updated":
    case "question_closed":
      return eventOfQuestion(fact, patch, context);
    case "process_seen":
    case "process_ended":
      return null;
  }
}

type QuestionFact = Extract<Fact, { kind: `question_${string}` }>;

function eventOfQuestion(fact: QuestionFact, patch: AgentPatch, context: EventContext): NewEvent {
  switch (fact.kind) {
    case "question_asked": {
      const { id, kind, tool, commandId, turnId } = fact.question;
      const of = { ...context, commandId, turnId, subject: { kind: "question", id } };
      return newEvent(questionAsked, of, { agent: patch, questionId: id, kind, tool });
    }
    case "question_moved": {
      const of = { ...context, subject: { kind: "question", id: fact.id } };
      const { id: questionId, state, version } = fact;
      return newEvent(questionMoved, of, { agent: patch, questionId, state, version });
    }
    case "question_updated": {
      const of = { ...context, turnId: fact.turnId, subject: { kind: "question", id: fact.id } };
      return newEvent(questionUpdated, of, { agent: patch, questionId: fact.id });
    }
    case "question_closed": {
      const of = { ...context, subject: { kind: "question", id: fact.id } };
      return newEvent(questionClosed, of, { agent: patch, questionId: fact.id, state: fact.state });
    }
  }
}
