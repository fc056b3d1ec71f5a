import type { Statement } from "../../../platform/database/database.ts";
import type { EventLog, NewEvent } from "../../../platform/events/events.ts";
import type { Fact, ToolResult, ToolUse } from "../tracking/facts.ts";
import type { Outcome, Step } from "../tracking/track.ts";
import type { Tracked } from "../tracking/tracked.ts";
import { eventsOf } from "./events-of.ts";
import type { Heard } from "./heard.ts";
import { ImageRows, imageRows } from "./image-rows.ts";
import { type Row, RowChanges } from "./row-changes.ts";
import { writeAtOnce } from "./statements.ts";

const iso = (moment: number) => new Date(moment).toISOString();

/** Gathers what many signals change, to be written at once. */
export class Batch {
  readonly #agents = new Map<string, Row>();
  readonly #processes = new RowChanges();
  readonly #commands = new RowChanges();
  readonly #turns = new RowChanges();
  readonly #questions = new RowChanges();
  /** By agent and answer: one statement writes a row but once. */
  readonly #usage = new Map<string, Row>();
  readonly #images = new ImageRows();
  readonly #signals: Row[] = [];
  readonly events: NewEvent[] = [];

  /** Adds a signal with all it made true. */
  add(heard: Heard, outcome: Outcome & { identity: string }): void {
    let ordinal = 0;
    for (const step of outcome.steps) {
      this.#agents.set(step.agent.id, agentRow(step.agent));
      for (const fact of step.facts) {
        this.#keep(step, fact, `${outcome.identity}/${ordinal++}`);
      }
      this.events.push(...eventsOf(step, heard));
    }
    for (const row of imageRows(heard, outcome.agent.id)) this.#images.add(row);
    // A line that changed nothing, or only counts, stands in the transcript.
    const counts = outcome.steps.every(({ facts }) => facts.every(({ kind }) => kind === "spent"));
    if (heard.signal?.source === "transcript" && counts) return;
    this.#signals.push(signalRow(heard, { agentId: outcome.agent.id, identity: outcome.identity }));
  }

  /** Adds a signal that is stored and nothing else: one without an agent, or one that was parked. */
  addUnapplied(heard: Heard, error: string | null): void {
    this.#signals.push(signalRow(heard, { agentId: null, identity: `kept:${heard.id}`, error }));
  }

  /** Leaves the row of an agent to whoever writes it. */
  leave(agentId: string): void {
    this.#agents.delete(agentId);
  }

