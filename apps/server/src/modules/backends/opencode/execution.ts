import type { Allowed } from "@signalbox/contract/allowed";

import { isObject, type JsonObject, numberAt, objectAt, objectIn, textAt } from "../../../kernel/json.ts";
import type { ExecutionCli, ExecutionTold, ExecutionWish } from "../execution-cli.ts";
import { classOf } from "../fault-pattern.ts";
import { microsOf, sessionOf, tokensAt } from "../told-parts.ts";
import { opencodeFaults } from "./execution-faults.ts";

const reading = { read: "allow", glob: "allow", grep: "allow", list: "allow", lsp: "allow" };
/** Nobody is there to be asked, and a question would end it: what is not allowed is denied. */
const permissions = {
  read: { "*": "deny", ...reading, todowrite: "allow" },
  edit: { "*": "deny", ...reading, todowrite: "allow", edit: "allow" },
  full: { "*": "allow" },
} as const;

/** What is named later counts. */
const allowedBeside = ({ tools, folders, network }: Allowed) => ({
  ...Object.fromEntries(tools.map((tool) => [tool, "allow"])),
  ...(network ? { webfetch: "allow", websearch: "allow" } : {}),
  ...(folders.length === 0
    ? {}
    : { external_directory: Object.fromEntries(folders.map((folder) => [`${folder}/**`, "allow"])) }),
});

/** Those of its kind that are over sooner are no limits of a plan. */
const longWaitMs = 60_000;

/**
 * OpenCode by its server, whose bridge prints lines as `opencode run` does, none of which is the last: its end is a step
 * that wants no more tools. What it sits out is told beside.
 */
export const opencodeExecution = {
  bridge: ({ access, cwd, model, resumes }: ExecutionWish) =>
    ({ by: "opencode", access, cwd, model, resumes }) as const,
  args: () => ["serve", "--hostname", "127.0.0.1", "--port", "0"],
  leavesProjectOut: false,
  env: ({ access, allowed }: ExecutionWish) => ({
    OPENCODE_PERMISSION: JSON.stringify({ ...permissions[access], ...allowedBeside(allowed) }),
  }),
  read(line: string, at: Date): ExecutionTold[] {
    const message = objectIn(line);
    if (message === null || textAt(message, "sessionID") === null) return [];
    return [...sessionOf(textAt(message, "sessionID") ?? ""), ...told(message, at)];
  },
} satisfies ExecutionCli;

function told(message: JsonObject, at: Date): ExecutionTold[] {
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
    case "child_step_finish":
      return [spentOf(part)];
    case "retry":
      return waitsFor(message, at);
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

function spentOf(part: JsonObject): ExecutionTold {
  const tokens = objectAt(part, "tokens");
  const cache = objectAt(tokens, "cache");
  const spent = {
    ...{ id: textAt(part, "id") ?? textAt(part, "messageID") ?? "", model: null },
    input: tokensAt(tokens, "input"),
    output: tokensAt(tokens, "output") + tokensAt(tokens, "reasoning"),
    ...{ cacheRead: tokensAt(cache, "read"), cacheWrite: tokensAt(cache, "write") },
    cost: microsOf(numberAt(part, "cost")) ?? 0,
  };
  return { kind: "spent", spent };
}

const stepOver = (part: JsonObject): ExecutionTold[] => [spentOf(part), ...endAfter(textAt(part, "reason"))];

/** It asks the model again, and says when: the words alone do not always say why. */
function waitsFor(message: JsonObject, at: Date): ExecutionTold[] {
  const text = textAt(message, "message") ?? "";
  const next = new Date(numberAt(message, "next") ?? Number.NaN);
  const waitMs = next.getTime() - at.getTime();
  const known = classOf(` ${text} `, opencodeFaults);
  const errorClass = known !== "unknown" ? known : waitMs > longWaitMs ? "rate_limit" : "overloaded";
  const fault = { ...failed(text, ""), errorClass } as const;
  const isKnown = errorClass === "rate_limit" && !Number.isNaN(waitMs);
  return isKnown ? [{ kind: "limited", resetsAt: next }, fault] : [fault];
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
