import { type JsonObject, objectAt, objectIn, textAt } from "../../../kernel/json.ts";
import type { ExecutionCli, ExecutionTold, ExecutionWish } from "../execution-cli.ts";
import { classOf } from "../fault-pattern.ts";
import { sessionOf, tokensAt } from "../told-parts.ts";
import { geminiFaults } from "./execution-faults.ts";

/** Nobody is there to be asked: what would be asked for is no tool of its own then. */
const modes = { read: "default", edit: "auto_edit", full: "yolo" } as const;

/** Gemini CLI without a terminal: lines of JSON, the last of which says how it ended, not what it said. */
export const geminiExecution = {
  args: ({ model, access, allowed, resumes }: ExecutionWish) => [
    // Without a terminal it works in no folder that it does not trust.
    ...["--output-format", "stream-json", "--approval-mode", modes[access], "--skip-trust"],
    ...allowed.tools.flatMap((tool) => ["--allowed-tools", tool]),
    ...allowed.folders.flatMap((folder) => ["--include-directories", folder]),
    ...(model === null ? [] : ["--model", model]),
    ...(resumes === null ? [] : ["--resume", resumes]),
  ],
  leavesProjectOut: false,
  // It would begin itself anew as a child of its own, which hands no signals on.
  env: () => ({ GEMINI_CLI_NO_RELAUNCH: "true" }),
  read(line: string) {
    const message = objectIn(line);
    return message === null ? [] : told(message);
  },
  /** A fault that it sits out is told here alone; whatever it says afterwards takes that back. */
  readErrors(line: string, at: Date): ExecutionTold[] {
    const wait = /Retrying after (\d{1,9})ms/.exec(line)?.[1];
    if (wait !== undefined) return [{ kind: "limited", resetsAt: new Date(at.getTime() + Number(wait)) }];
    if (!/^Attempt \d+ failed/.test(line)) return [];
    return [failed(line)];
  },
} satisfies ExecutionCli;

function told(message: JsonObject): ExecutionTold[] {
  switch (textAt(message, "type")) {
    case "init":
      return sessionOf(textAt(message, "session_id") ?? "");
    case "message":
      return textAt(message, "role") === "assistant"
        ? [{ kind: "words", text: textAt(message, "content") ?? "", joins: message.delta === true }]
        : [];
    case "tool_use":
      return [{ kind: "working" }];
    case "tool_result":
      return refusedIn(message);
    case "result":
      return [endOf(message)];
    default:
      return [];
  }
}

/** It names the call, not the tool; the call is named after that. */
function refusedIn(message: JsonObject): ExecutionTold[] {
  const why = textAt(objectAt(message, "error"), "type") ?? "";
  if (!["tool_not_registered", "policy_violation"].includes(why)) return [];
  const [tool = ""] = (textAt(message, "tool_id") ?? "").split("__");
  return tool === "" ? [] : [{ kind: "refused", tool }];
}

const failed = (text: string): ExecutionTold => ({
  ...{ kind: "result", text, usage: null, refused: [] },
  errorClass: classOf(text, geminiFaults),
});

function endOf(message: JsonObject): ExecutionTold {
  const stats = objectAt(message, "stats");
  const usage = {
    ...{ input: tokensAt(stats, "input"), output: tokensAt(stats, "output_tokens") },
    ...{ cacheRead: tokensAt(stats, "cached"), cacheWrite: 0, costMicros: null },
  };
  if (textAt(message, "status") === "success")
    return { kind: "result", text: null, errorClass: null, usage, refused: [] };
  return { ...failed(textAt(objectAt(message, "error"), "message") ?? ""), ...{ usage } };
}
