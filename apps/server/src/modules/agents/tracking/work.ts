import type { CommandState, Intent, Outcome, QuestionState } from "@signalbox/contract/agents";
import { isObject } from "../../../kernel/json.ts";
import type { AskedQuestion, Signal, Spent } from "../../backends/index.ts";
import type { Fact, NewTurn, ToolUse } from "./facts.ts";
import { moves, type Word } from "./moves.ts";
import { inOneLine, titleOf } from "./one-line.ts";
import { type OpenCommand, remember, type Tracked } from "./tracked.ts";

/** Where an agent works, as far as it is known. */
export interface Place {
  hostId: string;
  projectId: string | null;
  branch: string | null;
}

/** How the same signal is told again, when it is. */
export interface Marks {
  /** `x-signalbox-signal-id`, where the sender gave one. */
  signalId: string | null;
  /** A hash of the payload. */
  fingerprint: string;
  /** The turn that a hook made of the same thing, as storage has it. */
  turnId?: string;
}

/** What a decision needs from outside: ids, a hash of a text, and what its folder is. */
export interface Means {
  newId(): string;
  hash(text: string): string;
  place: Place;
  /** What an answer costs whose CLI does not say so; without it, as the table that comes with the server says. */
  costOf?(spent: Spent, at: Date): number | null;
}

/** One decision in the making: the agent as it will be, and the facts so far. */
export interface Work {
  agent: Tracked;
  signal: Signal;
  at: number;
  marks: Marks;
  means: Means;
  facts: Fact[];
  /** The rule that moved the agent, if one did. */
  movedBy: string | null;
}

/**
 * Which call a permission is about: CLIs give its request no id, so tool and input must do. The input may be told with
 * its fields in another order, and a plan only to its dialog: the model's own call has none.
 */
export const callKey = (work: Work, tool: string, input: unknown): string =>
  work.means.hash(JSON.stringify([tool, tool === "ExitPlanMode" ? null : input], inOrder));

const inOrder = (_: string, value: unknown): unknown =>
  isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;

function moved(work: Work, rule: string): void {
  work.movedBy = rule;
}

interface Opening {
  state: OpenCommand["state"];
  promptId: string | null;
  /** The prompt; null while only its effects were seen. */
  text: string | null;
  rule: string;
}

/** Opens a command; one that is open must have been completed before. */
export function openCommand(work: Work, { state, promptId, text, rule }: Opening): OpenCommand {
  const instruction = text === null ? null : titleOf(text);
  const { memory } = work.agent;
  const command: OpenCommand = {
    id: work.means.newId(),
    state,
    promptIds: promptId === null ? [] : [promptId],
    adopted: null,
    instruction,
    startedAt: work.at,
    pid: work.signal.process.pid,
    prompt: null,
    words: [],
  };
  memory.open = command;
  memory.hadCommand = true;
  memory.leftAt = null;
  work.agent.errorClass = null;
  work.agent.resetsAt = null;
  if (instruction !== null) work.agent.title = instruction;
  work.facts.push({ kind: "command_opened", id: command.id, state, promptId, instruction, text, rule });
  moved(work, rule);
  return command;
}

interface Ending {
  outcome: Outcome;
  rule: string;
  summary?: string;
  failure?: { errorClass: string; text: string; resetsAt: Date | null };
}

const concluded: readonly Outcome[] = ["superseded", "session_ended", "lost"];
/** A CLI's hook told that no answer came, and not why. */
const unknownFailure = "no_answer";

/** Completes the open command, if there is one. */
export function completeCommand(work: Work, { outcome, rule, summary, failure }: Ending): void {
  const { memory } = work.agent;
  const command = memory.open;
  if (command === null) return;
  memory.open = null;
  // The transcript may yet tell how the last calls ended.
  memory.calls = memory.calls.slice(-8);
  const { id, promptIds, instruction, prompt, words } = command;
  const told = !concluded.includes(outcome) && failure?.errorClass !== unknownFailure;
  remember(memory.closed, { id, promptIds, outcome, told, instruction, at: work.at, prompt, words }, 4);
  work.agent.errorClass = failure?.errorClass ?? null;
  work.agent.resetsAt = failure?.resetsAt?.getTime() ?? null;
  work.facts.push({
    kind: "command_completed",
    id,
    from: command.state,
    outcome,
    errorClass: failure?.errorClass ?? null,
    errorText: failure?.text ?? null,
    resetsAt: failure?.resetsAt ?? null,
    summary: summary === undefined || summary === "" ? null : inOneLine(summary),
    rule,
  });
  moved(work, rule);
}

