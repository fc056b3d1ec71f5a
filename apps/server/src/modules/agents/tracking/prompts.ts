import type { Observation } from "../../backends/index.ts";
import { titleOf } from "./one-line.ts";
import { isSamePrompt } from "./same-prompt.ts";
import {
  type ClosedCommand,
  type OpenCommand,
  type OpenQuestion,
  type QueuedPrompt,
  remember,
  type Tracked,
} from "./tracked.ts";
import { sightedBy } from "./words.ts";
import { closeQuestion, completeCommand, openCommand, recordTurn, say, sourceOf, type Work } from "./work.ts";

/** A command that goes on for long gathers ids: of answers, and of prompts that machines made. */
const mostPromptIds = 32;

type Prompted = Extract<Observation, { kind: "prompted" }>;

/** A prompt: a command, an answer, one more in the queue, or a sign that the person pressed Escape. */
export function observePrompt(work: Work, prompt: Prompted): void {
  const { memory } = work.agent;
  const { promptId } = work.signal;
  const { open } = memory;
  if (prompt.machineMade) {
    noteMachinePrompt(work, prompt);
  } else if (open === null) {
    observeFirstPrompt(work, prompt);
  } else if (promptId === null && isKnown(work, open, prompt)) {
    return;
  } else if (promptId !== null && open.promptIds.includes(promptId) && open.adopted !== promptId) {
    if (open.instruction === null) instruct(work, open, prompt);
    else if (isKnown(work, open, prompt)) return;
    else if (prompt.joins) join(work, open.id, prompt);
    else queue(work, prompt);
  } else {
    observeOtherPrompt(work, prompt);
  }
}

/** A question in words, and a plan that no tool call asks about: the next prompt is the answer. */
export const isAnsweredInWords = (question: OpenQuestion | null): boolean =>
  question?.kind === "text" || (question?.kind === "plan" && question.callKey === null);

/** A prompt under an id that the open command does not have. */
export function observeOtherPrompt(work: Work, prompt: Prompted): void {
  if (isAnsweredInWords(work.agent.memory.question)) {
    answer(work, prompt);
    return;
  }
  closeQuestion(work, "expired");
  completeCommand(work, { outcome: "superseded", rule: "another prompt: the one before was escaped" });
  command(work, prompt, "another prompt: the one before was escaped");
}

/** A prompt with no open command; one that is still queued comes before it. */
export function observeFirstPrompt(work: Work, prompt: Prompted): void {
  if (instructLate(work, prompt)) return;
  if (work.agent.memory.queue.length === 0) command(work, prompt, "a prompt with no open command");
  else {
    openQueued(work, "another prompt: the queued one was taken before it");
    queue(work, prompt);
  }
}

/** A prompt of a session that has ended: its words are kept, and no more. */
export function keepUnheard(work: Work, prompt: Prompted): void {
  const { promptId } = work.signal;
  const owner = work.agent.memory.closed.findLast(({ promptIds }) => promptIds.includes(promptId ?? ""));
  if (owner !== undefined && isKnown(work, owner, prompt)) return;
  const { text } = prompt;
  const rule = "a prompt right after the session's end";
  recordTurn(work, { commandId: null, actor: "user", intent: "command", rule, text });
}

/** A prompt that came after its command had closed: its instruction, or one more in the queue. */
export function keepLatePrompt(work: Work, closed: ClosedCommand, prompt: Prompted): void {
  if (prompt.machineMade) noteMachinePrompt(work, prompt, closed);
  else if (closed.instruction === null) instruct(work, closed, prompt);
  else if (!isKnown(work, closed, prompt)) queue(work, prompt);
}

/**
 * The CLI sends no hook when it takes a queued prompt: the first signal under a prompt id not seen before tells.
 * The head of the queue becomes the command; the one before it is complete.
 */
export function takeQueuedPrompt(work: Work): void {
  const { promptId, observation } = work.signal;
  if (promptId === null || tellsNothingOfPrompts(observation)) return;
  if (knownPrompts(work.agent).includes(promptId)) return;
  openQueued(work, "a new prompt id: the CLI took the queued prompt");
  const { open } = work.agent.memory;
  if (open === null || open.promptIds.includes(promptId) || observation.kind === "prompted") return;
  remember(open.promptIds, promptId, mostPromptIds);
  open.adopted = promptId;
}

