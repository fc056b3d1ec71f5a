import { isObject, type JsonObject, listAt, objectAt, textAt } from "../../kernel/json.ts";
import { callOf } from "./acp.ts";
import type { Observation } from "./signal.ts";

interface Call {
  tool: string;
  input: JsonObject;
  isOver: boolean;
}

/**
 * What a session does as the Agent Client Protocol tells it (`session/update`), for CLIs of which nothing else does. One
 * for each turn.
 */
export class AcpTelling {
  /** What it said since its last call, which comes in pieces. */
  #words = "";
  readonly #calls = new Map<string, Call>();

  /** What an update tells, as it came. */
  updated(update: JsonObject): Observation[] {
    const kind = textAt(update, "sessionUpdate");
    if (kind === "agent_message_chunk") {
      this.#words += textAt(objectAt(update, "content"), "text") ?? "";
      return [];
    }
    if (kind === "tool_call") return [...this.#said(), ...this.#begun(update), ...this.#finished(update)];
    return kind === "tool_call_update" ? this.#finished(update) : [];
  }

  /** The turn came to its end; its last words are told with that. */
  ended(): Extract<Observation, { kind: "stopped" }> {
    const text = this.#words.trim();
    this.#words = "";
    return { kind: "stopped", text, childrenRunning: false };
  }

  /** What it had said when the turn was broken off. */
  brokenOff(): Observation[] {
    return this.#said();
  }

  #said(): Observation[] {
    const text = this.#words.trim();
    this.#words = "";
    return text === "" ? [] : [{ kind: "said", text }];
  }

  #begun(update: JsonObject): Observation[] {
    const useId = textAt(update, "toolCallId");
    if (useId === null || this.#calls.has(useId)) return [];
    const { tool, input } = callOf(update);
    this.#calls.set(useId, { tool, input, isOver: false });
    return [{ kind: "tool_started", tool, input, useId }];
  }

  #finished(update: JsonObject): Observation[] {
    const useId = textAt(update, "toolCallId");
    const call = useId === null ? undefined : this.#calls.get(useId);
    const status = textAt(update, "status");
    if (call === undefined || call.isOver || (status !== "completed" && status !== "failed")) return [];
    call.isOver = true;
    const { tool, input } = call;
    const about = { tool, input, useId, durationMs: null, launched: null, answers: {} };
    return [{ kind: "tool_finished", ...about, result: resultOf(update), failed: status === "failed" }];
  }
}

/** What a call came to: its texts, or what the CLI tells instead. */
function resultOf(update: JsonObject): unknown {
  const texts = listAt(update, "content")
    .filter(isObject)
    .flatMap((part) => textAt(objectAt(part, "content"), "text") ?? []);
  return texts.length > 0 ? texts.join("\n") : (update.rawOutput ?? null);
}
