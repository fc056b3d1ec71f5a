import type { AskedQuestion, Observation } from "../../backends/index.ts";
import type { ToolUse } from "./facts.ts";
import { joinQueued } from "./prompts.ts";
import { type FinishedCall, remember, type Sightings, type ToolCall } from "./tracked.ts";
import { ask, callKey, closeQuestion, recordTurn, say, sourceOf, type Work } from "./work.ts";

type Of<K extends Observation["kind"]> = Extract<Observation, { kind: K }>;

/** A request about a call that finished this lately came late. */
const lateWithinMs = 1_000;
const ruleOfProgress = "the agent uses a tool";

/** What a call that is told of does beside being recorded. */
interface Effect {
  /** The command it belongs to; the open one, or one that it opens, where that is not told. */
  commandId?: string | null | undefined;
  /** Whether it says anything of how the agent stands now. */
  moves: boolean;
}
const now: Effect = { moves: true };

/** A tool call begins: progress, unless it is the very call the open question is about. */
export function observeToolStarted(
  work: Work,
  { tool, input, useId }: Of<"tool_started">,
  effect = now,
): void {
  const { memory } = work.agent;
  const key = callKey(work, tool, input);
  const asked = memory.question !== null && memory.question.callKey === key;
  const known = useId === null ? isTold(work, key) : recordedCall(work, useId) !== null;
  if (!asked && effect.moves) {
    closeQuestion(work, "answered_elsewhere");
    say(work, "agent.progress", ruleOfProgress);
  }
  if (known) return;
  const use = { name: tool, useId, input, result: null, failed: false, durationMs: null };
  const turnId = recordCall(work, use, effect);
  remember(memory.calls, { useId, callKey: key, turnId, by: sourceOf(work) }, 32);
}

/** Whether a call without an id had been told of: it finished lately, or the transcript has it. */
function isTold(work: Work, key: string): boolean {
  const { memory } = work.agent;
  const isIt = (call: { callKey: string; by: Sightings }) => call.callKey === key && call.by === "transcript";
  const running = memory.calls.find(isIt);
  const over = running === undefined ? memory.finishedCalls.find(isIt) : undefined;
  if (running === undefined && over === undefined) return finishedLately(work, key);
  memory.calls = memory.calls.map((call) => (call === running ? { ...call, by: "both" } : call));
  memory.finishedCalls = memory.finishedCalls.map((call) => (call === over ? { ...call, by: "both" } : call));
  return true;
}

/** A call under way that a hook told of without its id: it gets the one that the transcript tells. */
export function nameCall(work: Work, key: string, useId: string): { turnId: string | null } | null {
  const { memory } = work.agent;
  const isIt = (call: { callKey: string; useId: string | null; by: Sightings }) =>
    call.callKey === key && call.useId === null && call.by === "hook";
  const running = memory.calls.find(isIt);
  const over = running === undefined ? memory.finishedCalls.find(isIt) : undefined;
  const named = { useId, by: "both" } as const;
  memory.calls = memory.calls.map((call) => (call === running ? { ...call, ...named } : call));
  memory.finishedCalls = memory.finishedCalls.map((call) => (call === over ? { ...call, ...named } : call));
  return running ?? over ?? null;
}

/** A call that was told of before: under way, or one of the last that finished. */
export function recordedCall({ agent: { memory } }: Work, id: string): { turnId: string | null } | null {
  const isIt = ({ useId }: { useId: string | null }) => useId === id;
  return memory.calls.find(isIt) ?? memory.finishedCalls.find(isIt) ?? null;
}

/** A tool call ended: whoever was asked about it has answered. */
export function observeToolFinished(work: Work, finished: Of<"tool_finished">, effect = now): void {
  const { memory } = work.agent;
  const { useId } = finished;
  const call = callOf(work, finished);
  const before = call === undefined ? finishedBefore(work, finished) : undefined;
  if (before !== undefined) {
    tellMore(work, finished, before);
    return;
  }
  const key = call?.callKey ?? callKey(work, finished.tool ?? "", finished.input);
  if (effect.moves) {
    closeQuestion(work, "answered_elsewhere", finished.answers);
    const isAnswer = memory.open?.state === "awaiting_input";
    say(work, "agent.progress", isAnswer ? "answered in the terminal" : ruleOfProgress);
  }
  const turnId = recordResult(work, finished, call);
  memory.calls = memory.calls.filter((one) => one !== call);
  const id = useId ?? call?.useId ?? null;
  const by = call?.by === "both" ? "both" : sourceOf(work);
  remember(
    memory.finishedCalls,
    { callKey: key, useId: id, turnId, by, failed: finished.failed, at: work.at },
    6,
  );
  if (finished.launched !== null) remember(memory.launched, finished.launched, 16);
  joinQueued(work);
}

