import type { AgentState, Outcome, QuestionKind, QuestionPart } from "@signalbox/contract/agents";
import type { Backend } from "@signalbox/contract/common";

/** Epoch milliseconds: the tracker's memory is stored as JSON. */
export type Moment = number;

export interface OpenCommand {
  id: string;
  state: "commanded" | "processing" | "awaiting_input";
  /** The CLI's prompt ids it goes under, newest last; a machine-made prompt or an answer adds one. */
  promptIds: string[];
  /** One of them that was heard before its prompt was. */
  adopted: string | null;
  instruction: string | null;
  startedAt: Moment;
  /** The process it was given to. */
  pid: number | null;
  prompt: Prompt | null;
  /** The agent's newest words, newest last: its stops repeat them. */
  words: Words[];
}

/** The turn that a command was given in. */
export interface Prompt {
  turnId: string;
  /** Where it was seen so far. */
  by: Sightings;
}

/** Words of the agent; who compares them needs their end alone. */
export interface Words {
  turnId: string;
  end: string;
  by: Sightings;
}

/** By which of the two sources that tell of it a thing was seen. */
export type Sightings = "hook" | "transcript" | "both";

export interface ClosedCommand {
  id: string;
  promptIds: string[];
  outcome: Outcome;
  /** Whether somebody told how it ended; else that was concluded, and the transcript may know better. */
  told: boolean;
  /** Null while only its effects are known. */
  instruction: string | null;
  at: Moment;
  prompt: Prompt | null;
  words: Words[];
  /** Its agent began again since, perhaps under the same prompt. */
  resumed?: true;
}

export interface QueuedPrompt {
  turnId: string;
  title: string;
  by: Sightings;
}

export interface OpenQuestion {
  id: string;
  turnId: string;
  kind: QuestionKind;
  /** Which tool call it is about, see `callKey`; null for words and for dialogs no hook tells of. */
  callKey: string | null;
  /** The payload that asked it: the same again is no second question. */
  fingerprint: string;
  at: Moment;
  parts: QuestionPart[];
  /** It was told over the CLI's protocol, or by a hook, or both; absent where it was told otherwise. */
  over?: "protocol" | "hook" | "both";
  /** Changes with every move of the question, so that whoever answers tells which one they saw. */
  version?: number;
  /** The answer that is on its way to the agent. */
  answerId?: string | null;
}

export interface ToolCall {
  useId: string | null;
  callKey: string;
  turnId: string;
  /** A hook without ids and a transcript with them tell of the same call by what it does. */
  by: Sightings;
}

export interface FinishedCall {
  callKey: string;
  useId: string | null;
  turnId: string | null;
  by: Sightings;
  failed: boolean;
  at: Moment;
}

/** An answer of the model that was counted. */
export interface Answer {
  id: string;
  tokens: number;
  at: Moment;
}

export interface TrackedProcess {
  id: string;
  pid: number | null;
  pane: string | null;
  ended: boolean;
}

/** What the tracker knows of an agent, and all it needs to decide on the next signal. */
export interface Tracked {
  id: string;
  /** How often it was written; what is decided on it is the next. */
  revision: number;
  hostId: string;
  projectId: string | null;
  parentId: string | null;
  previousAgentId: string | null;
  /** The session that it began as a copy of. */
  forkedFrom: string | null;
  backend: Backend;
  sessionId: string;
  agentType: string | null;
  state: AgentState;
  stateSince: Moment;
  evidence: { rule: string; signal: string; at: Moment };
  title: string | null;
  cwd: string | null;
  branch: string | null;
  model: string | null;
  transcriptPath: string | null;
  startedAt: Moment;
  lastSeenAt: Moment;
  endedAt: Moment | null;
  endReason: string | null;
  errorClass: string | null;
  /** When the limit resets that its last command failed at. */
  resetsAt: Moment | null;
  /** What is in its context after its newest answer, and how much fits; null while nothing told it. */
  contextTokens: number | null;
  contextLimit: number | null;
  /** What the CLI itself says that the session cost so far, child agents included, in millionths of a dollar. */
  reportedCost: { micros: number; at: Moment } | null;
  memory: Memory;
}

/** The part of a tracked agent that nobody but `decide` reads. */
export interface Memory {
  hadCommand: boolean;
  open: OpenCommand | null;
  /** The last few, newest last. */
  closed: ClosedCommand[];
  queue: QueuedPrompt[];
  /** What left the queue lately, while only one source had told of it. */
  unqueued: QueuedPrompt[];
  question: OpenQuestion | null;
  /** The call that was asked about last, with the turn of its question. */
  asked: { callKey: string; turnId: string; by: Sightings } | null;
  /** Calls that have started and not finished. */
  calls: ToolCall[];
  /** Calls that have just finished. */
  finishedCalls: FinishedCall[];
  processes: TrackedProcess[];
  /** Children that have not ended, by their own session id. */
  children: string[];
  /** What children that were not heard of yet were launched for. */
  launched: { childId: string; description: string | null }[];
  /** Prompts that machines made, with their turns. */
  machinePrompts: { promptId: string; turnId: string }[];
  /** Payloads heard lately, for telling a double from a repetition. */
  heard: { fingerprint: string; at: Moment }[];
  /** How many signals were told apart by their payload alone. */
  ordinal: number;
  /** The CLI's own identities heard lately; not stored, for the database refuses those it has. */
  seen: string[];
  /** When a process of the session wrote its last lines; null once it goes on. */
  leftAt: Moment | null;
  /** It ended with a parent whose own end was only concluded. */
  endConcluded?: true;
  /** The answers counted last. */
  answers: Answer[];
}

export const emptyMemory = (): Memory => ({
  hadCommand: false,
  open: null,
  closed: [],
  queue: [],
  unqueued: [],
  question: null,
  asked: null,
  calls: [],
  finishedCalls: [],
  processes: [],
  children: [],
  launched: [],
  machinePrompts: [],
  heard: [],
  ordinal: 0,
  seen: [],
  leftAt: null,
  answers: [],
});

/**
 * An agent to decide on: what decisions change in place is copied, the rest is shared. By hand, for it is done with
 * every signal and `structuredClone` takes as long as everything else that is decided.
 */
export const copyOf = (agent: Tracked): Tracked => ({
  ...agent,
  evidence: { ...agent.evidence },
  memory: copyOfMemory(agent.memory),
});

const copyOfMemory = (memory: Memory): Memory => ({
  ...memory,
  open: memory.open && { ...memory.open, promptIds: [...memory.open.promptIds] },
  closed: memory.closed.map((command) => ({ ...command })),
  queue: [...memory.queue],
  unqueued: [...memory.unqueued],
  calls: [...memory.calls],
  finishedCalls: [...memory.finishedCalls],
  processes: memory.processes.map((process) => ({ ...process })),
  children: [...memory.children],
  launched: [...memory.launched],
  machinePrompts: [...memory.machinePrompts],
  heard: [...memory.heard],
  seen: [...memory.seen],
  answers: [...memory.answers],
});

/** Keeps the newest `limit` items of a list, in place. */
export function remember<T>(list: T[], item: T, limit: number): void {
  list.push(item);
  if (list.length > limit) list.splice(0, list.length - limit);
}
