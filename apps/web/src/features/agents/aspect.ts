import type { Agent, Command, QuestionKind, QuestionState } from "@signalbox/contract/agents";
import { isAtLimit, isRateLimit } from "@signalbox/contract/rate-limit";
import { isSilent } from "@signalbox/contract/silence";
import type { Aspect } from "../../ui/lamp.tsx";
import { briefEnd, isOver } from "./ending.ts";

export interface Seen {
  aspect: Aspect;
  word: string;
  /** More about it, where there is room: how an agent ended. */
  how?: string;
}

export const stateWords: Record<Agent["state"], string> = {
  idle: "Idle",
  commanded: "Commanded",
  processing: "Processing",
  awaiting_input: "Awaiting input",
  complete: "Complete",
};

const limited: Seen = { aspect: "limited", word: "Rate limit" };

type AgentFacts = Pick<Agent, "state" | "lastSeenAt" | "endedAt" | "endReason" | "errorClass">;

/** What an agent's lamp shows at `now`. */
export const seenAgent = (agent: AgentFacts, now: number): Seen => {
  if (isAtLimit(agent)) return limited;
  if (isSilent(agent, now)) return { aspect: "silent", word: "Silent" };
  if (agent.state === "complete" && agent.errorClass !== null) return { aspect: "failed", word: "Failed" };
  if (isOver(agent)) return ended(agent.endReason);
  return { aspect: agent.state, word: stateWords[agent.state] };
};

const ended = (endReason: string | null): Seen => {
  const how = briefEnd(endReason);
  return { aspect: "ended", word: "Ended", ...(how === null ? {} : { how }) };
};

const outcomeWords: Record<NonNullable<Command["outcome"]>, Seen> = {
  done: { aspect: "complete", word: "Done" },
  failed: { aspect: "failed", word: "Failed" },
  interrupted: { aspect: "ended", word: "Interrupted" },
  superseded: { aspect: "ended", word: "Superseded" },
  session_ended: { aspect: "ended", word: "Session ended" },
  lost: { aspect: "ended", word: "Lost" },
};

/** How a command stands, or how it ended. */
export const seenCommand = ({
  state,
  outcome,
  errorClass,
}: Pick<Command, "state" | "outcome" | "errorClass">): Seen => {
  if (outcome === null) return { aspect: state, word: stateWords[state] };
  return isRateLimit(errorClass) ? limited : outcomeWords[outcome];
};

const outcomeReasons: Partial<Record<NonNullable<Command["outcome"]>, string>> = {
  superseded: "Another prompt came while it was open",
  lost: "How it ended was never heard, or its process is gone",
};

/** What an outcome means, where its word does not say it. */
export const reasonOfOutcome = (outcome: Command["outcome"]): string | undefined =>
  outcome === null ? undefined : outcomeReasons[outcome];

/** `rate_limit` as a person would say it. */
export const spoken = (code: string): string => code.replaceAll("_", " ");

const kindWords: Record<QuestionKind, string> = {
  text: "Free text",
  options: "Choose one",
  plan: "Plan to approve",
  permission: "Permission",
};

/** What kind of answer is wanted: `Permission`, `Choose one`, `Question in 2 parts`. */
export const kindWord = (question: {
  kind: QuestionKind;
  parts: readonly { several: boolean }[];
}): string => {
  if (question.kind !== "options") return kindWords[question.kind];
  if (question.parts.length > 1) return `Question in ${question.parts.length} parts`;
  return choiceWord(question.parts[0]?.several ?? false);
};

export const choiceWord = (several: boolean): string => (several ? "Choose several" : "Choose one");

export const questionStateWords: Record<QuestionState, string> = {
  open: "Open",
  answering: "Being answered",
  answered: "Answered",
  answered_elsewhere: "Answered in the terminal",
  expired: "Expired",
  failed: "Failed",
};
