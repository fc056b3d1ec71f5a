import { isObject, type JsonObject, numberAt, objectAt, textAt } from "../../../kernel/json.ts";
import { lineSignal } from "../line-signal.ts";
import { shortText } from "../read-payload.ts";
import type { Observation, Signal } from "../signal.ts";
import type { LineFormat, TranscriptReader } from "../transcript.ts";
import { eventPart, itemParts, type Part } from "./line-parts.ts";
import { readCodexSpent } from "./read-spent.ts";

interface State {
  sessionId: string | null;
  turnId: string | null;
  cwd: string | null;
  model: string | null;
  /** How many tokens fit in the context. */
  window: number | null;
  entry: string | null;
  /** It is a child agent's, and begins with a copy of its session's: hooks tell what that does. */
  isChild: boolean;
  at: number;
}

const begin: State = {
  ...{ sessionId: null, turnId: null, cwd: null, model: null, window: null, entry: null },
  isChild: false,
  at: 0,
};
const interesting =
  /"type":\s*"(?:session_meta|turn_context|event_msg|response_item|token_usage_record|compacted)"/;

/** Codex writes a session into one file, its rollout: what was said, done and spent, turn by turn. */
export const codexTranscript: LineFormat = {
  kind: "lines",
  tells: (line) => interesting.test(line),
  files: [/^sessions$/, /^\d{4}$/, /^\d\d$/, /^\d\d$/, /^rollout-.*\.jsonl$/],
  open: (path, state) => new Rollout(path, state),
};

class Rollout implements TranscriptReader {
  readonly #path: string;
  readonly #state: State;

  constructor(path: string, stored: unknown) {
    this.#path = path;
    this.#state = isObject(stored) ? { ...begin, ...(stored as Partial<State>) } : { ...begin };
  }

  state(): State {
    return { ...this.#state };
  }

  /** Codex says itself that a turn is over. */
  rest(): Signal[] {
    return [];
  }

  read(line: unknown): Signal[] {
    if (!isObject(line)) return [];
    const payload = objectAt(line, "payload");
    const told = Date.parse(textAt(line, "timestamp") ?? "");
    if (Number.isFinite(told)) this.#state.at = told;
    this.#note(line, payload);
    if (this.#state.isChild || this.#state.sessionId === null || this.#state.at === 0) return [];
    const spent = line.type === "token_usage_record" ? readCodexSpent(payload, this.#state) : null;
    if (spent !== null) {
      return [
        { ...this.#signal(payload, { observation: { kind: "other" }, thing: `spent:${spent.id}` }), spent },
      ];
    }
    const forkedFrom = line.type === "session_meta" ? shortText(payload, "forked_from_id") : null;
    if (forkedFrom !== null) {
      const observation = { kind: "forked", from: forkedFrom } as const;
      return [this.#signal(payload, { observation, thing: `forked:${forkedFrom}` })];
    }
    return this.#parts(line, payload).map((part) => this.#signal(payload, part));
  }

  #parts(line: JsonObject, payload: JsonObject): Part[] {
    if (line.type === "response_item") return itemParts(payload);
    if (line.type === "compacted") return [{ observation: { kind: "compacted" }, thing: null }];
    const part = line.type === "event_msg" ? eventPart(payload, new Date(this.#state.at)) : null;
    return part === null ? [] : [part];
  }

  /** What later lines leave out. */
  #note(line: JsonObject, payload: JsonObject): void {
    const state = this.#state;
    if (line.type === "session_meta") {
      state.sessionId = shortText(payload, "id") ?? shortText(payload, "session_id") ?? state.sessionId;
      state.entry = shortText(payload, "originator");
      state.isChild ||= shortText(payload, "parent_thread_id") !== null;
    }
    if (line.type === "session_meta" || line.type === "turn_context") {
      state.cwd = textAt(payload, "cwd") ?? state.cwd;
      state.model = shortText(payload, "model") ?? state.model;
    }
    const window = numberAt(payload, "model_context_window");
    if (window !== null && window > 0) state.window = window;
    state.turnId = shortText(payload, "turn_id") ?? state.turnId;
  }

  #signal(
    payload: JsonObject,
    { observation, thing }: { observation: Observation; thing: string | null },
  ): Signal {
    const { sessionId, turnId, cwd, model, entry, at } = this.#state;
    return lineSignal({
      ...{
        backend: "codex",
        at: new Date(at),
        sessionId: sessionId ?? "",
        promptId: turnId,
        path: this.#path,
      },
      ...{ cwd, model, entry, observation, thing, type: shortText(payload, "type") ?? "line" },
    });
  }
}
