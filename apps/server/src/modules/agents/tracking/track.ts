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

/** A signal with all it takes to apply it. */
export interface Hearing {
  lanes: Lanes;
  signal: Signal;
  marks: Marks;
  means: Means;
}

/** What an agent became. */
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

const sessionKey = ({ backend, sessionId }: Signal) => agentKey(backend, sessionId);
const childKey = ({ backend, sessionId, child }: Signal) => agentKey(backend, sessionId, child?.id ?? null);

/** Applies one signal to its lane, and to the lanes of parent and children it concerns. */
export function track(hearing: Hearing): Outcome {
  const { lanes, signal } = hearing;
  const known = lanes.get(sessionKey(signal));
  const session = known === undefined ? startAgent(hearing) : { agent: known, facts: [] };
  if (signal.child === null) return trackSession(hearing, session);
  if (!isHelper(hearing)) return trackChild(hearing, session);
  const unmoved: Signal = { ...signal, child: null, observation: { kind: "other" } };
  return trackSession({ ...hearing, signal: unmoved }, session);
}

/** The CLI's own helpers stop without ever having started, and have no type. */
function isHelper({ lanes, signal }: Hearing): boolean {
  const { child, observation } = signal;
  return (
    observation.kind === "child_stopped" && child?.type === null && lanes.get(childKey(signal)) === undefined
  );
}

function trackSession(hearing: Hearing, session: Step): Outcome {
  const { lanes, signal, marks, means } = hearing;
  const children = session.agent.memory.children;
  const { agent, identity, facts } = decide(session.agent, signal, marks, means);
  lanes.set(sessionKey(signal), agent);
  const steps = [{ agent, facts: [...session.facts, ...facts] }];
  if (agent.endedAt !== null) steps.push(...endChildren(hearing, children));
  if (identity !== null) steps.push(...describeChild(hearing));
  return { identity, agent, steps };
}

/** The call that launched a child tells what for, and may be heard after the child itself. */
function describeChild({ lanes, signal: { backend, sessionId, observation } }: Hearing): Step[] {
  if (observation.kind !== "tool_finished" || observation.launched === null) return [];
  const key = agentKey(backend, sessionId, observation.launched.childId);
  const child = lanes.get(key);
  if (child === undefined || child.title !== null) return [];
  const agent = { ...child, title: observation.launched.description };
  lanes.set(key, agent);
  return [{ agent, facts: [{ kind: "agent_updated" }] }];
}

function endChildren({ lanes, signal, means }: Hearing, children: readonly string[]): Step[] {
  return children.flatMap((childId) => {
    const key = agentKey(signal.backend, signal.sessionId, childId);
    const child = lanes.get(key);
    if (child === undefined || child.endedAt !== null) return [];
    const step = decideParentEnded(child, signal, means);
    lanes.set(key, step.agent);
    return [step];
  });
}

function trackChild(hearing: Hearing, session: Step): Outcome {
  const { lanes, signal, marks, means } = hearing;
  const parent = structuredClone(session.agent);
  const known = lanes.get(childKey(signal));
  const child = known === undefined ? startAgent(hearing, parent) : { agent: known, facts: [] };
  const { agent, identity, facts } = decide(child.agent, signal, marks, means);
  rememberChild(parent, agent.sessionId, agent.endedAt === null);
  lanes.set(sessionKey(signal), parent);
  lanes.set(childKey(signal), agent);
  const steps = [
    { agent: parent, facts: session.facts },
    { agent, facts: [...child.facts, ...facts] },
  ];
  return { identity, agent, steps };
}

/** An agent heard of for the first time; with `parent`, its child. */
function startAgent({ lanes, signal, means }: Hearing, parent?: Tracked): Step {
  const at = signal.at.getTime();
  const child = parent === undefined ? null : signal.child;
  const launched = parent?.memory.launched.find(({ childId }) => childId === child?.id);
  const { hostId, projectId, branch } = means.place;
  const agent: Tracked = {
    id: means.newId(),
    hostId,
    projectId: parent?.projectId ?? projectId,
    parentId: parent?.id ?? null,
    previousAgentId: parent === undefined ? previousOf(lanes, signal) : null,
    backend: signal.backend,
    sessionId: child?.id ?? signal.sessionId,
    agentType: child?.type ?? null,
    state: "idle",
    stateSince: at,
    evidence: { rule: "first heard of", signal: signal.event, at },
    title: launched?.description ?? null,
    cwd: signal.cwd,
    branch,
    model: signal.model,
    transcriptPath: signal.transcriptPath,
    startedAt: at,
    lastSeenAt: at,
    endedAt: null,
    endReason: null,
    errorClass: null,
    memory: emptyMemory(),
  };
  return { agent, facts: [{ kind: "agent_started" }] };
}

function previousOf(lanes: Lanes, signal: Signal): string | null {
  const { observation } = signal;
  const cleared = observation.kind === "session_started" && observation.source === "clear";
  return cleared ? (lanes.clearedBefore(signal)?.id ?? null) : null;
}
