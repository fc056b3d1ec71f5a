import type { Signal } from "../../backends/index.ts";
import { decide, decideParentEnded, rememberChild } from "./decide.ts";
import type { Fact } from "./facts.ts";
import type { Marks } from "./identity.ts";
import { emptyMemory, type Tracked } from "./tracked.ts";
import type { Means } from "./work.ts";

/** Agents by their key (see `agentKey`); a batch works on a draft of it. */
export interface Lanes {
  get(key: string): Tracked | undefined;
  set(key: string, agent: Tracked): void;
  /** The session that a `/clear` went on from, if it can be told. */
  clearedBefore(signal: Signal): Tracked | undefined;
}

/** Where a new agent works. */
export interface Place {
  hostId: string;
  projectId: string | null;
  branch: string | null;
}

export interface Step {
  agent: Tracked;
  facts: Fact[];
}

export interface Outcome {
  /** Null for a double: nothing is stored. */
  identity: string | null;
  /** Whose signal it is. */
  agent: Tracked;
  steps: Step[];
}

/** The key of a session's lane, or of a child's. Ids may hold anything but NUL. */
export const agentKey = (backend: string, sessionId: string, childId: string | null = null): string =>
  [backend, sessionId, ...(childId === null ? [] : [childId])].join("\0");

const keyOf = (signal: Signal) => agentKey(signal.backend, signal.sessionId, signal.child?.id ?? null);

/** Applies one signal to its lane, and to the lanes of parent and children it concerns. */
export function track(
  lanes: Lanes,
  signal: Signal,
  marks: Marks,
  context: Means & { place: Place },
): Outcome {
  const session = laneOf(lanes, signal, context);
  if (signal.child === null) return trackSession(lanes, session, signal, marks, context);
  if (isHelper(lanes, signal)) {
    const unmoved: Signal = { ...signal, child: null, observation: { kind: "other" } };
    return trackSession(lanes, session, unmoved, marks, context);
  }
  return trackChild(lanes, session, signal, marks, context);
}

/** The CLI's own helpers stop without ever having started, and have no type. */
function isHelper(lanes: Lanes, signal: Signal): boolean {
  const { child, observation } = signal;
  return (
    observation.kind === "child_stopped" && child?.type === null && lanes.get(keyOf(signal)) === undefined
  );
}

function trackSession(lanes: Lanes, session: Step, signal: Signal, marks: Marks, means: Means): Outcome {
  const children = [...session.agent.memory.children];
  const decision = decide(session.agent, signal, marks, means);
  const { agent, identity } = decision;
  lanes.set(agentKey(signal.backend, signal.sessionId), agent);
  const steps: Step[] = [{ agent, facts: [...session.facts, ...decision.facts] }];
  if (agent.endedAt !== null) steps.push(...endChildren(lanes, children, signal, means));
  if (identity !== null) steps.push(...describeChild(lanes, signal));
  return { identity, agent, steps };
}

/** The call that launched a child tells what for, and may be heard after the child itself. */
function describeChild(lanes: Lanes, { backend, sessionId, observation }: Signal): Step[] {
  if (observation.kind !== "tool_finished" || observation.launched === null) return [];
  const key = agentKey(backend, sessionId, observation.launched.childId);
  const child = lanes.get(key);
  if (child === undefined || child.title !== null) return [];
  const agent = { ...child, title: observation.launched.description };
  lanes.set(key, agent);
  return [{ agent, facts: [{ kind: "agent_updated" }] }];
}

function endChildren(lanes: Lanes, children: readonly string[], signal: Signal, means: Means): Step[] {
  const steps: Step[] = [];
  for (const childId of children) {
    const key = agentKey(signal.backend, signal.sessionId, childId);
    const child = lanes.get(key);
    if (child === undefined || child.endedAt !== null) continue;
    const step = decideParentEnded(child, signal, means);
    lanes.set(key, step.agent);
    steps.push(step);
  }
  return steps;
}

function trackChild(
  lanes: Lanes,
  session: Step,
  signal: Signal,
  marks: Marks,
  context: Means & { place: Place },
): Outcome {
  const parent = structuredClone(session.agent);
  const child = laneOf(lanes, signal, context, parent);
  const decision = decide(child.agent, signal, marks, context);
  const { agent, identity } = decision;
  rememberChild(parent, agent.sessionId, agent.endedAt === null);
  lanes.set(agentKey(signal.backend, signal.sessionId), parent);
  lanes.set(keyOf(signal), agent);
  const steps = [
    { agent: parent, facts: session.facts },
    { agent, facts: [...child.facts, ...decision.facts] },
  ];
  return { identity, agent, steps };
}

/** The agent of a lane, made anew where nothing was heard of it yet. With `parent`, the child's. */
function laneOf(lanes: Lanes, signal: Signal, context: Means & { place: Place }, parent?: Tracked): Step {
  const childId = parent === undefined ? null : (signal.child?.id ?? null);
  const known = lanes.get(agentKey(signal.backend, signal.sessionId, childId));
  if (known !== undefined) return { agent: known, facts: [] };
  return { agent: newAgent(lanes, signal, context, parent), facts: [{ kind: "agent_started" }] };
}

function newAgent(
  lanes: Lanes,
  signal: Signal,
  { newId, place }: Means & { place: Place },
  parent?: Tracked,
): Tracked {
  const at = signal.at.getTime();
  const { observation } = signal;
  const cleared = observation.kind === "session_started" && observation.source === "clear";
  const launched = parent?.memory.launched.find(({ childId }) => childId === signal.child?.id);
  return {
    id: newId(),
    hostId: place.hostId,
    projectId: parent?.projectId ?? place.projectId,
    parentId: parent?.id ?? null,
    previousAgentId: cleared && parent === undefined ? (lanes.clearedBefore(signal)?.id ?? null) : null,
    backend: signal.backend,
    sessionId: parent === undefined ? signal.sessionId : (signal.child?.id ?? signal.sessionId),
    agentType: parent === undefined ? null : (signal.child?.type ?? null),
    state: "idle",
    stateSince: at,
    evidence: { rule: "first heard of", signal: signal.event, at },
    title: launched?.description ?? null,
    cwd: signal.cwd,
    branch: place.branch,
    model: signal.model,
    transcriptPath: signal.transcriptPath,
    startedAt: at,
    lastSeenAt: at,
    endedAt: null,
    endReason: null,
    errorClass: null,
    memory: emptyMemory(),
  };
}