  /** The agents that are written. */
  get agentIds(): ReadonlySet<string> {
    return new Set(this.#agents.keys());
  }

  /** Whether a process is among it that was not known before. */
  get seesProcess(): boolean {
    return this.#processes.inserts.size > 0;
  }

  /** All of it as one statement, or none. */
  statements(insertOfEvents: EventLog["statementsFor"]): Statement[] {
    return writeAtOnce(
      {
        // In one order everywhere, so that two nodes never wait for each other.
        upsert_agents: [...this.#agents].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row),
        insert_agents_signals: this.#signals,
        insert_agents_processes: [...this.#processes.inserts.values()],
        update_agents_processes: [...this.#processes.updates.values()],
        insert_agents_commands: [...this.#commands.inserts.values()],
        update_agents_commands: [...this.#commands.updates.values()],
        insert_agents_turns: [...this.#turns.inserts.values()],
        update_agents_turns: [...this.#turns.updates.values()],
        tally_agents_usage: [...this.#usage.values()],
        keep_agents_images: this.#images.all,
        insert_agents_questions: [...this.#questions.inserts.values()],
        update_agents_questions: [...this.#questions.updates.values()],
      },
      (after) => insertOfEvents(this.events, after),
    );
  }

  #keep({ agent, at }: Step, fact: Fact, identity: string): void {
    const now = iso(at);
    switch (fact.kind) {
      case "process_seen":
        this.#processes.insert(fact.id, { agent_id: agent.id, ...fact.process, started_at: now });
        break;
      case "process_ended":
        this.#processes.update(fact.id, { ended_at: now });
        break;
      case "command_opened":
        this.#commands.insert(fact.id, {
          agent_id: agent.id,
          state: fact.state,
          prompt_id: fact.promptId,
          instruction: fact.instruction,
          full_text: fact.text,
          started_at: now,
        });
        break;
      case "command_instructed":
        this.#commands.update(fact.id, { instruction: fact.instruction, full_text: fact.text });
        break;
      case "command_moved":
        this.#commands.update(fact.id, { state: fact.to });
        break;
      case "command_completed":
        this.#commands.update(fact.id, completionOf(fact, now));
        break;
      case "turn_recorded":
        this.#turns.insert(fact.turn.id, {
          ...turnRow(fact.turn),
          agent_id: agent.id,
          identity: fact.turn.key ?? identity,
        });
        break;
      case "turn_placed":
        this.#turns.update(fact.turnId, { command_id: fact.commandId });
        break;
      case "tool_resulted":
        this.#turns.update(
          fact.turnId,
          "name" in fact.tool ? toolColumns(fact.tool) : resultColumns(fact.tool),
        );
        break;
      case "turn_confirmed":
        this.#turns.update(fact.turnId, confirmationOf(fact));
        break;
      case "turn_judged": {
        const { intent, rule, confidence } = fact;
        this.#turns.update(fact.turnId, { intent, rule, confidence });
        break;
      }
      case "spent": {
        const key = `${agent.id} ${fact.answer}`;
        this.#usage.set(key, usageRow(agent.id, fact, this.#usage.get(key)));
        break;
      }
      case "command_amended":
        this.#commands.update(fact.id, amendmentOf(fact));
        break;
      case "question_asked":
      case "question_moved":
      case "question_updated":
      case "question_closed":
        this.#keepQuestion(agent.id, fact, now);
        break;
      default:
        break;
    }
  }

  #keepQuestion(agentId: string, fact: QuestionFact, now: string): void {
    switch (fact.kind) {
      case "question_asked":
        this.#questions.insert(fact.question.id, { ...questionRow(fact.question), agent_id: agentId });
        break;
      case "question_moved": {
        const { id, state, version, answerId } = fact;
        this.#questions.update(id, { state, version, answer_id: answerId });
        break;
      }
      case "question_updated": {
        const { text, plan, parts, input, version } = fact;
        this.#questions.update(fact.id, { text, plan, parts, input, version });
        this.#turns.update(fact.turnId, { text });
        break;
      }
      case "question_closed":
        this.#questions.update(fact.id, {
          ...{ state: fact.state, parts: fact.parts, closed_at: now },
          call_turn_id: fact.callTurnId,
        });
        break;
    }
  }
}

type Of<K extends Fact["kind"]> = Extract<Fact, { kind: K }>;

type QuestionFact = Of<"question_asked" | "question_moved" | "question_updated" | "question_closed">;

const confirmationOf = ({ key, at, text, useId }: Of<"turn_confirmed">): Row => ({
  identity: key,
  at: iso(at),
  ...(text === undefined ? {} : { text }),
  ...(useId === undefined ? {} : { tool_use_id: useId }),
});

const usageRow = (agentId: string, fact: Of<"spent">, before: Row | undefined): Row => ({
  id: fact.id,
  agent_id: agentId,
  command_id: fact.commandId ?? before?.command_id ?? null,
  answer: fact.answer,
  model: fact.model,
  input: fact.input,
  output: fact.output,
  cache_read: fact.cacheRead,
  cache_write: fact.cacheWrite,
  cost: fact.cost,
  at: iso(fact.at),
});

const amendmentOf = (fact: Of<"command_amended">): Row => ({
  outcome: fact.outcome,
  error_class: fact.errorClass,
  error_text: fact.errorText,
  resets_at: fact.resetsAt?.toISOString() ?? null,
  completion_summary: fact.summary,
});

const completionOf = (fact: Of<"command_completed">, now: string): Row => ({
  state: "complete",
  outcome: fact.outcome,
  error_class: fact.errorClass,
  error_text: fact.errorText,
  resets_at: fact.resetsAt?.toISOString() ?? null,
  completion_summary: fact.summary,
  completed_at: now,
});

function agentRow({ memory, ...agent }: Tracked): Row {
  // After a restart the database refuses what was seen before.
  const { seen: _, ...tracking } = memory;
  return {
    id: agent.id,
    host_id: agent.hostId,
    project_id: agent.projectId,
    parent_id: agent.parentId,
    previous_agent_id: agent.previousAgentId,
    forked_from: agent.forkedFrom,
    backend: agent.backend,
    session_id: agent.sessionId,
    agent_type: agent.agentType,
    state: agent.state,
    state_since: iso(agent.stateSince),
    evidence: { ...agent.evidence, at: iso(agent.evidence.at) },
    title: agent.title,
    cwd: agent.cwd,
    branch: agent.branch,
    model: agent.model,
    transcript_path: agent.transcriptPath,
    started_at: iso(agent.startedAt),
    last_seen_at: iso(agent.lastSeenAt),
    ended_at: agent.endedAt === null ? null : iso(agent.endedAt),
    end_reason: agent.endReason,
    error_class: agent.errorClass,
    resets_at: agent.resetsAt === null ? null : iso(agent.resetsAt),
    context_tokens: agent.contextTokens,
    context_limit: agent.contextLimit,
    reported_cost: agent.reportedCost?.micros ?? null,
    reported_cost_at: agent.reportedCost === null ? null : iso(agent.reportedCost.at),
    queued_prompts: memory.queue.length,
    tracking,
    revision: agent.revision + 1,
  };
}

function turnRow({ tool, commandId, at, key: _, ...turn }: Of<"turn_recorded">["turn"]): Row {
  return {
    ...turn,
    command_id: commandId,
    at: iso(at),
    ...(tool === null ? { tool_failed: false } : toolColumns(tool)),
  };
}

const resultColumns = ({ result, failed }: ToolResult): Row => ({ tool_result: result, tool_failed: failed });

const toolColumns = (tool: ToolUse): Row => ({
  ...resultColumns(tool),
  tool_name: tool.name,
  tool_use_id: tool.useId,
  tool_input: tool.input,
  tool_duration_ms: tool.durationMs,
});

function questionRow({
  commandId,
  turnId,
  terminalOnly,
  at,
  ...question
}: Of<"question_asked">["question"]): Row {
  return {
    ...question,
    state: "open",
    version: 1,
    command_id: commandId,
    turn_id: turnId,
    terminal_only: terminalOnly,
    at: iso(at),
  };
}

interface SignalStanding {
  agentId: string | null;
  identity: string;
  error?: string | null;
}

function signalRow(heard: Heard, { agentId, identity, error = null }: SignalStanding): Row {
  const received = heard.at.toISOString();
  return {
    id: heard.id,
    agent_id: agentId,
    backend: heard.backend,
    identity,
    source: heard.signal?.source ?? "hook",
    event: heard.event,
    received_at: received,
    applied_at: error === null ? received : null,
    error,
    payload: heard.payload,
    correlation_id: heard.correlationId,
  };
}
