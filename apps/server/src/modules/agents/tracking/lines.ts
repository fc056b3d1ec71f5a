import type { Observation } from "../../backends/index.ts";
import { amend, judgement } from "./amend.ts";
import { detectIntent } from "./intent/detect-intent.ts";
import { askInWords, observeChildStop, observeStop, observeStopFailure, progress } from "./observe.ts";
import {
  confirmPrompt,
  confirmTurn,
  instruct,
  join,
  joinUnder,
  noteMachinePrompt,
  observeFirstPrompt,
  observeOtherPrompt,
  queue,
  takeQueuedByName,
} from "./prompts.ts";
import { isSamePrompt } from "./same-prompt.ts";
import { nameCall, observeQuestion, observeToolFinished, observeToolStarted, recordedCall } from "./tools.ts";
import type { ClosedCommand, FinishedCall } from "./tracked.ts";
import { isEndOf, rememberWords, sameWords, sightAgain } from "./words.ts";
import { callKey, closeQuestion, completeCommand, recordTurn, type Work } from "./work.ts";

type Of<K extends Observation["kind"]> = Extract<Observation, { kind: K }>;

/** Lines are written in batches: one this much older than a question says nothing of its answer. */
const batchedWithinMs = 50;

/**
 * Applies a line of the transcript. It is the ledger: what hooks told is confirmed by it, what they did not tell is
 * made good, and a command that was closed by inference gets the outcome it really had.
 */
export function observeLine(work: Work): void {
  const { observation } = work.signal;
  const owner = closedCommand(work);
  const closed = owner !== null && wentOn(work, owner) ? null : owner;
  switch (observation.kind) {
    case "prompted":
      tellPrompt(work, observation, closed);
      break;
    case "queued":
      if (!isStale(work) && !mayOpenIt(work, observation.text)) queue(work, observation);
      break;
    case "unqueued":
      if (!isStale(work)) forgetQueued(work, observation.text);
      break;
    case "said":
      tellWords(work, observation.text, closed);
      break;
    case "tool_started":
      tellCall(work, observation, closed);
      break;
    case "tool_finished":
      tellResult(work, observation, closed);
      break;
    case "asked":
      tellQuestion(work, observation, closed);
      break;
    case "left":
      work.agent.memory.leftAt = work.at;
      break;
    case "forked":
      work.agent.forkedFrom = observation.from;
      break;
    case "compacted":
    case "other":
      break;
    default:
      tellEnd(work, observation, closed);
  }
}

/** The closed command that a line belongs to, unless it belongs to the open one. */
function closedCommand({ agent: { memory }, signal: { promptId, at } }: Work): ClosedCommand | null {
  if (promptId === null) return null;
  const { open } = memory;
  const isOfOpen = open?.promptIds.includes(promptId) ?? false;
  // An agent that goes on does so under the prompt of the command before.
  if (open !== null && isOfOpen && at.getTime() >= open.startedAt) return null;
  return memory.closed.findLast(({ promptIds }) => promptIds.includes(promptId)) ?? null;
}

/** Whether a call began after its command had closed: something made the agent go on without a prompt. */
function wentOn({ agent, signal }: Work, closed: ClosedCommand): boolean {
  const isIdle = agent.memory.open === null && agent.endedAt === null;
  return isIdle && signal.observation.kind === "tool_started" && signal.at.getTime() > closed.at;
}

/** Whether a line tells of a time before the open command, or before the session's end. */
function isOver({ agent, signal }: Work): boolean {
  if (agent.endedAt !== null) return true;
  const { open } = agent.memory;
  const { promptId } = signal;
  if (open === null || promptId === null || open.promptIds.includes(promptId)) return false;
  return open.promptIds.length > 0 && signal.at.getTime() < open.startedAt;
}

/** What has no identity of its own is read but once: a line this much older than the newest was read before. */
const staleAfterMs = 2_000;
const isStale = ({ at, signal }: Work): boolean => at - signal.at.getTime() > staleAfterMs;

/** Whether a line is older than the open question, and so says nothing of its answer. */
function isBeforeQuestion({ agent: { memory }, signal }: Work): boolean {
  return memory.question !== null && signal.at.getTime() <= memory.question.at + batchedWithinMs;
}

function tellPrompt(work: Work, prompt: Of<"prompted">, closed: ClosedCommand | null): void {
  const { memory } = work.agent;
  const { open } = memory;
  const { promptId } = work.signal;
  const owner = closed ?? (promptId !== null && open?.promptIds.includes(promptId) ? open : null);
  if (prompt.machineMade) {
    noteMachinePrompt(work, prompt, closed);
  } else if (owner !== null) {
    if (owner.instruction === null) instruct(work, owner, prompt);
    else if (prompt.joins && !isSamePrompt(owner.instruction, prompt.text)) join(work, owner.id, prompt);
    else confirmPrompt(work, owner);
  } else if (prompt.joins === "open" && open !== null) {
    joinUnder(work, open, prompt);
  } else if (open !== null && open.promptIds.length === 0 && opensIt(work, prompt.text)) {
    if (promptId !== null) open.promptIds.push(promptId);
    confirmPrompt(work, open);
  } else if (!takeQueuedByName(work, prompt)) {
    if (open === null) observeFirstPrompt(work, prompt);
    else observeOtherPrompt(work, prompt);
  }
}

/** Whether a text is what the open command was given in, where the transcript had not told that yet. */
function opensIt({ agent: { memory } }: Work, text: string): boolean {
  const { open } = memory;
  return open?.prompt?.by === "hook" && isSamePrompt(open.instruction, text);
}

/** A headless CLI queues even the prompt it begins with. */
const mayOpenIt = (work: Work, text: string): boolean => {
  const { open } = work.agent.memory;
  return open === null || open.instruction === null || opensIt(work, text);
};

