import { z } from "zod";
import { Actor, Agent, CommandState, Intent, Outcome, QuestionKind, QuestionState } from "./agents.ts";
import { Backend, Id } from "./common.ts";
import { defineEvent } from "./event.ts";

/** The newest facts of an agent, small enough to travel with each of its events. */
export const AgentPatch = Agent.pick({
  state: true,
  stateSince: true,
  evidence: true,
  title: true,
  lastSeenAt: true,
  endedAt: true,
  endReason: true,
  agentType: true,
  projectId: true,
  cwd: true,
  branch: true,
  model: true,
  queuedPrompts: true,
  errorClass: true,
  resetsAt: true,
  contextTokens: true,
  contextLimit: true,
});
export type AgentPatch = z.infer<typeof AgentPatch>;

const webApp = ["web app"] as const;
const agentEvent = <const T extends string, S extends z.ZodRawShape>(type: T, summary: string, data: S) =>
  defineEvent({
    type,
    version: 1,
    producer: "agents",
    consumers: webApp,
    summary,
    data: z.object({ agent: AgentPatch, ...data }),
  });

export const agentStarted = agentEvent("agent.started", "A session was seen for the first time", {
  backend: Backend,
  sessionId: z.string(),
  parentId: Id.nullable(),
});
export const agentResumed = agentEvent("agent.resumed", "An ended session came back", {});
export const agentUpdated = agentEvent("agent.updated", "Its title, model, folder or queue changed", {});
export const agentEnded = agentEvent("agent.ended", "The last process of the session ended", {
  reason: z.string(),
});
export const commandOpened = agentEvent("command.opened", "The agent was asked to do something", {
  state: CommandState,
  rule: z.string(),
});
export const commandMoved = agentEvent("command.moved", "A command changed its state", {
  from: CommandState,
  to: CommandState,
  rule: z.string(),
});
export const commandCompleted = {
  ...agentEvent("command.completed", "A command ended with an outcome", {
    from: CommandState,
    outcome: Outcome,
    errorClass: z.string().nullable(),
    rule: z.string(),
    /** Of the agent: a child's command is part of its parent's. */
    parentId: Id.nullable(),
  }),
  consumers: [...webApp, "attention"],
};
export const commandAmended = agentEvent(
  "command.amended",
  "The transcript told how a command ended that had been closed by inference",
  { outcome: Outcome, errorClass: z.string().nullable(), rule: z.string() },
);
export const turnRecorded = agentEvent("turn.recorded", "Something was said or done within a command", {
  actor: Actor,
  intent: Intent,
  tool: z.string().nullable(),
});
export const commandInstructed = agentEvent(
  "command.instructed",
  "The words of a command arrived after its effects",
  {},
);
export const turnUpdated = agentEvent(
  "turn.updated",
  "A tool's result arrived, a queued prompt was taken, or the transcript told more of it",
  {},
);
export const usageUpdated = agentEvent(
  "usage.updated",
  "It became known what an answer of the model took",
  {},
);
export const questionAsked = agentEvent("question.asked", "Something awaits an answer", {
  questionId: Id,
  kind: QuestionKind,
  tool: z.string().nullable(),
});
export const questionMoved = agentEvent("question.moved", "An answer is on its way, or did not arrive", {
  questionId: Id,
  state: QuestionState,
  version: z.number().int(),
});
export const questionUpdated = agentEvent("question.updated", "A question got its words", { questionId: Id });
export const questionClosed = agentEvent("question.closed", "A question awaits no more", {
  questionId: Id,
  state: QuestionState,
});

export const agentEvents = [
  agentStarted,
  agentResumed,
  agentUpdated,
  agentEnded,
  commandOpened,
  commandInstructed,
  commandMoved,
  commandCompleted,
  commandAmended,
  turnRecorded,
  turnUpdated,
  usageUpdated,
  questionAsked,
  questionMoved,
  questionUpdated,
  questionClosed,
] as const;
