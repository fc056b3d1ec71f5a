import type { ErrorClass } from "@signalbox/contract/executions";
import {
  isObject,
  type JsonObject,
  listAt,
  numberAt,
  objectAt,
  objectIn,
  textAt,
} from "../../../kernel/json.ts";
import type { ExecutionCli, ExecutionTold, ExecutionWish } from "../execution-cli.ts";
import { microsOf, sessionOf, tokensAt, toolNames } from "../told-parts.ts";
import { isMet, resetIn, windowsOf } from "./plan-windows.ts";
import { readSpent } from "./read-spent.ts";

/** Where nobody is there to be asked, what is not allowed beforehand is refused. */
const modes = { read: "dontAsk", edit: "acceptEdits", full: "bypassPermissions" } as const;
const modeOf = (access: ExecutionWish["access"], asks: boolean) =>
  asks && access === "read" ? "default" : modes[access];

const ofNetwork = ["WebFetch", "WebSearch"];
/** An option that takes all that follows, up to the next one. */
const listOf = (option: string, values: readonly string[]): string[] =>
  values.length === 0 ? [] : [option, ...values];

/** Claude Code with `-p`: lines of JSON, the last of which is its result. */
export const claudeExecution = {
  args: ({ model, access, allowed, ask, trust, resumes }: ExecutionWish) => [
    ...[
      "-p",
      "--output-format",
      "stream-json",
      "--verbose",
      "--permission-mode",
      modeOf(access, ask != null),
    ],
    ...(ask == null ? [] : ["--settings", ask.settings]),
    ...(model === null ? [] : ["--model", model]),
    ...(resumes === null ? [] : ["--resume", resumes]),
    ...(trust === "full" ? [] : ["--setting-sources", "user", "--strict-mcp-config"]),
    ...listOf("--allowedTools", [...allowed.tools, ...(allowed.network ? ofNetwork : [])]),
    ...listOf("--add-dir", allowed.folders),
  ],
  leavesProjectOut: true,
  asks: true,
  // As root it would not let go of its questions otherwise; whoever lets a bot do everything has said so.
  env: ({ ask }) => ({
    IS_SANDBOX: "1",
    // Our script waits so long with what it asks; then Claude Code, which has nobody else to ask, refuses it.
    ...(ask == null ? {} : { SIGNALBOX_ASK_SECONDS: String(ask.minutes * 60) }),
  }),
  read(line: string, at: Date) {
    const message = objectIn(line);
    return message === null ? [] : told(message, at);
  },
} satisfies ExecutionCli;

function told(message: JsonObject, at: Date): ExecutionTold[] {
  switch (textAt(message, "type")) {
    case "system": {
      const id = textAt(message, "subtype") === "init" ? textAt(message, "session_id") : null;
      return id === null ? [] : sessionOf(id);
    }
    case "rate_limit_event": {
      const limit = objectAt(message, "rate_limit_info");
      return [...limitOf(limit), ...windowsOf(limit, at)];
    }
    case "assistant":
      return spentOf(objectAt(message, "message"));
    case "result":
      return [resultOf(message)];
    default:
      return [];
  }
}

function limitOf(limit: JsonObject): ExecutionTold[] {
  const resetsAt = resetIn(limit);
  return isMet(limit) && resetsAt !== null ? [{ kind: "limited", resetsAt }] : [];
}

/** Those of subagents come among the others. */
function spentOf(message: JsonObject): ExecutionTold[] {
  const spent = readSpent(message);
  return spent === null ? [] : [{ kind: "spent", spent }];
}

const refusedIn = (message: JsonObject): string[] =>
  toolNames(
    listAt(message, "permission_denials")
      .filter(isObject)
      .flatMap((denial) => textAt(denial, "tool_name") ?? []),
  );

/** `subtype` says "success" of every fault of the API: it is not asked. */
function resultOf(message: JsonObject): ExecutionTold {
  const usage = objectAt(message, "usage");
  return {
    kind: "result",
    text: textAt(message, "result") ?? "",
    errorClass: message.is_error === true ? errorOf(message) : null,
    usage: {
      input: tokensAt(usage, "input_tokens"),
      output: tokensAt(usage, "output_tokens"),
      cacheRead: tokensAt(usage, "cache_read_input_tokens"),
      cacheWrite: tokensAt(usage, "cache_creation_input_tokens"),
      costMicros: microsOf(numberAt(message, "total_cost_usd")),
    },
    refused: refusedIn(message),
  };
}

const byStatus: Readonly<Record<number, ErrorClass | undefined>> = {
  401: "authentication",
  403: "authentication",
  429: "rate_limit",
  500: "overloaded",
  529: "overloaded",
};

function errorOf(message: JsonObject): ErrorClass {
  const text = textAt(message, "result") ?? "";
  if (textAt(message, "terminal_reason") === "prompt_too_long") return "context_too_long";
  if (/credit balance/i.test(text)) return "billing";
  const known = byStatus[numberAt(message, "api_error_status") ?? 0];
  if (known !== undefined) return known;
  return textAt(message, "terminal_reason") === "api_error" ? "network" : "unknown";
}
