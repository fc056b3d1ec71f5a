import { isObject, type JsonObject, listAt, textAt } from "../../../kernel/json.ts";
import { lineSignal } from "../line-signal.ts";
import { shortText } from "../read-payload.ts";
import type { Observation, Signal } from "../signal.ts";
import type { LineFormat, TranscriptReader } from "../transcript.ts";
import { callParts, endedBy, type Part, promptIn, readGeminiSpent } from "./line-parts.ts";

const other = { kind: "other" } as const;
/** How many things are remembered as told: a message is written again whenever it grows. */
const mostTold = 64;

interface State {
  sessionId: string | null;
  promptId: string | null;
  at: number;
  /** The message that may end the turn: it asks for no tool. */
  ending: { id: string; text: string; at: number } | null;
  told: string[];
}

const begin: State = { sessionId: null, promptId: null, at: 0, ending: null, told: [] };

/** Gemini CLI writes messages, writes them again as they grow, and patches what it wrote. */
export const geminiTranscript: LineFormat = {
  kind: "lines",
  tells: () => true,
  files: [/^tmp$/, /./, /^chats$/, /^session-.*\.jsonl$/],
  open: (path, state) => new Chat(path, state),
};

class Chat implements TranscriptReader {
  readonly #path: string;
  #state: State;

  constructor(path: string, stored: unknown) {
    this.#path = path;
    this.#state = isObject(stored) ? { ...begin, ...(stored as Partial<State>) } : { ...begin };
  }

  state(): State {
    return { ...this.#state, told: [...this.#state.told] };
  }

  rest(): Signal[] {
    const { ending } = this.#state;
    if (ending === null) return [];
    this.#state.ending = null;
    const observation = { kind: "stopped", text: ending.text, childrenRunning: false } as const;
    return [this.#signal({ observation, thing: `stopped:${ending.id}` }, { at: ending.at })];
  }

  read(line: unknown): Signal[] {
    if (!isObject(line)) return [];
    this.#state.sessionId = shortText(line, "sessionId") ?? this.#state.sessionId;
    const told = Date.parse(textAt(line, "timestamp") ?? "");
    if (!Number.isFinite(told) || this.#state.sessionId === null) return [];
    this.#state.at = Math.max(this.#state.at, told);
    if (line.type === "user") return this.#readUser(line);
    if (line.type === "gemini") return this.#readAnswer(line);
    const ended = endedBy(line);
    if (ended === null) return [];
    this.#state.ending = null;
    return this.#once([ended], line);
  }

  #readUser(line: JsonObject): Signal[] {
    const text = promptIn(line);
    const id = shortText(line, "id");
    if (text === null || id === null) return [];
    const stopped = this.rest();
    this.#state.promptId = id;
    const observation = { kind: "prompted", text, machineMade: false } as const;
    return [...stopped, ...this.#once([{ observation, thing: `prompt:${id}` }], line)];
  }

  #readAnswer(line: JsonObject): Signal[] {
    const id = shortText(line, "id");
    if (id === null) return [];
    const stopped = this.#state.ending?.id === id ? [] : this.rest();
    const text = textAt(line, "content") ?? "";
    const calls = listAt(line, "toolCalls").filter(isObject);
    const words: Part[] =
      text.trim() === "" ? [] : [{ observation: { kind: "said", text }, thing: `said:${id}` }];
    this.#state.ending = calls.length === 0 && words.length > 0 ? { id, text, at: this.#state.at } : null;
    const signals = this.#once([...words, ...calls.flatMap(callParts)], line);
    return [...stopped, ...this.#withSpent(signals, line)];
  }

  /** A message that tells nothing else anew may tell what it took. */
  #withSpent(signals: Signal[], line: JsonObject): Signal[] {
    const spent = readGeminiSpent(line);
    if (spent === null) return signals;
    const thing = `spent:${spent.id}:${spent.input + spent.cacheRead + spent.output}`;
    const [last] = signals.length > 0 ? signals.slice(-1) : this.#once([{ observation: other, thing }], line);
    if (last === undefined) return signals;
    last.spent = spent;
    return signals.length > 0 ? signals : [last];
  }

  /** What was not told before. */
  #once(parts: readonly Part[], line: JsonObject): Signal[] {
    const model = shortText(line, "model");
    return parts.flatMap((part, index) => {
      if (this.#state.told.includes(part.thing)) return [];
      this.#state.told = [...this.#state.told, part.thing].slice(-mostTold);
      // One message tells them all, in the order in which they happened.
      return [this.#signal(part, { at: this.#state.at + index, model })];
    });
  }

  #signal(
    { observation, thing }: { observation: Observation; thing: string },
    { at, model = null }: { at: number; model?: string | null },
  ): Signal {
    const { sessionId, promptId } = this.#state;
    return lineSignal({
      ...{
        backend: "gemini",
        type: observation.kind,
        at: new Date(at),
        sessionId: sessionId ?? "",
        promptId,
      },
      ...{ cwd: null, model, path: this.#path, observation, thing },
    });
  }
}
