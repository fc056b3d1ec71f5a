import type { Observation, Signal } from "../../backends/index.ts";
import { correctEnd } from "./amend.ts";
import type { Fact } from "./facts.ts";
import { identify } from "./identity.ts";
import { observeLine } from "./lines.ts";
import { agentState } from "./moves.ts";
import { observe } from "./observe.ts";
import { endAgent, resumeAgent, seeProcess } from "./presence.ts";
import { keepLatePrompt, keepUnheard, takeQueuedPrompt } from "./prompts.ts";
import { noteReportedCost, noteSpent } from "./spending.ts";
import { type ClosedCommand, copyOf, type Tracked } from "./tracked.ts";
import { sameWords } from "./words.ts";
import { type Marks, type Means, say, type Work } from "./work.ts";

/** What may begin something anew comes late only this soon after a close; see `progressKinds` for what never does. */
const lateWithinMs = 1_000;
/** A call that nobody told of before shows this long after a close that the agent went on; see `wentOnUnread`. */
const wentOnAfterMs = 2_000;

export interface Decision {
  agent: Tracked;
  facts: Fact[];
  /** When it happened: never before what the agent went through already, though clocks may step back. */
  at: number;
  /** Unique for the agent; null for a double, which changes nothing. */
  identity: string | null;
}

/**
 * The tracker: what an agent becomes by a signal, and the facts this makes true. Pure: the same agent, signal,
 * marks and means give the same decision; `agent` is not touched.
 */
export function decide(agent: Tracked, signal: Signal, marks: Marks, means: Means): Decision {
  const next = copyOf(agent);
  const identity = identify(next, { signal, marks, means });
  const at = Math.max(signal.at.getTime(), agent.lastSeenAt);
  if (identity === null) return { agent, facts: [], identity, at };
  const work: Work = {
    agent: next,
    signal,
    at,
    marks,
    means,
    facts: [],
    movedBy: null,
  };
  const before = details(next);
  apply(work);
  noteSpent(work);
  noteReportedCost(work);
  settle(work, before);
  return { agent: next, facts: work.facts, identity, at };
}

const noMarks: Marks = { signalId: null, fingerprint: "" };

/** What becomes of an agent when the one that started it ends. */
export function decideParentEnded(agent: Tracked, signal: Signal, means: Means): Omit<Decision, "identity"> {
  const next = copyOf(agent);
  const at = Math.max(signal.at.getTime(), agent.lastSeenAt);
  const work: Work = { agent: next, signal, at, marks: noMarks, means, facts: [], movedBy: null };
  endAgent(work, "parent_ended");
  if (signal.observation.kind === "process_gone") next.memory.endConcluded = true;
  settle(work, details(next));
  return { agent: next, facts: work.facts, at };
}

/** Whether what a child agent does shows that its session was ended wrongly. */
export function isSignOfLife(session: Tracked, { source, observation, at }: Signal): boolean {
  if (session.endedAt === null || !wasConcluded(session) || source === "transcript") return false;
  return signsOfLife.includes(observation.kind) && at.getTime() - session.endedAt >= lateWithinMs;
}

/** What becomes of a session that was ended wrongly when an agent that it started shows that it lives. */
export function decideChildLives(agent: Tracked, signal: Signal, means: Means): Omit<Decision, "identity"> {
  const at = Math.max(signal.at.getTime(), agent.lastSeenAt);
  const next = copyOf(agent);
  const work: Work = { agent: next, signal, at, marks: noMarks, means, facts: [], movedBy: null };
  const before = details(next);
  undoEnd(work);
  // The command that was lost with it can't be opened again; what is left of it is one of its own.
  if (next.memory.closed.at(-1)?.told === false)
    say(work, "agent.progress", "an agent that it started works");
  settle(work, before);
  return { agent: next, facts: work.facts, at };
}

