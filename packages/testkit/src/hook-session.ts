/** A hook's body, as Claude Code would send it. */
export type HookBody = Readonly<Record<string, unknown>>;

/** One call of a tool, from its start to its result. */
export interface ToolCall {
  name: string;
  useId: string;
  input: Readonly<Record<string, unknown>>;
  response: unknown;
}

export interface HookSessionOptions {
  sessionId: string;
  cwd?: string;
}

/** Writes the hooks of one session of Claude Code; what happens in it is up to the caller. */
export function hookSession({ sessionId, cwd = "/workspace" }: HookSessionOptions) {
  const session = { session_id: sessionId, transcript_path: `/home/user/.claude/${sessionId}.jsonl`, cwd };
  const within = (promptId: string) => ({ ...session, prompt_id: promptId, permission_mode: "default" });
  const about = ({ name, useId, input }: ToolCall) => ({
    tool_name: name,
    tool_input: input,
    tool_use_id: useId,
  });
  return {
    sessionId,
    started: (source = "startup"): HookBody => ({
      ...session,
      hook_event_name: "SessionStart",
      source,
      model: "claude-opus-5-5",
    }),
    prompted: (promptId: string, prompt: string): HookBody => ({
      ...within(promptId),
      hook_event_name: "UserPromptSubmit",
      prompt,
    }),
    toolStarted: (promptId: string, call: ToolCall): HookBody => ({
      ...within(promptId),
      hook_event_name: "PreToolUse",
      ...about(call),
    }),
    permissionAsked: (promptId: string, { name, input }: ToolCall): HookBody => ({
      ...within(promptId),
      hook_event_name: "PermissionRequest",
      tool_name: name,
      tool_input: input,
    }),
    toolFinished: (promptId: string, call: ToolCall): HookBody => ({
      ...within(promptId),
      hook_event_name: "PostToolUse",
      ...about(call),
      tool_response: call.response,
      duration_ms: 96,
    }),
    stopped: (promptId: string, text: string): HookBody => ({
      ...within(promptId),
      hook_event_name: "Stop",
      stop_hook_active: false,
      last_assistant_message: text,
      background_tasks: [],
    }),
    stoppedByFailure: (promptId: string, error: string): HookBody => ({
      ...within(promptId),
      hook_event_name: "StopFailure",
      error,
      last_assistant_message: "API Error",
    }),
    childStarted: (promptId: string, childId: string): HookBody => ({
      ...within(promptId),
      hook_event_name: "SubagentStart",
      agent_id: childId,
      agent_type: "general-purpose",
    }),
    childStopped: (promptId: string, childId: string, text: string): HookBody => ({
      ...within(promptId),
      hook_event_name: "SubagentStop",
      agent_id: childId,
      agent_type: "general-purpose",
      last_assistant_message: text,
    }),
    ended: (reason = "prompt_input_exit"): HookBody => ({
      ...session,
      hook_event_name: "SessionEnd",
      reason,
    }),
  };
}

export type HookSession = ReturnType<typeof hookSession>;
