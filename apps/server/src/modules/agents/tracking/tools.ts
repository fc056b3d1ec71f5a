import type { AskedQuestion, Observation } from "../../backends/index.ts";
import { joinQueued } from "./prompts.ts";
import { remember } from "./tracked.ts";
import { ask, callKey, closeQuestion, recordTurn, say, type Work } from "./work.ts";

type Of<K extends Observation["kind"]> = Extract<Observation, { kind: K }>;

/** A request about a call that finished this lately came late. */
const lateWithinMs = 1_000;
const ruleOfProgress = "the agent uses a tool";

/** A tool call begins: progress, unless it is the very call the open question is about. */
export function observeToolStarted(work: Work, { tool, input, useId }: Of<"tool_started">): void {
  const { memory } = work.agent;
  const key = callKey(work, tool, input);
  const asked = memory.question !== null && memory.question.callKey === key;
  const alreadyFinished = finishedLately(work, useId ?? key);
  if (!asked) {
    closeQuestion(work, "answered_elsewhere");
    say(work, "agent.progress", ruleOfProgress);
  }
  if (alreadyFinished) return;
  const use = { name: tool, useId, input, result: null, failed: false, durationMs: null };
  const turnId = recordCall(work, use);
  remember(memory.calls, { useId, callKey: key, turnId }, 32);
}

/** A tool call ended: whoever was asked about it has answered. */
export function observeToolFinished(work: Work, finished: Of<"tool_finished">): void {
  const { memory } = work.agent;
  const { tool, input, useId, result, failed, durationMs } = finished;
  const key = callKey(work, tool, input);
  const call = memory.calls.find((one) => (useId === null ? one.callKey === key : one.useId === useId));
  const use = { name: tool, useId, input, result, failed, durationMs };
  closeQuestion(work, "answered_elsewhere", finished.answers);
  say(
    work,
    "agent.progress",
    memory.open?.state === "awaiting_input" ? "answered in the terminal" : ruleOfProgress,
  );
  if (call === undefined) recordCall(work, use);
  else work.facts.push({ kind: "tool_resulted", turnId: call.turnId, tool: use });
  memory.calls = memory.calls.filter((one) => one !== call);
  remember(memory.finishedCalls, { callKey: key, at: work.at }, 4);
  if (useId !== null) remember(memory.finishedCalls, { callKey: useId, at: work.at }, 4);
  if (finished.launched !== null) remember(memory.launched, finished.launched, 16);
  joinQueued(work);
}

/** The agent asks, unless the request arrived after the call it is about had finished. */
export function observeQuestion(work: Work, question: AskedQuestion): void {
  const key = callKey(work, question.tool ?? "", question.input);
  const running = work.agent.memory.calls.some((call) => call.callKey === key);
  if (!running && finishedLately(work, key)) return;
  ask(work, question, { rule: rules[question.kind] });
}

const rules = {
  permission: "asks for a permission",
  options: "asks to choose",
  plan: "asks to approve a plan",
  text: "asks in words",
} as const;

function finishedLately({ agent, at }: Work, key: string): boolean {
  return agent.memory.finishedCalls.some((call) => call.callKey === key && at - call.at < lateWithinMs);
}

function recordCall(work: Work, tool: NonNullable<Parameters<typeof recordTurn>[1]["tool"]>): string {
  const commandId = work.agent.memory.open?.id ?? null;
  return recordTurn(work, {
    commandId,
    actor: "agent",
    intent: "progress",
    rule: ruleOfProgress,
    text: tool.name,
    tool,
  });
}