/**
 * What is queued while a tool runs reaches the agent with the tool's result: it is part of the open command, and no
 * prompt id of its own follows.
 */
export function joinQueued({ agent: { memory }, facts }: Work): void {
  if (memory.open === null) return;
  const commandId = memory.open.id;
  for (const queued of memory.queue) {
    facts.push({ kind: "turn_placed", turnId: queued.turnId, commandId });
    remember(memory.unqueued, queued, 4);
  }
  memory.queue = [];
}

/** Makes the head of the queue the command, if there is one; the command before it is complete. */
function openQueued(work: Work, rule: string): void {
  const head = work.agent.memory.queue.shift();
  if (head === undefined) return;
  closeQuestion(work, "answered_elsewhere");
  completeCommand(work, { outcome: "done", rule });
  const { promptId } = work.signal;
  const command = openCommand(work, { state: "commanded", promptId, text: head.title, rule });
  command.prompt = { turnId: head.turnId, by: "hook" };
  remember(work.agent.memory.unqueued, head, 4);
  work.facts.push({ kind: "turn_placed", turnId: head.turnId, commandId: command.id });
}

/** The transcript tells which queued prompt the CLI took: it comes to the head, and becomes the command. */
export function takeQueuedByName(work: Work, { text }: Prompted): boolean {
  const { memory } = work.agent;
  const taken = memory.queue.find(({ title }) => isSamePrompt(title, text));
  if (taken === undefined) return false;
  memory.queue = [taken, ...memory.queue.filter((queued) => queued !== taken)];
  openQueued(work, "the CLI took the queued prompt");
  if (memory.open !== null) confirmPrompt(work, memory.open);
  return true;
}

function tellsNothingOfPrompts(observation: Observation): boolean {
  const { kind } = observation;
  if (kind === "prompted") return observation.machineMade;
  return kind === "session_started" || kind === "session_ended" || kind === "noticed";
}

export function knownPrompts({ memory }: Tracked): string[] {
  const ofCommands = [...memory.closed, ...(memory.open === null ? [] : [memory.open])];
  const ofMachines = memory.machinePrompts.map(({ promptId }) => promptId);
  return [...ofCommands.flatMap((command) => command.promptIds), ...ofMachines];
}

function command(work: Work, { text }: Prompted, rule: string): void {
  const opened = openCommand(work, { state: "commanded", promptId: work.signal.promptId, text, rule });
  const turnId = recordTurn(work, { commandId: opened.id, actor: "user", intent: "command", rule, text });
  opened.prompt = { turnId, by: sourceOf(work) };
}

function answer(work: Work, { text }: Prompted): void {
  const rule = "a prompt while a question in words was open";
  closeQuestion(work, "answered_elsewhere");
  const commandId = say(work, "user.answer", rule);
  const turnId = recordTurn(work, { commandId, actor: "user", intent: "answer", rule, text });
  const { open } = work.agent.memory;
  if (open === null) return;
  if (work.signal.promptId !== null) remember(open.promptIds, work.signal.promptId, mostPromptIds);
  open.prompt = { turnId, by: sourceOf(work) };
}

/** Whether the same prompt was told by the other source, and is the one that the command was given in. */
function isKnown(work: Work, owner: OpenCommand | ClosedCommand, { text }: Prompted): boolean {
  if (owner.prompt === null || !isSamePrompt(owner.instruction, text)) return false;
  const by = sightedBy(sourceOf(work), owner.prompt.by);
  if (by === null) return false;
  owner.prompt = { ...owner.prompt, by };
  return true;
}

/** The transcript has a command's prompt too. */
export function confirmPrompt(work: Work, owner: OpenCommand | ClosedCommand): void {
  if (owner.prompt?.by !== "hook") return;
  owner.prompt = { ...owner.prompt, by: "both" };
  confirmTurn(work, owner.prompt.turnId);
}

/** What a transcript tells of a turn beyond its time. */
interface Confirmed {
  /** How long after the line. */
  laterMs?: number;
  text?: string;
  useId?: string;
}

/** The transcript has a turn too: its time holds. */
export function confirmTurn(
  { signal, facts }: Work,
  turnId: string | null,
  { laterMs = 0, ...more }: Confirmed = {},
): void {
  if (turnId === null || signal.ownIdentity === null) return;
  facts.push({
    kind: "turn_confirmed",
    turnId,
    key: signal.ownIdentity,
    at: signal.at.getTime() + laterMs,
    ...more,
  });
}

