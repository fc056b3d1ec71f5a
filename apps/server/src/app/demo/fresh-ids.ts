import { newId } from "../../kernel/ids.ts";
import type { HookPayload } from "./recordings.ts";

/** The event by which a thing begins, and the field that names it from then on. */
const beginnings: Readonly<Record<string, string | undefined>> = {
  UserPromptSubmit: "prompt_id",
  PreToolUse: "tool_use_id",
  SubagentStart: "agent_id",
};

/** The forms of those ids in the recordings. */
const anyId = /\b(?:[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}|toolu_[\da-f]{18}|a[\da-f]{16})\b/g;

/**
 * Renames prompts, tool calls and child agents whenever they begin, so that what is played again is no repetition
 * of what was heard before, but one thing more.
 */
export function freshIds(): (payload: HookPayload) => string {
  const names = new Map<string, string>();
  return (payload) => {
    const field = beginnings[payload.hook_event_name];
    const id = field === undefined ? undefined : payload[field];
    if (typeof id === "string") names.set(id, newId());
    return JSON.stringify(payload).replace(anyId, (found) => names.get(found) ?? found);
  };
}
