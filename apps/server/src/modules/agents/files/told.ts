import { commandOpened, questionAsked, turnRecorded } from "@signalbox/contract/agent-events";
import type { Agent, Command, Question } from "@signalbox/contract/agents";
import type { EventEnvelope } from "@signalbox/contract/event";
import { z } from "zod";

/** What was told of an agent, in the words of an expectation; a line names the hook that caused it. */
export interface Told {
  agents: {
    sessionId: string;
    previousSessionId: string | null;
    ended: boolean;
    endReason: string | null;
    state: string;
    userTurns: number;
    systemTurns: number;
    commands: { line: number; state: string; outcome: string | null; errorClass?: string }[];
    queuedButNeverStarted: number[];
    questions: { line: number; kind: string; tool: string | null; resolution: string }[];
    children: { agentType: string; ended: boolean }[];
  }[];
  stateChanges: [line: number, sessionId: string, state: string][];
}

const Patch = z.object({ agent: z.object({ state: z.string() }) });
const Asked = z.object({ questionId: z.string() });
const Said = z.object({ actor: z.string() });

/** Which hook each thing of an agent came from, gathered from its events in order. */
export class Trail {
  readonly commands = new Map<string, number>();
  readonly questions = new Map<string, number>();
  readonly turns = new Map<string, number>();
  readonly saidBy = new Map<string, number>();
  readonly states: [line: number, state: string][] = [];
  readonly #lineOf: ReadonlyMap<string, number>;
  #line = 0;

  constructor(lineOf: ReadonlyMap<string, number>) {
    this.#lineOf = lineOf;
  }

  add(event: EventEnvelope): void {
    // What a transcript told belongs to the hook that had it read.
    this.#line = this.#lineOf.get(event.causationId ?? "") ?? this.#line;
    if (event.type === commandOpened.type && event.commandId !== null)
      this.commands.set(event.commandId, this.#line);
    if (event.type === turnRecorded.type && event.turnId !== null) this.#turn(event.turnId, event.data);
    const asked = event.type === questionAsked.type ? Asked.safeParse(event.data) : null;
    if (asked?.success) this.questions.set(asked.data.questionId, this.#line);
    this.#state(event.data);
  }

  #turn(id: string, data: unknown): void {
    const said = Said.safeParse(data);
    this.turns.set(id, this.#line);
    if (said.success) this.saidBy.set(said.data.actor, (this.saidBy.get(said.data.actor) ?? 0) + 1);
  }

  /** The state after each line, where it is another than before. */
  #state(data: unknown): void {
    const patch = Patch.safeParse(data);
    if (!patch.success) return;
    const { state } = patch.data.agent;
    const last = this.states.at(-1);
    if (last?.[0] === this.#line) this.states.pop();
    if (state !== (this.states.at(-1)?.[1] ?? "idle")) this.states.push([this.#line, state]);
  }
}

interface Kept {
  agent: Agent;
  previousSessionId: string | null;
  commands: readonly Command[];
  questions: readonly Question[];
  children: readonly Pick<Agent, "agentType" | "endedAt">[];
  /** Prompts that were queued and never taken. */
  queued: readonly string[];
}

export const toldOf = (trail: Trail, kept: Kept): Told => {
  const { agent } = kept;
  const shape = {
    sessionId: agent.sessionId,
    previousSessionId: kept.previousSessionId,
    ended: agent.endedAt !== null,
    endReason: agent.endReason,
    state: agent.state,
    userTurns: trail.saidBy.get("user") ?? 0,
    systemTurns: trail.saidBy.get("system") ?? 0,
    commands: kept.commands.map(({ id, state, outcome, errorClass }) => ({
      ...{ line: trail.commands.get(id) ?? 0, state, outcome },
      ...(errorClass === null ? {} : { errorClass }),
    })),
    queuedButNeverStarted: kept.queued.map((id) => trail.turns.get(id) ?? 0),
    questions: kept.questions.map(({ id, kind, tool, state }) => ({
      ...{ line: trail.questions.get(id) ?? 0, kind, tool, resolution: state },
    })),
    children: kept.children.map(({ agentType, endedAt }) => ({
      ...{ agentType: agentType ?? "", ended: endedAt !== null },
    })),
  };
  return {
    agents: [shape],
    stateChanges: trail.states.map(([line, state]) => [line, agent.sessionId, state]),
  };
};
