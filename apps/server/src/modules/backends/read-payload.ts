import type { Backend } from "@signalbox/contract/common";
import { isObject, type JsonObject, textAt } from "../../kernel/json.ts";
import type { HookContext, Observation, Signal, Unreadable } from "./signal.ts";

/** Longer ids are no ids; they would not fit an index either. */
const longestId = 512;

/** What a field of a payload says in a word: an id, a name. Null where it is missing, empty or too long. */
export function shortText(payload: JsonObject, key: string): string | null {
  const text = textAt(payload, key)?.replaceAll("\0", "").toWellFormed() ?? "";
  return text === "" || text.length > longestId ? null : text;
}

export type Observer = (payload: JsonObject, at: Date) => Observation;

/** What the payloads of one CLI have of their own, where they are laid out like Claude Code's. */
export interface Dialect {
  backend: Backend;
  /** The field that tells which prompt something belongs to; null where there is none. */
  promptId: string | null;
  /** See `Signal`. */
  endsOnce?: true;
  ownIdentity(event: string, payload: JsonObject): string | null;
  /** What each event means; one that is not here is stored, and moves nothing. */
  observers: Readonly<Record<string, Observer | undefined>>;
}

/** A table of observers in which no name of JavaScript's own is found. */
export const observersOf = (table: Record<string, Observer>): Dialect["observers"] =>
  Object.assign(Object.create(null), table);

/** Only a payload without a session or an event name can't be read. */
export const payloadReader =
  ({ backend, promptId, endsOnce, ownIdentity, observers }: Dialect) =>
  (payload: unknown, { at, process }: HookContext): Signal | Unreadable => {
    if (!isObject(payload)) return { reason: "the body is not a JSON object" };
    const event = shortText(payload, "hook_event_name");
    const sessionId = shortText(payload, "session_id");
    if (event === null) return { reason: "hook_event_name is missing, empty or too long" };
    if (sessionId === null) return { reason: "session_id is missing, empty or too long" };
    const childId = shortText(payload, "agent_id");
    return {
      backend,
      source: "hook",
      event,
      at,
      sessionId,
      child: childId === null ? null : { id: childId, type: shortText(payload, "agent_type") },
      promptId: promptId === null ? null : shortText(payload, promptId),
      ...(endsOnce === undefined ? {} : { endsOnce }),
      process,
      cwd: textAt(payload, "cwd"),
      model: shortText(payload, "model"),
      transcriptPath: textAt(payload, "transcript_path"),
      ownIdentity: ownIdentity(event, payload),
      observation: observers[event]?.(payload, at) ?? { kind: "other" },
      spent: null,
    };
  };

/** The call of a tool, in the fields that all of them share. */
export const toolOf = (payload: JsonObject) => ({
  tool: shortText(payload, "tool_name") ?? "unknown tool",
  input: payload.tool_input ?? null,
  useId: shortText(payload, "tool_use_id"),
});