/** What the CLI hands to the agent in the midst of the command, unless the other source told of it before. */
export function join(work: Work, commandId: string, { text }: Prompted): void {
  const title = titleOf(text);
  if (isQueuedAlready(work, text)) return;
  const rule = "a prompt that joined the open command";
  const turnId = recordTurn(work, { commandId, actor: "user", intent: "command", rule, text });
  remember(work.agent.memory.unqueued, { turnId, title, by: sourceOf(work) }, 4);
}

/** What comes under an id of its own is still part of the open command: what follows may name either. */
export function joinUnder(work: Work, open: OpenCommand, prompt: Prompted): void {
  const { promptId } = work.signal;
  const { queue, unqueued } = work.agent.memory;
  if (promptId !== null) remember(open.promptIds, promptId, mostPromptIds);
  if (![...queue, ...unqueued].some(({ title }) => isSamePrompt(title, prompt.text)))
    join(work, open.id, prompt);
}

/** A prompt typed ahead, unless the other source told of it before. */
export function queue(work: Work, { text }: { text: string }): void {
  const { memory } = work.agent;
  const title = titleOf(text);
  if (isQueuedAlready(work, text)) return;
  const rule = "a prompt typed while the command was open";
  const turnId = recordTurn(work, { commandId: null, actor: "user", intent: "command", rule, text });
  remember(memory.queue, { turnId, title, by: sourceOf(work) }, 50);
}

function isQueuedAlready(work: Work, text: string): boolean {
  const { memory } = work.agent;
  const source = sourceOf(work);
  const isIt = (queued: QueuedPrompt) =>
    isSamePrompt(queued.title, text) && sightedBy(source, queued.by) !== null;
  const seen = (list: QueuedPrompt[]) => {
    const found = list.find(isIt);
    return list.map((queued) => (queued === found ? { ...queued, by: "both" as const } : queued));
  };
  const known = memory.queue.find(isIt) ?? memory.unqueued.find(isIt);
  // So that it is known again when the file is read once more.
  if (known !== undefined && source === "transcript") confirmTurn(work, known.turnId);
  if (memory.queue.some(isIt)) memory.queue = seen(memory.queue);
  else if (memory.unqueued.some(isIt)) memory.unqueued = seen(memory.unqueued);
  else return false;
  return true;
}

/** Gives a command that was known by its effects alone the words it was given in. */
export function instruct(work: Work, owner: OpenCommand | ClosedCommand, { text }: Prompted): void {
  const rule = "the prompt came after its effects";
  const instruction = titleOf(text);
  owner.instruction = instruction;
  work.agent.title = instruction;
  work.facts.push({ kind: "command_instructed", id: owner.id, instruction, text });
  const turnId = recordTurn(work, { commandId: owner.id, actor: "user", intent: "command", rule, text });
  owner.prompt = { turnId, by: sourceOf(work) };
}

function instructLate(work: Work, prompt: Prompted): boolean {
  const { promptId } = work.signal;
  const owner = work.agent.memory.closed.findLast(
    (one) => promptId !== null && one.promptIds.includes(promptId),
  );
  if (owner === undefined) return false;
  if (owner.instruction !== null) return isKnown(work, owner, prompt);
  instruct(work, owner, prompt);
  return true;
}

/** A prompt made by the machine, unless the other source told of it before. */
export function noteMachinePrompt(work: Work, { text }: Prompted, owner: ClosedCommand | null = null): void {
  const { memory } = work.agent;
  const { promptId } = work.signal;
  const known = memory.machinePrompts.find((one) => one.promptId === promptId);
  if (known !== undefined) {
    if (work.signal.source === "transcript") confirmTurn(work, known.turnId);
    return;
  }
  const rule = "a prompt made by the machine";
  const commandId = owner?.id ?? memory.open?.id ?? null;
  const turnId = recordTurn(work, {
    ...{ commandId, actor: "system", intent: "progress", rule, text, internal: true },
  });
  if (promptId === null) return;
  remember(memory.machinePrompts, { promptId, turnId }, 8);
  if (owner === null && memory.open?.promptIds.includes(promptId) === false)
    remember(memory.open.promptIds, promptId, mostPromptIds);
}
