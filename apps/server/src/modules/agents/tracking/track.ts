import type { Signal } from "../../backends/index.ts";
import { decide, decideChildLives, decideParentEnded, isSignOfLife, rememberChild } from "./decide.ts";
import type { Fact } from "./facts.ts";
import { copyOf, emptyMemory, type Tracked } from "./tracked.ts";
import type { Marks, Means } from "./work.ts";

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

/** What an agent became, and when. */
export interface Step {
  agent: Tracked;
  facts: Fact[];
  at: number;
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

/** What a session says last of all. */
const farewells: readonly Signal["observation"]["kind"][] = ["session_ended", "process_gone", "left"];

/**
 * Applies one signal to its lane, and to the lanes of parent and children it concerns; null where there is nothing to
 * tell of: that a session ended which nobody knew makes no agent.
 */
export function track(hearing: Hearing): Outcome | null {
  const { lanes, signal } = hearing;
  const known = lanes.get(sessionKey(signal));
  if (known === undefined && farewells.includes(signal.observation.kind)) return null;
  const session = known === undefined ? startAgent(hearing) : linked(hearing, known);
  const started: Fact[] = known === undefined ? [{ kind: "agent_started" }] : [];
  if (signal.child === null) return trackSession(withoutEcho(hearing, session), session, started);
  const lives = session.endedAt === null || isSignOfLife(session, signal);
  if (lives && !isHelper(hearing)) return trackChild(hearing, session, started);
  const unmoved: Signal = { ...signal, observation: { kind: "other" } };
  if (lanes.get(childKey(signal)) !== undefined) {
    return trackChild({ ...hearing, signal: unmoved }, session, started);
  }
  const spent: Signal["spent"] = signal.spent && { ...signal.spent, ofChild: true };
  return trackSession({ ...hearing, signal: { ...unmoved, child: null, spent } }, session, started);
}

/** A session's notice of a dialog that is a child's open question tells nothing new. */
function withoutEcho(hearing: Hearing, { memory }: Tracked): Hearing {
  const { lanes, signal } = hearing;
  const { backend, sessionId, observation } = signal;
  if (observation.kind !== "noticed" || observation.notice !== "permission_prompt") return hearing;
  const asks = (childId: string) => lanes.get(agentKey(backend, sessionId, childId))?.memory.question;
  if (!memory.children.some(asks)) return hearing;
  return { ...hearing, signal: { ...signal, observation: { kind: "other" } } };
}

/** The CLI's own helpers stop without ever having started, and have no type. */
function isHelper({ lanes, signal }: Hearing): boolean {
  const { child, observation } = signal;
  return (
    observation.kind === "child_stopped" && child?.type === null && lanes.get(childKey(signal)) === undefined
  );
}

function trackSession(hearing: Hearing, session: Tracked, started: Fact[]): Outcome {
  const { lanes, signal, marks, means } = hearing;
  const { children } = session.memory;
  const { agent, identity, facts, at } = decide(session, signal, marks, means);
  lanes.set(sessionKey(signal), agent);
  const steps: Step[] = [{ agent, facts: [...started, ...facts], at }];
  if (agent.endedAt !== null) steps.push(...endChildren(hearing, children));
  if (identity !== null) steps.push(...describeChild(hearing));
  return { identity, agent, steps };
}

/** The call that launched a child tells what for, and may be heard after the child itself. */
function describeChild({ lanes, signal }: Hearing): Step[] {
  const { backend, sessionId, observation, at } = signal;
  if (observation.kind !== "tool_finished" || observation.launched === null) return [];
  const key = agentKey(backend, sessionId, observation.launched.childId);
  const child = lanes.get(key);
  if (child === undefined || child.title !== null) return [];
  const agent = { ...child, title: observation.launched.description };
  lanes.set(key, agent);
  return [{ agent, facts: [{ kind: "agent_updated" }], at: at.getTime() }];
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

function trackChild(hearing: Hearing, session: Tracked, started: Fact[]): Outcome {
  const { lanes, signal, marks, means } = hearing;
  const known = lanes.get(childKey(signal));
  const child = known ?? startAgent(hearing, session);
  const born: Fact[] = known === undefined ? [{ kind: "agent_started" }] : [];
  const { agent, identity, facts, at } = decide(child, signal, marks, means);
  const lives = identity !== null && agent.endedAt === null && isSignOfLife(session, signal);
  const { agent: parent, facts: revived } = lives
    ? decideChildLives(session, signal, means)
    : { agent: copyOf(session), facts: [] };
  rememberChild(parent, agent.sessionId, agent.endedAt === null);
  lanes.set(sessionKey(signal), parent);
  lanes.set(childKey(signal), agent);
  const steps = [
    { agent: parent, facts: [...started, ...revived], at },
    { agent, facts: [...born, ...facts], at },
  ];
  return { identity, agent, steps };
}

/** An agent heard of for the first time; with `parent`, its child. */
function startAgent({ lanes, signal, means }: Hearing, parent?: Tracked): Tracked {
  const at = signal.at.getTime();
  const child = parent === undefined ? null : signal.child;
  const launched = parent?.memory.launched.find(({ childId }) => childId === child?.id);
  const { hostId, projectId, branch } = means.place;
  return {
    id: means.newId(),
    revision: 0,
    hostId,
    projectId: parent?.projectId ?? projectId,
    parentId: parent?.id ?? null,
    previousAgentId: parent === undefined ? previousOf(lanes, signal) : null,
    forkedFrom: null,
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
    resetsAt: null,
    contextTokens: null,
    contextLimit: null,
    reportedCost: null,
    memory: emptyMemory(),
  };
}

/** A session that was heard of before its own start told that it went on from another. */
function linked({ lanes, signal }: Hearing, agent: Tracked): Tracked {
  const previous = agent.previousAgentId === null ? previousOf(lanes, signal) : null;
  return previous === null ? agent : { ...agent, previousAgentId: previous };
}

function previousOf(lanes: Lanes, signal: Signal): string | null {
  const { observation } = signal;
  const cleared = observation.kind === "session_started" && observation.source === "clear";
  return cleared ? (lanes.clearedBefore(signal)?.id ?? null) : null;
}
