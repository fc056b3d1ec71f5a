import { randomUUID } from "node:crypto";
import type { HookBody } from "../../packages/testkit/src/hook-session.ts";
import { answer } from "./long-transcript.ts";

/** The lines that Claude Code writes to its transcript about what a hook tells, each with its line break. */
export function linesOfHook(hook: HookBody, at = new Date()): string {
  const common = {
    ...{ sessionId: hook.session_id, cwd: hook.cwd, promptId: hook.prompt_id },
    ...{ timestamp: at.toISOString(), version: "2" },
  };
  return fieldsOf(hook)
    .map((fields) => `${JSON.stringify({ ...common, uuid: randomUUID(), ...fields })}\n`)
    .join("");
}

function fieldsOf(hook: HookBody): object[] {
  const id = hook.tool_use_id;
  switch (hook.hook_event_name) {
    case "UserPromptSubmit":
      return [{ type: "user", message: { role: "user", content: hook.prompt } }];
    case "PreToolUse":
      return [says([{ type: "tool_use", id, name: hook.tool_name, input: hook.tool_input }])];
    case "PostToolUse": {
      const content = [{ type: "tool_result", tool_use_id: id, content: JSON.stringify(hook.tool_response) }];
      return [{ type: "user", message: { role: "user", content }, toolUseResult: hook.tool_response }];
    }
    case "Stop":
      return [
        says([{ type: "text", text: hook.last_assistant_message }], "end_turn"),
        { type: "system", subtype: "turn_duration", durationMs: 1_000 },
      ];
    default:
      return [];
  }
}

const usage = { input_tokens: 12, cache_read_input_tokens: 48_000, output_tokens: 310 };

const says = (content: object[], stopReason?: string) => ({
  type: "assistant",
  message: { ...answer(content, stopReason), model: "claude-opus-5-5", usage },
});
