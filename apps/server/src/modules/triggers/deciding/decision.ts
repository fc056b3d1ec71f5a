import type { JSONValue } from "@jmespath-community/jmespath";
import type { ExecutionTarget } from "@signalbox/contract/executions";
import { asText, find, isTruthy } from "./expressions.ts";

/** What a bot is started with. */
export interface Begin {
  values: Record<string, string>;
  /** In a few words, for people: `acme/shop#7 opened`. */
  what: string;
  target: ExecutionTarget | null;
}

/** Whether a trigger begins, and why or why not. */
export type Decision = ({ matches: true } & Begin) | { matches: false; reason: string };

export const no = (reason: string): Decision => ({ matches: false, reason });

/** A filter that can't be answered for what came does not match it. */
export function passes(filter: string | null, data: JSONValue): { reason: string } | null {
  if (filter === null) return null;
  const answer = find(filter, data);
  if ("fault" in answer) return { reason: `Its filter can't be answered: ${answer.fault}` };
  return isTruthy(answer.found) ? null : { reason: "Its filter says no" };
}

/** Characters that a value may have; what is longer is cut off, and says so. */
const longestValue = 10_000;

/** What the expressions of a trigger find. */
export function extract(
  expressions: Readonly<Record<string, string>>,
  data: JSONValue,
): { values: Record<string, string> } | { reason: string } {
  const values: Record<string, string> = {};
  for (const [name, expression] of Object.entries(expressions)) {
    const answer = find(expression, data);
    if ("fault" in answer) return { reason: `"${name}" can't be found: ${answer.fault}` };
    // What is not there is not given: the bot's usual value stands for it, or it says what it misses.
    if (answer.found !== null) values[name] = cut(asText(answer.found));
  }
  return { values };
}

/** A text that is data: without what no database takes, and not too long. */
export function cut(text: string): string {
  const clean = text.toWellFormed().replaceAll("\u0000", "\uFFFD");
  if (clean.length <= longestValue) return clean;
  return `${clean.slice(0, longestValue - 60).toWellFormed()}\n[cut off: it has ${clean.length} characters]`;
}
