import { createHash } from "node:crypto";
import { adapterOf, type BackendAdapter, type Signal } from "../../backends/index.ts";
import type { Fact, NewQuestion, NewTurn } from "./facts.ts";
import { agentKey, type Lanes, track } from "./track.ts";
import type { Tracked } from "./tracked.ts";

interface KeptCommand {
  id: string;
  agentId: string;
  state: string;
  instruction: string | null;
  outcome: string | null;
  errorClass: string | null;
  /** What was being applied when its prompt came. */
  source: number | null;
}

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

/** Keeps in memory what storage would: for tests of the tracker alone. */
export function ledger(
  backend: BackendAdapter["backend"] = "claude",
  place: { hostId: string; projectId: string | null; branch: null } = {
    ...{ hostId: "host", projectId: null, branch: null },
  },
) {
  const reader = adapterOf(backend)?.hooks;
  const lanes = new Map<string, Tracked>();
  const commands: KeptCommand[] = [];
  const turns: (NewTurn & { agentId: string; source: number })[] = [];
  const questions: (NewQuestion & { agentId: string; state: string; source: number })[] = [];
  const facts: { agentId: string; fact: Fact }[] = [];
  let made = 0;
  const means = {
    newId: () => `id-${String(++made).padStart(6, "0")}`,
    hash: (text: string) => createHash("sha1").update(text).digest("hex"),
    place,
  };
  const book: Lanes = {
    get: (key) => lanes.get(key),
    // Whoever changes an agent in place that was decided on before is found out.
    set: (key, agent) => lanes.set(key, frozen(agent)),
    clearedBefore: (signal) =>
      [...lanes.values()].findLast((agent) => agent.endReason === "clear" && agent.cwd === signal.cwd),
  };
  const commandOf = (id: string) => commands.find((command) => command.id === id);
  const keep = (agentId: string, fact: Fact, source: number) => {
    facts.push({ agentId, fact });
    if (fact.kind === "command_opened") {
      const { id, state, instruction } = fact;
      const unknown = { outcome: null, errorClass: null, source: null };
      commands.push({ id, agentId, state, instruction, ...unknown });
    } else if (fact.kind === "command_moved") {
      Object.assign(commandOf(fact.id) ?? {}, { state: fact.to });
    } else if (fact.kind === "command_completed") {
      const { outcome, errorClass } = fact;
      Object.assign(commandOf(fact.id) ?? {}, { state: "complete", outcome, errorClass });
    } else if (fact.kind === "turn_recorded") {
      turns.push({ ...fact.turn, agentId, source });
      const { actor, intent, commandId } = fact.turn;
      if (actor === "user" && intent === "command" && commandId !== null) {
        Object.assign(commandOf(commandId) ?? {}, { source });
      }
    } else if (fact.kind === "command_instructed") {
      Object.assign(commandOf(fact.id) ?? {}, { instruction: fact.instruction });
    } else if (fact.kind === "command_amended") {
      const { outcome, errorClass } = fact;
      Object.assign(commandOf(fact.id) ?? {}, { outcome, errorClass });
    } else if (fact.kind === "tool_resulted") {
      const turn = turns.find(({ id }) => id === fact.turnId);
      if (turn?.tool) turn.tool = { ...turn.tool, ...fact.tool };
    } else if (fact.kind === "turn_confirmed") {
      const turn = turns.find(({ id }) => id === fact.turnId);
      if (turn === undefined) return;
      Object.assign(turn, { key: fact.key, at: fact.at, text: fact.text ?? turn.text });
      if (turn.tool !== null) turn.tool = { ...turn.tool, useId: fact.useId ?? turn.tool.useId };
    } else if (fact.kind === "turn_judged") {
      const { intent, rule, confidence } = fact;
      Object.assign(turns.find(({ id }) => id === fact.turnId) ?? {}, { intent, rule, confidence });
    } else if (fact.kind === "turn_placed") {
      const turn = turns.find(({ id }) => id === fact.turnId);
      Object.assign(turn ?? {}, { commandId: fact.commandId });
      Object.assign(commandOf(fact.commandId) ?? {}, { source: turn?.source });
    } else if (fact.kind === "question_asked") {
      questions.push({ ...fact.question, agentId, state: "open", source });
    } else if (fact.kind === "question_updated") {
      const { kind: _, turnId, ...details } = fact;
      Object.assign(questions.find(({ id }) => id === fact.id) ?? {}, details);
      Object.assign(turns.find(({ id }) => id === turnId) ?? {}, { text: fact.text });
    } else if (fact.kind === "question_closed") {
      Object.assign(questions.find(({ id }) => id === fact.id) ?? {}, { state: fact.state });
    }
  };
  const apply = (signal: Signal, fingerprint = "", source = 0) => {
    const outcome = track({ lanes: book, signal, marks: { signalId: null, fingerprint }, means });
    if (outcome === null) return { identity: null, agent: undefined, steps: [] };
    for (const step of outcome.steps) for (const fact of step.facts) keep(step.agent.id, fact, source);
    return outcome;
  };
  /** Applies a hook as if it had come at `atMs`; `source` is kept beside what it makes. */
  const hear = (payload: unknown, atMs: number, source = 0, process = {}) => {
    const mark = { pid: null, pane: null, entry: null, ...process };
    const context = { at: new Date(1_700_000_000_000 + atMs), process: mark };
    const signal = reader?.read(payload, context) ?? { reason: "no such CLI" };
    if ("reason" in signal) throw new Error(signal.reason);
    return apply(signal, means.hash(JSON.stringify(payload)), source);
  };
  const agent = (sessionId: string, childId: string | null = null) =>
    lanes.get(agentKey(backend, sessionId, childId));
  return { hear, apply, agent, lanes, commands, turns, questions, facts };
}
export type Ledger = ReturnType<typeof ledger>;
