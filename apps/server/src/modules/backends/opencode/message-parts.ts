import { type JsonObject, numberAt, objectAt, textAt } from "../../../kernel/json.ts";
import { shortText } from "../read-payload.ts";
import type { Observation, Spent } from "../signal.ts";
import { failureOf } from "./observations.ts";

/** OpenCode's words for a No to a permission, and for a question that was waved away; with a reason it goes on. */
const refusals =
  /^The user (?:rejected permission to use this specific tool call\.$|dismissed this question)/;

export const isRefusal = (result: unknown): boolean => typeof result === "string" && refusals.test(result);

interface Answer {
  /** Whether it calls a tool, whatever it says that it ended for. */
  calls: boolean;
  text: string;
  isChild: boolean;
}

/** How a turn ended with a message; null where it goes on behind it. */
export function endOf(message: JsonObject, { calls, text, isChild }: Answer): Observation | null {
  const error = objectAt(message, "error");
  if (shortText(error, "name") !== null) return failureOf(error);
  if (calls || message.finish === "tool-calls") return null;
  return isChild ? { kind: "child_stopped", text } : { kind: "stopped", text, childrenRunning: false };
}

const microsPerDollar = 1_000_000;

/** What an answer took. OpenCode tells what was thought beside what was said, unless its total says otherwise. */
export function readOpencodeSpent(message: JsonObject): Spent | null {
  const tokens = objectAt(message, "tokens");
  const cache = objectAt(tokens, "cache");
  const count = (of: JsonObject, name: string) => Math.max(0, numberAt(of, name) ?? 0);
  const [input, said, thought] = [
    count(tokens, "input"),
    count(tokens, "output"),
    count(tokens, "reasoning"),
  ];
  const [cacheRead, cacheWrite] = [count(cache, "read"), count(cache, "write")];
  const isWithin = numberAt(tokens, "total") === input + said + cacheRead + cacheWrite;
  const output = isWithin ? said : said + thought;
  const id = shortText(message, "id");
  if (id === null || input + output + cacheRead + cacheWrite === 0) return null;
  const cost = count(message, "cost");
  return {
    ...{ id, model: textAt(message, "modelID"), input, output, cacheRead, cacheWrite },
    // Nothing is what it says of a model whose prices it does not know, too.
    ...(cost > 0 ? { cost: Math.round(cost * microsPerDollar) } : {}),
  };
}
