import { isObject, type JsonObject, listAt, numberAt, objectAt, textAt } from "../../../kernel/json.ts";
import { lineSignal } from "../line-signal.ts";
import { shortText } from "../read-payload.ts";
import type { Observation, Signal } from "../signal.ts";
import type { LineFormat, TranscriptReader } from "../transcript.ts";
import { doneInFork, type Held, heldWith } from "./held.ts";
import {
  answerParts,
  failurePart,
  isOfMachine,
  lastWords,
  promptText,
  resultParts,
  slashIn,
} from "./line-parts.ts";
import { readReportedCost, readSpent } from "./read-spent.ts";

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
  /** The model answered in this very session: what follows is not copied from the one it was forked from. */
  isOwn: boolean;
  /** Its beginning was not read. */
  metInMidst: boolean;
  /** What the person did before that. */
  held: Held[];
  /** The session that it was forked from. */
  forkedFrom: string | null;
}

const begin: State = {
  ...{ promptId: null, sessionId: null, child: null, at: 0, ending: null, slash: null },
  ...{ isOwn: false, metInMidst: false, held: [], forkedFrom: null },
};

const interrupted = /^\[Request interrupted by user/;
/** What the CLI writes for itself where a person's words would stand. */
const ofTheTerminal = /^\s*<(?:local-command-|bash-(?:input|stdout|stderr)|command-(?:stdout|stderr))/;
const interesting = /"type":\s*"(?:user|assistant|system|queue-operation|cost-state)"/;

export const claudeTranscript: LineFormat = {
  kind: "lines",
  tells: (line) => interesting.test(line),
  files: [/^projects$/, /./, /\.jsonl$/],
  childFolder: (path) => `${path.replace(/\.jsonl$/, "")}/subagents`,
  open: (path, state) => new ClaudeTranscript(path, stateOf(state)),
};

/** What an older version stored may lack fields. */
const stateOf = (stored: unknown): State =>
  isObject(stored) ? { ...begin, ...(stored as Partial<State>) } : begin;

/** A line as far as it concerns everyone. */
interface Line {
  fields: JsonObject;
  at: Date;
  type: string;
}

const hasImages = (fields: JsonObject): boolean =>
  listAt(objectAt(fields, "message"), "content").some((block) => isObject(block) && block.type === "image");

/** What the CLI itself answers a prompt with that nobody had answered, when it goes on with its session. */
const isFiller = (fields: JsonObject): boolean =>
  fields.isApiErrorMessage !== true && textAt(objectAt(fields, "message"), "model") === "<synthetic>";

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
    // Older versions wrote what children said among the session's own lines, and not whose it was.
    if (fields.isSidechain === true && this.#state.child === null) return [];
    const line: Line = { fields, at: new Date(this.#state.at), type: `${fields.type}` };
    if (this.#isCopied(line)) return [];
    if (fields.type === "user") return this.#readUser(line);
    if (fields.type === "assistant") return this.#readAssistant(line);
    if (fields.type === "system") return this.#readSystem(line);
    if (fields.type === "queue-operation") return this.#readQueue(line);
    return fields.type === "cost-state" ? this.#readCost(line) : [];
  }

  /** Such a line has no time of its own. */
  #readCost(line: Line): Signal[] {
    const cost = readReportedCost(line.fields);
    return [
      ...this.#stop(null),
      this.#signal(line, { kind: "left", cost }, `left:${this.#state.at}:${cost}`),
    ];
  }

  /** Of a fork it is not known whose they are until an answer follows. */
  caughtUp(): Signal[] {
    return this.#state.forkedFrom === null ? this.#release() : [];
  }

  rest(): Signal[] {
    // A copy is written at once: what stands alone is not one.
    return [...(this.#state.held.length > 0 ? this.#release() : []), ...this.#stop(null)];
  }

  /** What was held back is the session's own. */
  #release(): Signal[] {
    const { forkedFrom } = this.#state;
    const held = forkedFrom === null ? this.#state.held : doneInFork(this.#state.held);
    this.#state.held = [];
    const told = held.map(({ observation, sessionId, at, key, ...fields }) => {
      const line: Line = { fields, at: new Date(at), type: "user" };
      return { ...this.#signal(line, observation, key), sessionId: sessionId ?? "" };
    });
    if (forkedFrom === null || this.#state.isOwn) return told;
    this.#state.isOwn = true;
    const line: Line = { fields: {}, at: new Date(held[0]?.at ?? this.#state.at), type: "fork" };
    return [this.#signal(line, { kind: "forked", from: forkedFrom }, `forked:${forkedFrom}`), ...told];
  }

  /**
   * A fork begins with a copy of all that was said before, under its own id. An answer tells in which session it was given;
   * what `/branch` copies tells so with every line.
   */
  #isCopied({ fields }: Line): boolean {
    const madeIn =
      textAt(objectAt(fields, "forkedFrom"), "sessionId") ?? shortText(fields, "requestSessionId");
    if (this.#state.isOwn || madeIn === null || madeIn === this.#state.sessionId) return false;
    Object.assign(this.#state, { forkedFrom: madeIn, held: [], slash: null, ending: null });
    return true;
  }

  #isInCopy(): boolean {
    return this.#state.forkedFrom !== null && !this.#state.isOwn;
  }

  #hold(line: Line, observation: Held["observation"], key: string): Signal[] {
    const { isOwn, child, forkedFrom, at } = this.#state;
    const { fields } = line;
    if (isOwn || child !== null) return [this.#signal(line, observation, key)];
    // Images go with the line that they are in, behind what was said before them.
    if (forkedFrom === null && hasImages(fields))
      return [...this.#release(), this.#signal(line, observation, key)];
    const promptId = shortText(fields, "promptId");
    const [cwd, entrypoint] = [textAt(fields, "cwd"), shortText(fields, "entrypoint")];
    const { sessionId } = this.#state;
    const held: Held = { observation, sessionId, promptId, cwd, entrypoint, at, key };
    this.#state.held = heldWith(this.#state.held, held);
    return [];
  }

  #stop(childrenRunning: boolean | null): Signal[] {
    const { ending } = this.#state;
    if (ending === null) return [];
    this.#state.ending = null;
    const line: Line = { fields: {}, at: new Date(ending.at), type: "end of turn" };
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
    // A headless session queues what it begins with; in a fork that is the other's.
    const { isOwn, metInMidst, promptId } = this.#state;
    if (!isOwn && ((promptId === null && !metInMidst) || this.#isInCopy())) return [];
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
    if (this.#isInCopy() && isFiller(fields)) return [];
    const begun = [...this.#release(), ...this.#stop(null), ...this.#takeSlash(line)];
    this.#state.isOwn = true;
    const parts = fields.isApiErrorMessage === true ? [failurePart(fields, line.at)] : answerParts(fields);
    const text = fields.isApiErrorMessage === true ? null : lastWords(fields);
    if (text !== null) this.#state.ending = { text, at: this.#state.at };
    const signals = parts.map(({ observation, thing }) => this.#signal(line, observation, thing));
    const [last] = signals.slice(-1);
    if (last !== undefined) last.spent = readSpent(objectAt(fields, "message"));
    return [...begun, ...signals];
  }

  #readUser(line: Line): Signal[] {
    const { fields } = line;
    const results = resultParts(fields);
    if (results.length > 0) {
      if (this.#isInCopy()) return [];
      // Only what was met in its midst has a result before an answer; whose it is, is not known yet.
      const begun = this.#release();
      this.#state.metInMidst = true;
      return [
        ...begun,
        ...this.#stop(null),
        ...results.map(({ observation, thing }) => this.#signal(line, observation, thing)),
      ];
    }
    const text = promptText(fields);
    if (fields.isCompactSummary === true || text.trim() === "") return [];
    if (interrupted.test(text)) {
      this.#state.ending = null;
      return this.#hold(line, { kind: "interrupted" }, `interrupted:${shortText(fields, "uuid")}`);
    }
    return ofTheTerminal.test(text) ? this.#dropSlash() : this.#readPrompt(line, text);
  }

  #readPrompt(line: Line, text: string): Signal[] {
    const { fields } = line;
    const isNotification = textAt(objectAt(fields, "origin"), "kind") === "task-notification";
    const machineMade = isNotification || isOfMachine(text);
    if (fields.isMeta === true && !machineMade) return [];
    const stopped = this.#stop(null);
    const promptId = shortText(fields, "promptId");
    const slash = slashIn(text);
    this.#state.slash = slash === null ? null : { text: slash, promptId, at: this.#state.at };
    if (slash !== null) return stopped;
    this.#state.promptId = promptId ?? this.#state.promptId;
    const key = `prompt:${shortText(fields, "uuid")}`;
    return [...stopped, ...this.#hold(line, { kind: "prompted", text, machineMade }, key)];
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

  #signal({ fields, at, type }: Line, observation: Observation, thing: string | null = null): Signal {
    const { child } = this.#state;
    const model = shortText(objectAt(fields, "message"), "model");
    return lineSignal({
      ...{ backend: "claude", type, at, sessionId: this.#state.sessionId ?? "", child },
      promptId: shortText(fields, "promptId") ?? this.#state.promptId,
      entry: shortText(fields, "entrypoint"),
      cwd: textAt(fields, "cwd"),
      model: model === "<synthetic>" ? null : model,
      path: child === null ? this.#path : null,
      ...{ observation, thing },
    });
  }
}
