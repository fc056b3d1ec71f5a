import { isObject, type JsonObject, numberAt, objectAt, textAt } from "../../../kernel/json.ts";
import type { ExecutionCli, ExecutionTold, ExecutionWish } from "../execution-cli.ts";
import { classOf } from "../fault-pattern.ts";
import { messageIn, microsOf, sessionOf, tokensAt } from "../told-parts.ts";
import { opencodeFaults } from "./execution-faults.ts";

const reading = { read: "allow", glob: "allow", grep: "allow", list: "allow", lsp: "allow" };
/** Nobody is there to be asked, and a question would end it: what is not allowed is denied. */
const permissions = {
  read: { "*": "deny", ...reading, todowrite: "allow" },
  edit: { "*": "deny", ...reading, todowrite: "allow", edit: "allow" },
  full: { "*": "allow" },
} as const;

/**
 * OpenCode with `run`: lines of JSON, none of which is the last. Its end is a step that wants no more tools. What it sits
 * out stands in its log alone.
 */
export const opencodeExecution = {
  args: ({ model, resumes }: ExecutionWish) => [
    ...["run", "--format", "json", "--print-logs", "--log-level", "ERROR"],
    ...(model === null ? [] : ["--model", model]),
    ...(resumes === null ? [] : ["--session", resumes]),
  ],
  leavesProjectOut: false,
  env: ({ access }: ExecutionWish) => ({ OPENCODE_PERMISSION: JSON.stringify(permissions[access]) }),
  read(line: string) {
    const message = messageIn(line);
    if (message === null || textAt(message, "sessionID") === null) return [];
    return [...sessionOf(textAt(message, "sessionID") ?? ""), ...told(message)];
  },
  readErrors(line: string): ExecutionTold[] {
    if (!/ message="stream error" .* small=false .* mode=primary /.test(line)) return [];
    const said = / error\.error="((?:[^"\\]|\\.)*)"/.exec(line)?.[1] ?? "";
    return [failed(said.replace(/^[A-Za-z_]+: /, ""), said)];
  },
} satisfies ExecutionCli;

function told(message: JsonObject): ExecutionTold[] {
  const part = objectAt(message, "part");
  switch (textAt(message, "type")) {
    case "step_start":
      return [{ kind: "working" }];
    case "text":
      return [{ kind: "words", text: textAt(part, "text") ?? "", joins: true }];
    case "tool_use":
      return refusedIn(part);
    case "step_finish":
      return stepOver(part);
    case "error":
      return isObject(message.error) ? [faultOf(message.error)] : [];
    default:
      return [];
  }
}

function refusedIn(part: JsonObject): ExecutionTold[] {
  const why = textAt(objectAt(part, "state"), "error") ?? "";
  const tool = textAt(part, "tool");
  const isRefused = /unavailable tool|rejected permission|prevents you from using/.test(why);
  return isRefused && tool !== null ? [{ kind: "refused", tool }] : [];
}

/** After these it goes on by itself. */
const goesOn: readonly (string | null)[] = ["tool-calls", "unknown"];

function stepOver(part: JsonObject): ExecutionTold[] {
  const tokens = objectAt(part, "tokens");
  const cache = objectAt(tokens, "cache");
  const spent = {
    ...{ id: textAt(part, "id") ?? textAt(part, "messageID") ?? "", model: null },
    input: tokensAt(tokens, "input"),
    output: tokensAt(tokens, "output") + tokensAt(tokens, "reasoning"),
    ...{ cacheRead: tokensAt(cache, "read"), cacheWrite: tokensAt(cache, "write") },
    cost: microsOf(numberAt(part, "cost")) ?? 0,
  };
  return [{ kind: "spent", spent }, ...endAfter(textAt(part, "reason"))];
}

function endAfter(reason: string | null): ExecutionTold[] {
  if (goesOn.includes(reason)) return [];
  if (reason === "stop") return [{ kind: "result", text: null, errorClass: null, usage: null, refused: [] }];
  return [failed(`The model stopped before it was done: ${reason}`, reason ?? "")];
}

const failed = (text: string, about: string): ExecutionTold => ({
  ...{ kind: "result", text, usage: null, refused: [] },
  errorClass: classOf(about, opencodeFaults),
});

function faultOf(error: JsonObject): ExecutionTold {
  const data = objectAt(error, "data");
  const [name, text] = [textAt(error, "name") ?? "", textAt(data, "message") ?? ""];
  const about = `${name} ${numberAt(data, "statusCode") ?? ""} ${text} ${textAt(data, "responseBody") ?? ""}`;
  return failed(text === "" ? name : text, about);
}
