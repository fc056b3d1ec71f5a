import type { ErrorClass } from "@signalbox/contract/executions";
import { isObject, type JsonObject, listAt, numberAt, objectAt, textAt } from "../../../kernel/json.ts";
import type { ExecutionCli, ExecutionTold, ExecutionWish } from "../execution-cli.ts";

/** Nobody is there to be asked: what is not allowed beforehand is refused. */
const modes = { read: "dontAsk", edit: "acceptEdits", full: "bypassPermissions" } as const;

/** Claude Code with `-p`: lines of JSON, the last of which is its result. */
export const claudeExecution: ExecutionCli = {
  args: ({ model, access }: ExecutionWish) => [
    ...["-p", "--output-format", "stream-json", "--verbose", "--permission-mode", modes[access]],
    ...(model === null ? [] : ["--model", model]),
  ],
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
      return id === null ? [] : [{ kind: "session", id }];
    }
    case "rate_limit_event":
      return limitOf(objectAt(message, "rate_limit_info"));
    case "result":
      return [resultOf(message)];
    default:
      return [];
  }
}

function limitOf(limit: JsonObject): ExecutionTold[] {
  const seconds = numberAt(limit, "resetsAt");
  const isMet = textAt(limit, "status") === "rejected";
  return isMet && seconds !== null ? [{ kind: "limited", resetsAt: new Date(seconds * 1_000) }] : [];
}

/** `subtype` says "success" of every fault of the API: it is not asked. */
function resultOf(message: JsonObject): ExecutionTold {
  const usage = objectAt(message, "usage");
  const cost = numberAt(message, "total_cost_usd");
  return {
    kind: "result",
    text: textAt(message, "result") ?? "",
    errorClass: message.is_error === true ? errorOf(message) : null,
    usage: {
      input: numberAt(usage, "input_tokens") ?? 0,
      output: numberAt(usage, "output_tokens") ?? 0,
      cacheRead: numberAt(usage, "cache_read_input_tokens") ?? 0,
      cacheWrite: numberAt(usage, "cache_creation_input_tokens") ?? 0,
      costMicros: cost === null ? null : Math.round(cost * 1_000_000),
    },
    refused: listAt(message, "permission_denials")
      .filter(isObject)
      .flatMap((denial) => textAt(denial, "tool_name") ?? []),
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
