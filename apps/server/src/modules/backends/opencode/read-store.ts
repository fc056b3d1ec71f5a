import { isObject, type JsonObject, numberAt, objectAt, textAt } from "../../../kernel/json.ts";
import { lineSignal } from "../line-signal.ts";
import { shortText } from "../read-payload.ts";
import type { Observation, Signal } from "../signal.ts";
import type { StoredLog, StoreFormat, TranscriptReader } from "../transcript.ts";
import { endOf, isRefusal, readOpencodeSpent } from "./message-parts.ts";
import { questionOf, toolCall } from "./observations.ts";
import { opencodeQueries } from "./store-queries.ts";
import { isNews, type StoreState, stateFrom, type TypedAhead, withNewest } from "./store-state.ts";

const interesting = /^\{"type":"(?:session\.created|message\.updated|message\.part\.updated)\.\d/;
const version = /^(?<type>[a-z.]+)\.1$/;

/** OpenCode keeps all sessions in one database, and numbers the changes of each. */
export const opencodeTranscript: StoreFormat = {
  kind: "store",
  queries: opencodeQueries,
  tells: (line) => interesting.test(line),
  open: (log, state) => new Log(log, state),
};

interface Told {
  observation: Observation;
  thing: string;
  at: number;
  spent?: Signal["spent"];
  /** Where it comes under another prompt than is answered. */
  promptId?: string;
}

class Log implements TranscriptReader {
  readonly #log: StoredLog;
  readonly #state: StoreState;

  constructor(log: StoredLog, stored: unknown) {
    this.#log = log;
    this.#state = stateFrom(stored);
  }

  state(): StoreState {
    return structuredClone(this.#state);
  }

  /** Nothing came after a refusal: that ended the turn. */
  rest(): Signal[] {
    const { refusedAt, prompt } = this.#state;
    if (refusedAt === null) return [];
    Object.assign(this.#state, { refusedAt: null, busy: false });
    return [this.#tell({ observation: { kind: "interrupted" }, thing: `refused:${prompt}`, at: refusedAt })];
  }

  /** @throws where a change is of a later version than is known: it may mean something else */
  read(line: unknown): Signal[] {
    if (!isObject(line)) return [];
    const type = version.exec(textAt(line, "type") ?? "")?.groups?.type;
    if (type === undefined) throw new Error("a change of an unknown version");
    const data = objectAt(line, "data");
    if (type === "session.created") return this.#readSession(objectAt(data, "info"));
    if (type === "message.part.updated") return this.#readPart(data);
    const message = objectAt(data, "info");
    return message.role === "user" ? this.#noteUser(message) : this.#readAnswer(message);
  }

  #readSession(info: JsonObject): Signal[] {
    this.#state.cwd = textAt(info, "directory") ?? this.#state.cwd;
    const at = numberAt(objectAt(info, "time"), "created");
    const { child } = this.#log;
    if (child === null || at === null) return [];
    return [this.#tell({ observation: { kind: "other" }, thing: `started:${child.id}`, at })];
  }

  /** Its words come as a part of it. */
  #noteUser(message: JsonObject): Signal[] {
    const id = shortText(message, "id");
    const at = numberAt(objectAt(message, "time"), "created");
    if (id !== null && at !== null && isNews(this.#state, `user:${id}`))
      this.#state.wordless = withNewest(this.#state.wordless, { id, at });
    return [];
  }

  #readPart(data: JsonObject): Signal[] {
    const part = objectAt(data, "part");
    const messageId = shortText(part, "messageID");
    if (messageId === null || this.#state.summaries.includes(messageId)) return [];
    if (part.type === "text") return this.#readText(part, messageId);
    if (part.type === "file") return this.#readFile(part, { messageId, at: numberAt(data, "time") });
    return part.type === "tool" ? this.#readCall(part) : [];
  }

  #readText(part: JsonObject, messageId: string): Signal[] {
    const text = textAt(part, "text") ?? "";
    const user = this.#state.wordless.find(({ id }) => id === messageId);
    if (text.trim() === "" || part.synthetic === true || part.ignored === true) return [];
    if (user !== undefined) return this.#readPrompt({ ...user, text, joins: false });
    const { start, end } = { start: null, end: null, ...objectAt(part, "time") };
    const thing = `said:${shortText(part, "id")}`;
    if (typeof start !== "number" || typeof end !== "number" || !isNews(this.#state, thing)) return [];
    Object.assign(this.#state, { text, refusedAt: null });
    return [this.#tell({ observation: { kind: "said", text }, thing, at: start })];
  }

  /** A picture that a person sent stands in a part of its own, before or behind their words. */
  #readFile(part: JsonObject, { messageId, at }: { messageId: string; at: number | null }): Signal[] {
    const id = shortText(part, "id");
    const isSent = this.#state.told.includes(`user:${messageId}`);
    if (!isSent || id === null || at === null || !isNews(this.#state, `image:${id}`)) return [];
    const told = this.#tell({ observation: { kind: "other" }, thing: `image:${id}`, at });
    return [{ ...told, imagesWith: [`prompt:${messageId}`, `queued:${messageId}`] }];
  }

  #readPrompt(prompt: TypedAhead): Signal[] {
    const state = this.#state;
    state.wordless = state.wordless.filter(({ id }) => id !== prompt.id);
    const before = this.rest();
    const { id, text, at } = prompt;
    if (!state.busy) return [...before, this.#take(prompt)];
    state.typedAhead = withNewest(state.typedAhead, prompt);
    return [...before, this.#tell({ observation: { kind: "queued", text }, thing: `queued:${id}`, at })];
  }

  /** A prompt begins to be answered, or joins what is. */
  #take({ id, text, at, joins }: TypedAhead): Signal {
    const observation = { kind: "prompted", text, machineMade: false } as const;
    if (joins)
      return this.#tell({
        observation: { ...observation, joins: "open" },
        thing: `prompt:${id}`,
        at,
        promptId: id,
      });
    Object.assign(this.#state, { prompt: id, busy: true, text: "" });
    return this.#tell({ observation, thing: `prompt:${id}`, at });
  }

  #readCall(part: JsonObject): Signal[] {
    const observation = toolCall(part);
    const useId = shortText(part, "callID");
    if (useId === null || observation.kind === "other") return [];
    const time = objectAt(objectAt(part, "state"), "time");
    const start = numberAt(time, "start") ?? 0;
    const begun = this.#begin(part, { useId, at: start });
    if (observation.kind !== "tool_finished" || !isNews(this.#state, `result:${useId}`)) return begun;
    const at = numberAt(time, "end") ?? start;
    for (const ahead of this.#state.typedAhead) ahead.joins = true;
    this.#state.refusedAt = isRefusal(observation.result) ? at : null;
    return [...begun, this.#tell({ observation, thing: `result:${useId}`, at })];
  }

  #begin(part: JsonObject, { useId, at }: { useId: string; at: number }): Signal[] {
    const { answer } = this.#state;
    if (answer !== null && answer.id === shortText(part, "messageID")) answer.calls = true;
    if (!isNews(this.#state, `tool:${useId}`)) return [];
    const tool = shortText(part, "tool") ?? "unknown tool";
    const input = objectAt(part, "state").input ?? null;
    const observation = { kind: "tool_started", tool, input, useId } as const;
    const started = this.#tell({ observation, thing: `tool:${useId}`, at });
    if (tool !== "question" || !isObject(input)) return [started];
    const question = questionOf(input);
    return [started, this.#tell({ observation: { kind: "asked", question }, thing: `asked:${useId}`, at })];
  }

  #readAnswer(message: JsonObject): Signal[] {
    const id = shortText(message, "id");
    if (id === null) return [];
    const begun = isNews(this.#state, `answer:${id}`) ? this.#beginAnswer(message, id) : [];
    const at = numberAt(objectAt(message, "time"), "completed");
    if (at === null || !isNews(this.#state, `over:${id}`)) return begun;
    const observation = { kind: "other" } as const;
    const spent = readOpencodeSpent(message);
    const took = spent === null ? [] : [this.#tell({ observation, thing: `spent:${id}`, at, spent })];
    return [...begun, ...took, ...this.#end(message, { id, at })];
  }

  #beginAnswer(message: JsonObject, id: string): Signal[] {
    const state = this.#state;
    if (message.summary === true) {
      state.summaries = withNewest(state.summaries, id);
      return [];
    }
    const to = shortText(message, "parentID");
    const taken = state.typedAhead.some((ahead) => ahead.id === to) ? state.typedAhead : [];
    state.typedAhead = state.typedAhead.filter((ahead) => !taken.includes(ahead));
    const signals = taken.map((ahead) => this.#take(ahead));
    state.prompt ??= to;
    state.model = shortText(message, "modelID") ?? state.model;
    state.cwd = textAt(objectAt(message, "path"), "cwd") ?? state.cwd;
    Object.assign(state, { busy: true, refusedAt: null, answer: { id, calls: false } });
    return signals;
  }

  /** What the end of a message says of the turn. */
  #end(message: JsonObject, { id, at }: { id: string; at: number }): Signal[] {
    const state = this.#state;
    if (state.summaries.includes(id))
      return [this.#tell({ observation: { kind: "compacted" }, thing: `compacted:${id}`, at })];
    const calls = state.answer?.id === id && state.answer.calls;
    const end = endOf(message, { calls, text: state.text, isChild: this.#log.child !== null });
    if (end === null) return [];
    Object.assign(state, { busy: false, refusedAt: null, text: "" });
    return [this.#tell({ observation: end, thing: `ended:${id}`, at })];
  }

  #tell({ observation, thing, at, spent, promptId }: Told): Signal {
    const { path, sessionId, child } = this.#log;
    const { prompt, cwd, model } = this.#state;
    return lineSignal({
      ...{ backend: "opencode", type: observation.kind, at: new Date(at), sessionId, child },
      promptId: promptId ?? prompt,
      ...{ cwd, model, path: child === null ? path : null, observation, thing, spent: spent ?? null },
    });
  }
}
