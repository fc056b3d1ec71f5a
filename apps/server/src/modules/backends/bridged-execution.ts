import { isObject, type JsonObject, numberAt, objectAt, objectIn, textAt } from "../../kernel/json.ts";
import type { ExecutionTold } from "./execution-cli.ts";
import { classOf, type FaultPattern } from "./fault-pattern.ts";
import { microsOf, sessionOf, tokensAt } from "./told-parts.ts";

interface Words {
  faults: readonly FaultPattern[];
  /** Where the last words say that it failed, since its protocol does not. */
  saysItFailed?(words: string): boolean;
}

/** Reads what a bridge prints. */
export const bridgeReader =
  (by: Words) =>
  (line: string): ExecutionTold[] => {
    const message = objectIn(line);
    return message?.bridge === 1 ? told(message, by) : [];
  };

function told(message: JsonObject, by: Words): ExecutionTold[] {
  switch (textAt(message, "type")) {
    case "session":
      return message.resumable === true ? sessionOf(textAt(message, "id") ?? "") : [];
    case "words":
      return [{ kind: "words", text: textAt(message, "text") ?? "", joins: true }];
    case "tool":
    case "tool_over":
      return [{ kind: "working" }];
    case "refused":
      return [{ kind: "refused", tool: textAt(message, "tool") ?? "a tool" }];
    case "spent":
      return [spentOf(message)];
    case "waits":
      return waitsFor(message, by);
    case "result":
      return [resultOf(message, by)];
    default:
      return [];
  }
}

const tokensIn = (message: JsonObject) => ({
  ...{ input: tokensAt(message, "input"), output: tokensAt(message, "output") },
  ...{ cacheRead: tokensAt(message, "cacheRead"), cacheWrite: tokensAt(message, "cacheWrite") },
});

const spentOf = (message: JsonObject): ExecutionTold => ({
  kind: "spent",
  spent: {
    ...{ id: textAt(message, "id") ?? "", model: textAt(message, "model"), ...tokensIn(message) },
    cost: microsOf(numberAt(message, "cost")) ?? 0,
  },
});

/** A fault that it sits out stands until it works on. */
function waitsFor(message: JsonObject, by: Words): ExecutionTold[] {
  const [until, about] = [numberAt(message, "until") ?? Number.NaN, textAt(message, "about") ?? ""];
  const failed = failedWith(about, about, by);
  const resetsAt = new Date(until);
  const isLimit = failed.errorClass === "rate_limit" && !Number.isNaN(resetsAt.getTime());
  return isLimit ? [{ kind: "limited", resetsAt }, failed] : [failed];
}

const failedWith = (text: string, about: string, { faults }: Words) => ({
  ...({ kind: "result", text, usage: null, refused: [] } as const),
  errorClass: classOf(about, faults),
});

function resultOf(message: JsonObject, by: Words): ExecutionTold {
  const text = textAt(message, "text") ?? "";
  const given = isObject(message.usage) ? message.usage : null;
  const cost = given === null ? null : numberAt(objectAt(message, "usage"), "cost");
  const usage = given === null ? null : { ...tokensIn(given), costMicros: microsOf(cost) };
  if (message.ok !== true)
    return { ...failedWith(text, `${textAt(message, "about") ?? ""} ${text}`, by), usage };
  if (by.saysItFailed?.(text) === true) return { ...failedWith(text, text, by), usage };
  return { kind: "result", text, errorClass: null, usage, refused: [] };
}
