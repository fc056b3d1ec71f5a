import type { Observation } from "../../backends/index.ts";
import { inOneLine } from "./detect-intent.ts";
import { type ClosedCommand, remember } from "./tracked.ts";
import { closeQuestion, completeCommand, openCommand, recordTurn, say, type Work } from "./work.ts";

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
  } else if (promptId !== null && open.promptIds.includes(promptId)) {
    if (open.instruction === null) instruct(work, open.id, prompt);
    else if (prompt.joins) join(work, open.id, prompt);
    else queue(work, prompt);
  } else if (memory.question?.kind === "text") {
    answer(work, prompt);
  } else {
    closeQuestion(work, "expired");
    completeCommand(work, { outcome: "superseded", rule: "another prompt: the one before was escaped" });
    command(work, prompt, "another prompt: the one before was escaped");
  }
}

/** A prompt with no open command; one that is still queued comes before it. */
function observeFirstPrompt(work: Work, prompt: Prompted): void {
  if (instructLate(work, prompt)) return;
  if (work.agent.memory.queue.length === 0) command(work, prompt, "a prompt with no open command");
  else {
    openQueued(work, "another prompt: the queued one was taken before it");
    queue(work, prompt);
  }
}

/** A prompt of a session that has ended: its words are kept, and no more. */
export function keepUnheard(work: Work, { text }: Prompted): void {
  const rule = "a prompt right after the session's end";
  recordTurn(work, { commandId: null, actor: "user", intent: "command", rule, text });
}

/** A prompt that came after its command had closed: its instruction, or one more in the queue. */
export function keepLatePrompt(work: Work, closed: ClosedCommand, prompt: Prompted): void {
  if (prompt.machineMade) noteMachinePrompt(work, prompt);
  else if (closed.instructed) queue(work, prompt);
  else instruct(work, closed.id, prompt);
}

/**
 * The CLI sends no hook when it takes a queued prompt: the first signal under a prompt id not seen before tells.
 * The head of the queue becomes the command; the one before it is complete.
 */
export function takeQueuedPrompt(work: Work): void {
  const { promptId, observation } = work.signal;
  if (promptId === null || tellsNothingOfPrompts(observation)) return;
  if (knownPrompts(work).includes(promptId)) return;
  openQueued(work, "a new prompt id: the CLI took the queued prompt");
}

/**
 * What is queued while a tool runs reaches the agent with the tool's result: it is part of the open command, and no
 * prompt id of its own follows.
 */
export function joinQueued({ agent: { memory }, facts }: Work): void {
  if (memory.open === null) return;
  const commandId = memory.open.id;
  for (const { turnId } of memory.queue) facts.push({ kind: "turn_placed", turnId, commandId });
  memory.queue = [];
}

/** Makes the head of the queue the command, if there is one; the command before it is complete. */
function openQueued(work: Work, rule: string): void {
  const head = work.agent.memory.queue.shift();
  if (head === undefined) return;
  closeQuestion(work, "answered_elsewhere");
  completeCommand(work, { outcome: "done", rule });
  const { promptId } = work.signal;
  const { id } = openCommand(work, { state: "commanded", promptId, text: head.title, rule });
  work.facts.push({ kind: "turn_placed", turnId: head.turnId, commandId: id });
}

function tellsNothingOfPrompts(observation: Observation): boolean {
  const { kind } = observation;
  if (kind === "prompted") return observation.machineMade;
  return kind === "session_started" || kind === "session_ended" || kind === "noticed";
}

function knownPrompts({ agent: { memory } }: Work): string[] {
  const ofCommands = [...memory.closed, ...(memory.open === null ? [] : [memory.open])];
  return [...ofCommands.flatMap((command) => command.promptIds), ...memory.machinePrompts];
}

function command(work: Work, { text }: Prompted, rule: string): void {
  const { id } = openCommand(work, { state: "commanded", promptId: work.signal.promptId, text, rule });
  recordTurn(work, { commandId: id, actor: "user", intent: "command", rule, text });
}

function answer(work: Work, { text }: Prompted): void {
  const rule = "a prompt while a question in words was open";
  closeQuestion(work, "answered_elsewhere");
  const commandId = say(work, "user.answer", rule);
  if (work.signal.promptId !== null) work.agent.memory.open?.promptIds.push(work.signal.promptId);
  recordTurn(work, { commandId, actor: "user", intent: "answer", rule, text });
}

/** What the CLI hands to the agent in the midst of the command. */
function join(work: Work, commandId: string, { text }: Prompted): void {
  const rule = "a prompt that joined the open command";
  recordTurn(work, { commandId, actor: "user", intent: "command", rule, text });
}

function queue(work: Work, { text }: Prompted): void {
  const rule = "a prompt typed while the command was open";
  const turnId = recordTurn(work, { commandId: null, actor: "user", intent: "command", rule, text });
  remember(work.agent.memory.queue, { turnId, title: inOneLine(text) }, 50);
}

/** Gives a command that was known by its effects alone the words it was given in. */
function instruct(work: Work, commandId: string, { text }: Prompted): void {
  const { memory } = work.agent;
  const rule = "the prompt came after its effects";
  const instruction = inOneLine(text);
  if (memory.open?.id === commandId) memory.open.instruction = instruction;
  for (const closed of memory.closed) if (closed.id === commandId) closed.instructed = true;
  work.agent.title = instruction;
  work.facts.push({ kind: "command_instructed", id: commandId, instruction, text });
  recordTurn(work, { commandId, actor: "user", intent: "command", rule, text });
}

function instructLate(work: Work, prompt: Prompted): boolean {
  const { promptId } = work.signal;
  const owner = work.agent.memory.closed.findLast(
    (one) => promptId !== null && one.promptIds.includes(promptId),
  );
  if (owner === undefined || owner.instructed) return false;
  instruct(work, owner.id, prompt);
  return true;
}

function noteMachinePrompt(work: Work, { text }: Prompted): void {
  const { memory } = work.agent;
  const { promptId } = work.signal;
  const rule = "a prompt made by the machine";
  const commandId = memory.open?.id ?? null;
  recordTurn(work, { commandId, actor: "system", intent: "progress", rule, text, internal: true });
  if (promptId === null) return;
  if (memory.open === null) remember(memory.machinePrompts, promptId, 16);
  else memory.open.promptIds.push(promptId);
}