function finishedBefore(work: Work, { useId, tool, input }: Of<"tool_finished">): FinishedCall | undefined {
  const { finishedCalls } = work.agent.memory;
  if (useId !== null) return finishedCalls.find((one) => one.useId === useId);
  const key = callKey(work, tool ?? "", input);
  return finishedCalls.find((one) => one.callKey === key && one.by !== "hook");
}

/** The other source told of its end before; a hook tells more of it. */
function tellMore({ facts }: Work, finished: Of<"tool_finished">, before: FinishedCall): void {
  const { tool: name, input, result, durationMs } = finished;
  const { turnId } = before;
  if (turnId === null || name === null) return;
  const useId = finished.useId ?? before.useId;
  const failed = finished.failed || before.failed;
  facts.push({ kind: "tool_resulted", turnId, tool: { name, input, useId, result, failed, durationMs } });
}

function callOf(work: Work, { tool, input, useId }: Of<"tool_finished">): ToolCall | undefined {
  const { calls } = work.agent.memory;
  if (useId !== null) return calls.find((one) => one.useId === useId);
  const key = callKey(work, tool ?? "", input);
  return calls.find((one) => one.callKey === key);
}

function recordResult(work: Work, finished: Of<"tool_finished">, call: ToolCall | undefined): string | null {
  const { tool: name, input, result, failed, durationMs } = finished;
  const useId = finished.useId ?? call?.useId ?? null;
  const use = name === null ? null : { name, useId, input, result, failed, durationMs };
  if (call !== undefined) {
    work.facts.push({ kind: "tool_resulted", turnId: call.turnId, tool: use ?? { result, failed } });
    return call.turnId;
  }
  return use === null ? null : recordCall(work, use, now);
}

/** The agent asks, unless the request arrived after the call it is about had finished. */
export function observeQuestion(work: Work, question: AskedQuestion): void {
  const key = callKey(work, question.tool ?? "", question.input);
  const { asked } = work.agent.memory;
  if (asked?.callKey === key && asked.by === "transcript" && sourceOf(work) === "hook") {
    work.agent.memory.asked = { ...asked, by: "both" };
    tellMoreOfQuestion(work, question);
    return;
  }
  if (isToldBoth(work, key)) return;
  const running = work.agent.memory.calls.some((call) => call.callKey === key);
  if (!running && finishedLately(work, key)) return;
  ask(work, question, { rule: rules[question.kind] });
}

/** Whether an open question was told by its hook or over the protocol, and now by the other: it is one question. */
function isToldBoth({ agent: { memory }, signal: { source } }: Work, key: string): boolean {
  const { question } = memory;
  if (question?.callKey !== key || question.over === undefined || question.over === "both") return false;
  if ((source === "protocol") === (question.over === "protocol")) return false;
  memory.question = { ...question, over: "both" };
  return true;
}

/** A transcript has what the model wrote, the dialog's hook what the person sees. */
function tellMoreOfQuestion(
  { agent: { memory }, facts, marks: { fingerprint } }: Work,
  { text, plan, parts, input }: AskedQuestion,
): void {
  const { question, asked } = memory;
  if (question === null || question.turnId !== asked?.turnId) return;
  const { id, turnId } = question;
  // Who saw other words before has not seen this question.
  const version = (question.version ?? 1) + 1;
  memory.question = { ...question, parts, version, fingerprint };
  facts.push({ kind: "question_updated", id, turnId, text, plan, parts, input, version });
}

const rules = {
  permission: "asks for a permission",
  options: "asks to choose",
  plan: "asks to approve a plan",
  text: "asks in words",
} as const;

/** Of the command that is open: what the next one asks is another call, however soon it comes. */
function finishedLately({ agent, at }: Work, key: string): boolean {
  const { finishedCalls, open } = agent.memory;
  const since = Math.max(at - lateWithinMs, (open?.startedAt ?? 0) - 1);
  return finishedCalls.some((call) => call.callKey === key && call.at > since);
}

function recordCall(work: Work, tool: ToolUse, { commandId }: Effect): string {
  return recordTurn(work, {
    commandId: commandId === undefined ? (work.agent.memory.open?.id ?? null) : commandId,
    key: tool.useId === null ? null : `${sourceOf(work) === "hook" ? "hook" : "tool"}:${tool.useId}`,
    actor: "agent",
    intent: "progress",
    rule: ruleOfProgress,
    text: tool.name,
    tool,
  });
}