/** Says `word` about the agent: opens or moves its command by the table. Answers the open command's id, if any. */
export function say(work: Work, word: Exclude<Word, "user.command" | "agent.completion">, rule: string) {
  const { memory } = work.agent;
  const to = moves[memory.open?.state ?? "none"][word];
  if (to === null || to === undefined) return memory.open?.id ?? null;
  // It goes on: whatever held it up is over.
  work.agent.errorClass = null;
  work.agent.resetsAt = null;
  if (memory.open === null)
    return openCommand(work, { state: to, promptId: work.signal.promptId, text: null, rule }).id;
  moveCommand(work, memory.open, to, rule);
  return memory.open.id;
}

function moveCommand(work: Work, command: OpenCommand, to: OpenCommand["state"], rule: string): void {
  const from: CommandState = command.state;
  if (from !== to) {
    command.state = to;
    work.facts.push({ kind: "command_moved", id: command.id, from, to, rule });
    moved(work, rule);
  } else if (to === "awaiting_input") {
    moved(work, rule);
  }
}

/** Closes the open question, if there is one. */
export function closeQuestion(
  work: Work,
  state: QuestionState,
  answers: Readonly<Record<string, string>> = {},
): void {
  const { question, calls } = work.agent.memory;
  if (question === null) return;
  work.agent.memory.question = null;
  const call =
    question.callKey === null ? undefined : calls.findLast((one) => one.callKey === question.callKey);
  // The text is the agent's, and may be the name of what every object has.
  const given = new Map(Object.entries(answers));
  const parts = question.parts.map((part) => ({ ...part, answer: given.get(part.text) ?? part.answer }));
  // What is on its way by keys may act before it is told to have arrived.
  const isAnswered = state === "answered_elsewhere" && (question.answerId ?? null) !== null;
  work.facts.push({
    kind: "question_closed",
    id: question.id,
    state: isAnswered ? "answered" : state,
    parts,
    callTurnId: call?.turnId ?? null,
  });
}

interface Asking {
  rule: string;
  confidence?: number;
  /** The turn that holds the question, where its words were recorded before. */
  turnId?: string;
}

/** Asks: the command awaits input, whatever was asked before it has been answered elsewhere. */
export function ask(work: Work, question: AskedQuestion, { rule, confidence, turnId: known }: Asking): void {
  closeQuestion(work, "answered_elsewhere");
  const commandId = say(work, "agent.question", rule);
  if (commandId === null) return;
  const { text } = question;
  const turnId =
    known ??
    recordTurn(work, { commandId, actor: "agent", intent: "question", rule, confidence, text, key: null });
  const id = work.means.newId();
  const { memory } = work.agent;
  const key = question.tool === null ? null : callKey(work, question.tool, question.input);
  if (key !== null) memory.asked = { callKey: key, turnId, by: sourceOf(work) };
  memory.question = {
    id,
    turnId,
    kind: question.kind,
    callKey: key,
    fingerprint: work.marks.fingerprint,
    at: work.at,
    parts: question.parts,
    ...(tellsDialogs(work.signal.source) ? { over: work.signal.source } : {}),
  };
  work.facts.push({ kind: "question_asked", question: { ...question, id, commandId, turnId, at: work.at } });
}

const tellsDialogs = (source: Work["signal"]["source"]): source is "hook" | "protocol" =>
  source === "hook" || source === "protocol";

export interface Utterance {
  commandId: string | null;
  actor: NewTurn["actor"];
  intent: Intent;
  rule: string;
  /** How sure the intent is; by itself certain, for the CLI said it. */
  confidence?: number | undefined;
  text: string;
  internal?: boolean;
  tool?: ToolUse;
  key?: string | null;
}

/** Of the two sources that tell of the same things, the one that a signal is from. */
export const sourceOf = ({ signal }: Work): "hook" | "transcript" =>
  signal.source === "transcript" ? "transcript" : "hook";

/** When a turn was: a transcript tells the very time, whatever was heard since. */
const turnAt = ({ signal, at }: Work): number => (signal.source === "transcript" ? signal.at.getTime() : at);

/** A transcript's own word for the thing it tells of. */
const keyOf = ({ signal }: Work) => (signal.source === "transcript" ? signal.ownIdentity : null);

/** Records a turn and answers its id. */
export function recordTurn(work: Work, { confidence = 1, ...utterance }: Utterance): string {
  const id = work.means.newId();
  work.facts.push({
    kind: "turn_recorded",
    turn: { internal: false, tool: null, key: keyOf(work), ...utterance, confidence, id, at: turnAt(work) },
  });
  return id;
}
