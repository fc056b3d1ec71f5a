import type { AgentState, QuestionKind, QuestionPart } from "@signalbox/contract/agents";
import type { Backend } from "@signalbox/contract/common";

/** Epoch milliseconds: the tracker's memory is stored as JSON. */
export type Moment = number;

export interface OpenCommand {
  id: string;
  state: "commanded" | "processing" | "awaiting_input";
  /** The CLI's prompt ids it goes under, newest last; a machine-made prompt or an answer adds one. */
  promptIds: string[];
  instruction: string | null;
  startedAt: Moment;
  /** The process it was given to. */
  pid: number | null;
}

export interface ClosedCommand {
  id: string;
  promptIds: string[];
  instructed: boolean;
  at: Moment;
}

export interface QueuedPrompt {
  turnId: string;
  title: string;
}

export interface OpenQuestion {
  id: string;
  kind: QuestionKind;
  /** Which tool call it is about, see `callKey`; null for words and for dialogs no hook tells of. */
  callKey: string | null;
  /** The payload that asked it: the same again is no second question. */
  fingerprint: string;
  parts: QuestionPart[];
}

export interface ToolCall {
  useId: string | null;
  callKey: string;
  turnId: string;
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
  memory: Memory;
}

/** The part of a tracked agent that nobody but `decide` reads. */
export interface Memory {
  hadCommand: boolean;
  open: OpenCommand | null;
  /** The last few, newest last. */
  closed: ClosedCommand[];
  queue: QueuedPrompt[];
  question: OpenQuestion | null;
  /** Calls that have started and not finished. */
  calls: ToolCall[];
  /** Calls that have just finished. */
  finishedCalls: { callKey: string; at: Moment }[];
  processes: TrackedProcess[];
  /** Children that have not ended, by their own session id. */
  children: string[];
  /** What children that were not heard of yet were launched for. */
  launched: { childId: string; description: string | null }[];
  /** Prompt ids that machines used while no command was open. */
  machinePrompts: string[];
  /** Payloads heard lately, for telling a double from a repetition. */
  heard: { fingerprint: string; at: Moment }[];
  /** How many signals were told apart by their payload alone. */
  ordinal: number;
  /** The CLI's own identities heard lately; not stored, for the database refuses those it has. */
  seen: string[];
}

export const emptyMemory = (): Memory => ({
  hadCommand: false,
  open: null,
  closed: [],
  queue: [],
  question: null,
  calls: [],
  finishedCalls: [],
  processes: [],
  children: [],
  launched: [],
  machinePrompts: [],
  heard: [],
  ordinal: 0,
  seen: [],
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
  calls: [...memory.calls],
  finishedCalls: [...memory.finishedCalls],
  processes: memory.processes.map((process) => ({ ...process })),
  children: [...memory.children],
  launched: [...memory.launched],
  machinePrompts: [...memory.machinePrompts],
  heard: [...memory.heard],
  seen: [...memory.seen],
});

/** Keeps the newest `limit` items of a list, in place. */
export function remember<T>(list: T[], item: T, limit: number): void {
  list.push(item);
  if (list.length > limit) list.splice(0, list.length - limit);
}