function forgetQueued({ agent: { memory } }: Work, text: string | null): void {
  memory.queue = memory.queue.filter(({ title }) => text !== null && !isSamePrompt(title, text));
}

function tellWords(work: Work, text: string, closed: ClosedCommand | null): void {
  const { open } = work.agent.memory;
  const owner = closed ?? (isOver(work) ? null : open);
  const [told] = owner === null ? [] : sameWords(owner, text, ["hook"]);
  if (owner !== null && told !== undefined) {
    // What a hook tells may be all that was said in the turn.
    confirmTurn(work, told.turnId, isEndOf(told, text) ? { text } : {});
    if (isEndOf(told, text)) work.facts.push(judgement(told.turnId, text));
    sightAgain(owner, told);
    return;
  }
  const rule = "the agent's words";
  if (closed === null && !isOver(work) && !isBeforeQuestion(work)) progress(work, "the agent works");
  const holder = owner ?? work.agent.memory.open;
  const commandId = isOver(work) && closed === null ? null : (holder?.id ?? null);
  const turnId = recordTurn(work, { commandId, actor: "agent", intent: "progress", rule, text });
  if (holder !== null && commandId !== null) rememberWords(work, holder, { turnId, text });
}

function tellCall(work: Work, started: Of<"tool_started">, closed: ClosedCommand | null): void {
  const { turnId } = work.marks;
  const { useId } = started;
  const key = callKey(work, started.tool, started.input);
  const known = useId === null ? null : (recordedCall(work, useId) ?? nameCall(work, key, useId));
  if (known !== null || turnId !== undefined) {
    confirmTurn(work, known?.turnId ?? turnId ?? null, useId === null ? {} : { useId });
    return;
  }
  observeToolStarted(work, started, {
    commandId: commandFor(work, closed),
    moves: movesAnything(work, closed),
  });
}

function tellResult(work: Work, finished: Of<"tool_finished">, closed: ClosedCommand | null): void {
  const { memory } = work.agent;
  const known = memory.finishedCalls.find(({ useId }) => useId === finished.useId);
  if (known !== undefined) {
    tellFailure(work, finished, known);
    return;
  }
  if (!memory.calls.some(({ useId }) => useId === finished.useId)) return;
  observeToolFinished(work, finished, {
    commandId: commandFor(work, closed),
    moves: movesAnything(work, closed),
  });
}

/** That a call failed is not always told by its hook. */
function tellFailure({ facts }: Work, { failed }: Of<"tool_finished">, known: FinishedCall): void {
  if (!failed || known.failed || known.turnId === null) return;
  facts.push({ kind: "tool_resulted", turnId: known.turnId, tool: { result: null, failed } });
}

function tellQuestion(work: Work, { question }: Of<"asked">, closed: ClosedCommand | null): void {
  const { asked } = work.agent.memory;
  if (asked?.by === "hook" && asked.callKey === callKey(work, question.tool ?? "", question.input)) {
    work.agent.memory.asked = { ...asked, by: "both" };
    // Behind the call it is about, which the same line tells of.
    confirmTurn(work, asked.turnId, { laterMs: 1 });
  } else if (movesAnything(work, closed)) observeQuestion(work, question);
}

const movesAnything = (work: Work, closed: ClosedCommand | null): boolean =>
  closed === null && !isOver(work) && !isBeforeQuestion(work);

/** The command a call belongs to; undefined where it may open one. */
function commandFor(work: Work, closed: ClosedCommand | null): string | null | undefined {
  if (closed !== null) return closed.id;
  return isOver(work) ? null : undefined;
}

/** A stop may be heard without its words, before they are written: they may ask. */
function askAfterAll(work: Work, closed: ClosedCommand, end: Observation): void {
  const { endedAt, memory } = work.agent;
  const isNewest = memory.open === null && endedAt === null && memory.closed.at(-1) === closed;
  const wasWordless = closed.outcome === "done" && closed.words.every(({ by }) => by === "transcript");
  if (end.kind !== "stopped" || end.childrenRunning === true || !isNewest || !wasWordless) return;
  const { intent, rule } = detectIntent(end.text);
  const turnId = sameWords(closed, end.text, ["transcript"]).at(-1)?.turnId;
  if (intent !== "question" || turnId === undefined) return;
  askInWords(work, end.text, { rule: `stopped: ${rule}`, turnId });
  takeOver(work, closed);
}

/** The open command is the closed one, which was not over. */
function takeOver({ agent, facts }: Work, closed: ClosedCommand): void {
  const { open } = agent.memory;
  const { instruction } = closed;
  if (open === null || instruction === null) return;
  open.instruction = instruction;
  closed.outcome = "superseded";
  const none = { errorClass: null, errorText: null, resetsAt: null, summary: null };
  const rule = "it asks, as its words tell that came later";
  facts.push({ kind: "command_amended", id: closed.id, outcome: "superseded", rule, ...none });
  facts.push({ kind: "command_instructed", id: open.id, instruction, text: instruction });
}

function tellEnd(work: Work, end: Observation, closed: ClosedCommand | null): void {
  if (closed !== null) {
    amend(work, closed, end);
    askAfterAll(work, closed, end);
    return;
  }
  const { open, question } = work.agent.memory;
  if (open === null || isOver(work)) return;
  if (end.kind === "interrupted") {
    closeQuestion(work, "answered_elsewhere");
    completeCommand(work, { outcome: "interrupted", rule: "interrupted by the person" });
  } else if (end.kind === "stopped" && question?.kind !== "text") observeStop(work, end);
  else if (end.kind === "child_stopped") observeChildStop(work, end);
  else if (end.kind === "stop_failed") observeStopFailure(work, end);
}