function apply(work: Work): void {
  const { agent, signal } = work;
  see(work);
  if (signal.observation.kind === "other") return;
  if (signal.source === "transcript") {
    if (agent.endedAt !== null && wentOn(work)) resumeAgent(work);
    observeLine(work);
    return;
  }
  if (agent.endedAt !== null && !cameBack(work)) {
    if (signal.observation.kind === "prompted") keepUnheard(work, signal.observation);
    else correctEnd(work);
    return;
  }
  const closed = lateFor(work);
  if (closed !== null) {
    if (signal.observation.kind === "prompted") keepLatePrompt(work, closed, signal.observation);
    return;
  }
  takeQueuedPrompt(work);
  observe(work);
}

/** Notes what every signal tells, whatever it is about. */
function see({ agent, signal, at, means }: Work): void {
  agent.lastSeenAt = Math.max(agent.lastSeenAt, at);
  agent.model = signal.model ?? agent.model;
  agent.cwd = signal.cwd ?? agent.cwd;
  agent.projectId ??= means.place.projectId;
  agent.branch = means.place.branch ?? agent.branch;
  agent.transcriptPath = signal.transcriptPath ?? agent.transcriptPath;
  agent.agentType = signal.child?.type ?? agent.agentType;
}

/** What only a living session does; the rest may be the last words of an ended one. */
const signsOfLife: readonly Observation["kind"][] = [
  "session_started",
  "prompted",
  "tool_started",
  "asked",
  "child_started",
];

/** Whether a signal of an ended agent shows that it lives again; resumes it if so. */
function cameBack(work: Work): boolean {
  const { agent, signal, at } = work;
  const kind = signal.observation.kind;
  if (!signsOfLife.includes(kind)) return false;
  const resumed = signal.observation.kind === "session_started" && signal.observation.source === "resume";
  const late = at - (agent.endedAt ?? at) < lateWithinMs || isOfTheEnded(work);
  if (late && !resumed && kind !== "child_started") return false;
  const beganAnew = kind === "prompted" || resumed;
  if (kind === "child_started" || (wasConcluded(agent) && !beganAnew)) undoEnd(work);
  else resumeAgent(work);
  return true;
}

/** It goes on, perhaps under the prompt that it ended with. */
function undoEnd(work: Work): void {
  const { memory } = work.agent;
  resumeAgent(work);
  memory.closed = memory.closed.map((command) => (command.told ? command : asResumed(command)));
}

const asResumed = (command: ClosedCommand): ClosedCommand => ({ ...command, resumed: true });

/** Ends that were concluded: a sign of life under the same prompt shows that they were so wrongly. */
const concludedEnds: readonly (string | null)[] = [
  ...["process_gone", "pane_gone", "pane_left", "silent", "before_signalbox"],
];

const wasConcluded = ({ endReason, memory }: Tracked): boolean =>
  concludedEnds.includes(endReason) || memory.endConcluded === true;

/** Whether a call belongs to what the agent had done when it said its end. */
const isOfTheEnded = (work: Work): boolean =>
  progressKinds.includes(work.signal.observation.kind) &&
  !wasConcluded(work.agent) &&
  ownerOf(work) !== undefined;

/** Whether a line was written after the session had ended: a prompt begins it anew, a call that it had not ended. */
function wentOn({ agent, signal }: Work): boolean {
  const { kind } = signal.observation;
  const shows = kind === "prompted" || (signsOfLife.includes(kind) && wasConcluded(agent));
  return shows && signal.at.getTime() - (agent.endedAt ?? 0) > lateWithinMs;
}

/** The closed command a signal still belongs to, where it came too late to move anything; else null. */
function lateFor(work: Work): ClosedCommand | null {
  const { agent, signal, at } = work;
  const { open, closed } = agent.memory;
  const { promptId, observation } = signal;
  if (promptId === null) return lateUnnamed(work, closed.at(-1));
  if (open?.promptIds.includes(promptId)) return null;
  if (observation.kind === "session_started" || observation.kind === "session_ended") return null;
  const owner = ownerOf(work);
  if (owner === undefined) return null;
  const goesNoFurther =
    progressKinds.includes(observation.kind) && owner.resumed !== true && !wentOnUnread(work, owner);
  const isRest = goesNoFurther || (signal.endsOnce === true && owner.told);
  return isRest || at - owner.at < lateWithinMs ? owner : lateStop(work, owner);
}

