import { isObject, type JsonObject, listAt, numberAt, objectAt, textAt } from "../../../kernel/json.ts";
import type { Observation, Signal } from "../signal.ts";
import type { TranscriptFormat, TranscriptReader } from "../transcript.ts";
import { readAnswers, readQuestion } from "./read-question.ts";
import { prefixesOfMachines, shortText } from "./read-signal.ts";
import { readSpent } from "./read-spent.ts";
import { readResetTime } from "./reset-time.ts";

/** The agent's last words of a turn: that it has stopped is certain once nothing of the turn follows. */
interface Ending {
  text: string;
  at: number;
}

/** A slash command: it is a prompt only if the agent begins to work on it. */
interface Slash {
  text: string;
  promptId: string | null;
  at: number;
}

interface State {
  promptId: string | null;
  sessionId: string | null;
  /** Set in the transcript of a child agent. */
  child: Signal["child"];
  at: number;
  ending: Ending | null;
  slash: Slash | null;
}

const begin: State = { promptId: null, sessionId: null, child: null, at: 0, ending: null, slash: null };

const interrupted = /^\[Request interrupted by user/;
/** What the CLI writes for itself where a person's words would stand. */
const ofTheTerminal = /^\s*<(?:local-command-|bash-(?:input|stdout|stderr)|command-(?:stdout|stderr))/;
const slashCommand = /<command-name>\s*\/?([^<\s]+)\s*<\/command-name>/;
const slashArguments = /<command-args>([\s\S]*?)<\/command-args>/;
const ends = ["end_turn", "stop_sequence", "max_tokens", "refusal"];
const interesting = /"type":\s*"(?:user|assistant|system|queue-operation|cost-state)"/;

export const claudeTranscript: TranscriptFormat = {
  tells: (line) => interesting.test(line),
  open: (path, state) => new ClaudeTranscript(path, stateOf(state)),
};

/** What an older version stored may lack fields. */
const stateOf = (stored: unknown): State =>
  isObject(stored) ? { ...begin, ...(stored as Partial<State>) } : begin;

/** A line as far as it concerns everyone. */
interface Line {
  fields: JsonObject;
  at: Date;
  event: string;
}

class ClaudeTranscript implements TranscriptReader {
  readonly #path: string;
  #state: State;

  constructor(path: string, state: State) {
    this.#path = path;
    this.#state = { ...state };
  }

  state(): State {
    return { ...this.#state };
  }

  read(fields: unknown): Signal[] {
    if (!isObject(fields)) return [];
    const told = Date.parse(textAt(fields, "timestamp") ?? "");
    if (Number.isFinite(told)) this.#state.at = told;
    const sessionId = shortText(fields, "sessionId") ?? this.#state.sessionId;
    if (sessionId === null || this.#state.at === 0) return [];
    this.#state.sessionId = sessionId;
    const childId = shortText(fields, "agentId");
    const type = shortText(fields, "attributionAgent") ?? this.#state.child?.type ?? null;
    if (childId !== null) this.#state.child = { id: childId, type };
    const line: Line = { fields, at: new Date(this.#state.at), event: `transcript: ${fields.type}` };
    if (fields.type === "user") return this.#readUser(line);
    if (fields.type === "assistant") return this.#readAssistant(line);
    if (fields.type === "system") return this.#readSystem(line);
    if (fields.type === "queue-operation") return this.#readQueue(line);
    return fields.type === "cost-state" ? [...this.rest(), this.#signal(line, { kind: "left" })] : [];
  }

  rest(): Signal[] {
    return this.#stop(null);
  }

  #stop(childrenRunning: boolean | null): Signal[] {
    const { ending } = this.#state;
    if (ending === null) return [];
    this.#state.ending = null;
    const line: Line = { fields: {}, at: new Date(ending.at), event: "transcript: end of turn" };
    const { text } = ending;
    const stopped = { kind: "stopped", text, childrenRunning } as const;
    return [this.#signal(line, this.#state.child === null ? stopped : { kind: "child_stopped", text })];
  }

  #readSystem(line: Line): Signal[] {
    const subtype = textAt(line.fields, "subtype");
    if (subtype === "compact_boundary") return [this.#signal(line, { kind: "compacted" })];
    if (subtype !== "turn_duration") return [];
    return this.#stop((numberAt(line.fields, "pendingBackgroundAgentCount") ?? 0) > 0);
  }

  #readQueue(line: Line): Signal[] {
    const text = textAt(line.fields, "content");
    const operation = textAt(line.fields, "operation");
    if (operation === "enqueue") {
      return text === null || isOfMachine(text) ? [] : [this.#signal(line, { kind: "queued", text })];
    }
    return operation === "remove" || operation === "popAll"
      ? [this.#signal(line, { kind: "unqueued", text })]
      : [];
  }

  #readAssistant(line: Line): Signal[] {
    const { fields } = line;
    const message = objectAt(fields, "message");
    const begun = [...this.rest(), ...this.#takeSlash(line)];
    if (fields.isApiErrorMessage === true) return [...begun, this.#failure(line, message)];
    const blocks = listAt(message, "content").filter(isObject);
    const first = numberAt(fields, "apiBlockIndex") ?? 0;
    const signals = blocks.flatMap((block, index) => this.#readBlock(line, block, first + index));
    if (ends.includes(textAt(message, "stop_reason") ?? "")) {
      const words = blocks.flatMap((block) => textAt(block, "text") ?? []).at(-1);
      if (words !== undefined) this.#state.ending = { text: words, at: this.#state.at };
    }
    const [last] = signals.slice(-1);
    if (last !== undefined) last.spent = readSpent(message);
    return [...begun, ...signals];
  }

  #readBlock(line: Line, block: JsonObject, index: number): Signal[] {
    const messageId = shortText(objectAt(line.fields, "message"), "id") ?? shortText(line.fields, "uuid");
    const text = textAt(block, "text");
    if (block.type === "text" && text !== null && text.trim() !== "") {
      return [this.#signal(line, { kind: "said", text }, `said:${messageId}:${index}`)];
    }
    const useId = shortText(block, "id");
    if (block.type !== "tool_use" || useId === null) return [];
    const tool = shortText(block, "name") ?? "unknown tool";
    const input = block.input ?? null;
    const started = this.#signal(line, { kind: "tool_started", tool, input, useId }, `tool:${useId}`);
    if (tool !== "AskUserQuestion" && tool !== "ExitPlanMode") return [started];
    const question = readQuestion({ tool_name: tool, tool_input: input });
    return [started, this.#signal(line, { kind: "asked", question }, `asked:${useId}`)];
  }

  #failure(line: Line, message: JsonObject): Signal {
    const { fields } = line;
    const text = textAt(listAt(message, "content").find(isObject) ?? {}, "text") ?? "";
    const reset = numberAt(objectAt(fields, "quotaLimits"), "resetsAt");
    return this.#signal(
      line,
      {
        kind: "stop_failed",
        errorClass: shortText(fields, "error") ?? "unknown",
        text,
        resetsAt: reset === null ? readResetTime(text, line.at) : new Date(reset * 1_000),
      },
      `said:${shortText(fields, "uuid")}`,
    );
  }

  #readUser(line: Line): Signal[] {
    const { fields } = line;
    const content = objectAt(fields, "message").content;
    const blocks = Array.isArray(content) ? content.filter(isObject) : [];
    const results = blocks.filter((block) => block.type === "tool_result");
    if (results.length > 0) {
      return [...this.rest(), ...results.map((block) => this.#result(line, block, results.length === 1))];
    }
    const text = typeof content === "string" ? content : textOf(blocks);
    if (fields.isCompactSummary === true || text.trim() === "") return [];
    if (interrupted.test(text)) {
      this.#state.ending = null;
      return [this.#signal(line, { kind: "interrupted" }, `interrupted:${shortText(fields, "uuid")}`)];
    }
    return ofTheTerminal.test(text) ? this.#dropSlash() : this.#readPrompt(line, text);
  }

  #readPrompt(line: Line, text: string): Signal[] {
    const { fields } = line;
    const machineMade =
      isOfMachine(text) || textAt(objectAt(fields, "origin"), "kind") === "task-notification";
    if (fields.isMeta === true && !machineMade) return [];
    const stopped = this.rest();
    const promptId = shortText(fields, "promptId");
    const slash = slashCommand.exec(text)?.[1];
    if (slash !== undefined) {
      const args = slashArguments.exec(text)?.[1]?.trim() ?? "";
      this.#state.slash = { text: `/${slash} ${args}`.trim(), promptId, at: this.#state.at };
      return stopped;
    }
    this.#state.slash = null;
    this.#state.promptId = promptId ?? this.#state.promptId;
    const key = `prompt:${shortText(fields, "uuid")}`;
    return [...stopped, this.#signal(line, { kind: "prompted", text, machineMade }, key)];
  }

  /** Its output followed at once: the CLI did it by itself. */
  #dropSlash(): Signal[] {
    this.#state.slash = null;
    return [];
  }

  #takeSlash(line: Line): Signal[] {
    const { slash } = this.#state;
    if (slash === null) return [];
    this.#state.slash = null;
    this.#state.promptId = slash.promptId ?? this.#state.promptId;
    const prompted = { kind: "prompted", text: slash.text, machineMade: false } as const;
    const at = new Date(slash.at);
    return [this.#signal({ ...line, at }, prompted, `prompt:${slash.promptId ?? slash.at}`)];
  }

  #result(line: Line, block: JsonObject, alone: boolean): Signal {
    const { fields } = line;
    const useId = shortText(block, "tool_use_id");
    const response = alone ? (fields.toolUseResult ?? block.content) : block.content;
    const childId = isObject(response) ? shortText(response, "agentId") : null;
    const description = isObject(response) ? textAt(response, "description") : null;
    return this.#signal(
      line,
      {
        kind: "tool_finished",
        tool: null,
        input: null,
        useId,
        result: response ?? null,
        failed: block.is_error === true,
        durationMs: null,
        launched: childId === null ? null : { childId, description },
        answers: readAnswers(response),
      },
      `result:${useId}`,
    );
  }

  #signal({ fields, at, event }: Line, observation: Observation, thing: string | null = null): Signal {
    const { child } = this.#state;
    const model = shortText(objectAt(fields, "message"), "model");
    return {
      backend: "claude",
      source: "transcript",
      event,
      at,
      sessionId: this.#state.sessionId ?? "",
      child,
      promptId: shortText(fields, "promptId") ?? this.#state.promptId,
      process: { pid: null, pane: null, entry: shortText(fields, "entrypoint") },
      cwd: textAt(fields, "cwd"),
      model: model === "<synthetic>" ? null : model,
      transcriptPath: child === null ? this.#path : null,
      ownIdentity: thing ?? `${observation.kind}:${at.getTime()}`,
      observation,
      spent: null,
    };
  }
}

const isOfMachine = (text: string) =>
  prefixesOfMachines.some((prefix) => text.trimStart().startsWith(prefix));

const textOf = (blocks: readonly JsonObject[]): string =>
  blocks.flatMap((block) => (block.type === "image" ? "[image]" : (textAt(block, "text") ?? []))).join("\n");
