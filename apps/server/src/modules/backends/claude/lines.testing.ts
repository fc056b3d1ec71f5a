import type { Signal } from "../signal.ts";
import type { TranscriptReader } from "../transcript.ts";
import { claudeTranscript } from "./read-line.ts";

type Extra = Record<string, unknown>;

let written = 0;
const line = (type: string, extra: Extra): Extra => {
  const n = ++written;
  const timestamp = new Date(1_700_000_000_000 + n * 1_000).toISOString();
  return { type, uuid: `u${n}`, cwd: "/w", timestamp, ...extra };
};

/** Lines as Claude Code writes them, without the session that they are in. */
export const userWith = (content: unknown, extra: Extra = {}) =>
  line("user", { message: { role: "user", content }, ...extra });
export const user = (text: string, extra: Extra = {}) => userWith(text, extra);
export const answer = (text: string, extra: Extra = {}) =>
  line("assistant", {
    message: {
      id: `m${written}`,
      role: "assistant",
      content: [{ type: "text", text }],
      stop_reason: "end_turn",
    },
    ...extra,
  });
/** What the CLI answers in the model's place. */
export const filler = () =>
  line("assistant", {
    message: {
      model: "<synthetic>",
      role: "assistant",
      content: [{ type: "text", text: "No response requested." }],
    },
    isApiErrorMessage: false,
  });
export const over = () => line("system", { subtype: "turn_duration" });
export const toolResult = (useId: string) =>
  userWith([{ type: "tool_result", tool_use_id: useId, content: "done" }]);
export const queued = (content: string) => line("queue-operation", { operation: "enqueue", content });

/** Reads such lines in the file of a session. */
export function readerOf(sessionId: string, state: unknown = null): TranscriptReader {
  const reader = claudeTranscript.open(`/projects/-w/${sessionId}.jsonl`, state);
  return {
    read: (fields) => reader.read({ sessionId, ...(fields as Extra) }),
    caughtUp: () => reader.caughtUp?.() ?? [],
    rest: () => reader.rest(),
    state: () => reader.state(),
  };
}

/** What signals tell, in words. */
export const told = (signals: readonly Signal[]): string[] =>
  signals.map(({ observation }) => {
    if ("text" in observation) return `${observation.kind} ${observation.text}`;
    return observation.kind === "forked" ? `forked from ${observation.from}` : observation.kind;
  });