/**
 * What only goes on with a command: under the prompt of one that is closed it came late, however late. Where the agent
 * really went on, as a hook of the person's may make it, its transcript tells (see `observeLine`), or else a new call.
 */
const progressKinds: readonly Observation["kind"][] = ["tool_started", "tool_finished", "worked", "retrying"];
/** Of a CLI whose hooks name no prompts. */
const goesOn: readonly Observation["kind"][] = ["tool_started", "tool_finished", "asked", "worked"];

/**
 * Whether a call shows that the agent went on under the prompt of a closed command, for want of a better witness: the
 * transcript told nothing of that command, so nobody can read it.
 */
function wentOnUnread(work: Work, owner: ClosedCommand): boolean {
  const { agent, signal } = work;
  const { observation } = signal;
  if (observation.kind !== "tool_started" || agent.memory.open !== null) return false;
  const isNew = observation.useId !== null && !isToldCall(agent, observation.useId);
  const isUnread = [owner.prompt, ...owner.words].every((seen) => seen === null || seen.by === "hook");
  return isNew && isUnread && signal.at.getTime() - owner.at >= wentOnAfterMs;
}

const isToldCall = ({ memory: { calls, finishedCalls } }: Tracked, useId: string): boolean =>
  [...calls, ...finishedCalls].some((call) => call.useId === useId);

/** The closed command that a signal belongs to, by its prompt or else by its call. */
function ownerOf({ agent, signal: { promptId, observation } }: Work): ClosedCommand | undefined {
  const { closed } = agent.memory;
  if (promptId !== null) return closed.findLast((command) => command.promptIds.includes(promptId));
  const useId = "useId" in observation ? observation.useId : null;
  return useId !== null && isToldCall(agent, useId) ? closed.at(-1) : undefined;
}

/** Of a CLI whose hooks name no prompts, what comes right after a command is the rest of it. */
function lateUnnamed(work: Work, last: ClosedCommand | undefined): ClosedCommand | null {
  const { agent, signal, at } = work;
  const { kind } = signal.observation;
  const isRest = agent.memory.open === null && goesOn.includes(kind);
  // Whatever failed has ended already.
  if (agent.memory.open === null && kind === "stop_failed") return last ?? null;
  if (isRest && last !== undefined && (at - last.at < lateWithinMs || ownerOf(work) === last)) return last;
  return agent.memory.open === null ? lateStop(work, last) : null;
}

/** The closed command whose end a stop, or a failure, only repeats, since the transcript had told it. */
function lateStop({ signal }: Work, owner: ClosedCommand | undefined): ClosedCommand | null {
  const { observation } = signal;
  if (owner === undefined || (observation.kind !== "stopped" && observation.kind !== "stop_failed"))
    return null;
  return sameWords(owner, observation.text, ["transcript", "both"]).length > 0 ? owner : null;
}

const details = ({ title, cwd, model, branch, agentType, errorClass, resetsAt, ...rest }: Tracked) =>
  JSON.stringify([
    ...[title, cwd, model, branch, agentType, errorClass, resetsAt, rest.projectId],
    ...[rest.reportedCost?.micros, rest.memory.queue.length, rest.forkedFrom],
  ]);

/** Brings the agent's own state in line with its command, with the evidence for it. */
function settle(work: Work, before: string): void {
  const { agent, signal, at, movedBy } = work;
  if (movedBy !== null) {
    agent.state = agentState(agent.memory.open, agent.memory.hadCommand);
    agent.stateSince = at;
    agent.evidence = { rule: movedBy, signal: signal.event, at };
  }
  if (work.facts.length === 0 && details(agent) !== before) work.facts.push({ kind: "agent_updated" });
  seeProcess(work);
}

/** Children that a parent remembers: they keep its command open, and end with it. */
export function rememberChild(parent: Tracked, childId: string, living: boolean): void {
  const { children } = parent.memory;
  const at = children.indexOf(childId);
  if (living && at < 0) children.push(childId);
  if (!living && at >= 0) children.splice(at, 1);
}
