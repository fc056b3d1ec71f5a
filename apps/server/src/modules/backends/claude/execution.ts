import type { ErrorClass } from "@signalbox/contract/executions";
import {
  isObject,
  type JsonObject,
  listAt,
  numberAt,
  objectAt,
  storableText,
  textAt,
} from "../../../kernel/json.ts";
import { redactText } from "../../../kernel/redact.ts";
import type { ExecutionCli, ExecutionTold, ExecutionWish } from "../execution-cli.ts";
import { readSpent } from "./read-spent.ts";

/** Nobody is there to be asked: what is not allowed beforehand is refused. */
const modes = { read: "dontAsk", edit: "acceptEdits", full: "bypassPermissions" } as const;

/** Claude Code with `-p`: lines of JSON, the last of which is its result. */
export const claudeExecution: ExecutionCli = {
  args: ({ model, access, trust }: ExecutionWish) => [
    ...["-p", "--output-format", "stream-json", "--verbose", "--permission-mode", modes[access]],
    ...(model === null ? [] : ["--model", model]),
    ...(trust === "full" ? [] : ["--setting-sources", "user", "--strict-mcp-config"]),
  ],
  leavesProjectOut: true,
  // As root it would not let go of its questions otherwise; whoever lets a bot do everything has said so.
  env: { IS_SANDBOX: "1" },
  read(line) {
    const message = messageIn(line);
    return message === null ? [] : told(message);
  },
};

function messageIn(line: string): JsonObject | null {
  try {
    const message: unknown = JSON.parse(line);
    return isObject(message) ? message : null;
  } catch {
    return null;
  }
}

function told(message: JsonObject): ExecutionTold[] {
  switch (textAt(message, "type")) {
    case "system": {
      const id = textAt(message, "subtype") === "init" ? textAt(message, "session_id") : null;
      return id === null || !isSessionId(id) ? [] : [{ kind: "session", id }];
    }
    case "rate_limit_event":
      return limitOf(objectAt(message, "rate_limit_info"));
    case "assistant":
      return spentOf(objectAt(message, "message"));
    case "result":
      return [resultOf(message)];
    default:
      return [];
  }
}

const isSessionId = (id: string): boolean => /^[\w.:-]{1,100}$/.test(id) && redactText(id) === id;

/** The end of the year 9999. */
const lastSecond = 253_402_300_799;

function limitOf(limit: JsonObject): ExecutionTold[] {
  const seconds = numberAt(limit, "resetsAt");
  const isMet = textAt(limit, "status") === "rejected";
  if (!isMet || seconds === null || seconds < 0 || seconds > lastSecond) return [];
  return [{ kind: "limited", resetsAt: new Date(seconds * 1_000) }];
}

/** Null where it is no number that can be counted to. */
const countOf = (value: number | null): number | null =>
  value !== null && Number.isSafeInteger(value) && value >= 0 ? value : null;

const tokensAt = (usage: JsonObject, key: string): number => countOf(numberAt(usage, key)) ?? 0;

/** Those of subagents come among the others. */
function spentOf(message: JsonObject): ExecutionTold[] {
  const spent = readSpent(message);
  return spent === null ? [] : [{ kind: "spent", spent }];
}

/** Of what it was refused, so much is told. */
const [mostTools, longestTool] = [20, 100];

const refusedIn = (message: JsonObject): string[] =>
  [
    ...new Set(
      listAt(message, "permission_denials")
        .filter(isObject)
        .flatMap((denial) => textAt(denial, "tool_name") ?? []),
    ),
  ]
    .slice(0, mostTools)
    .map((name) => storableText(redactText(name).slice(0, longestTool), longestTool));

/** `subtype` says "success" of every fault of the API: it is not asked. */
function resultOf(message: JsonObject): ExecutionTold {
  const usage = objectAt(message, "usage");
  const cost = numberAt(message, "total_cost_usd");
  return {
    kind: "result",
    text: textAt(message, "result") ?? "",
    errorClass: message.is_error === true ? errorOf(message) : null,
    usage: {
      input: tokensAt(usage, "input_tokens"),
      output: tokensAt(usage, "output_tokens"),
      cacheRead: tokensAt(usage, "cache_read_input_tokens"),
      cacheWrite: tokensAt(usage, "cache_creation_input_tokens"),
      costMicros: cost === null ? null : countOf(Math.round(cost * 1_000_000)),
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
