import { isObject, type JsonObject, listAt, numberAt, objectAt, textAt } from "../../../kernel/json.ts";
import { shortText } from "../read-payload.ts";
import type { Observation } from "../signal.ts";
import { readAnswers, readQuestion } from "./read-question.ts";
import { prefixesOfMachines } from "./read-signal.ts";
import { readResetTime } from "./reset-time.ts";

/** What a part of a line tells, with the CLI's own id of the thing. */
export interface Part {
  observation: Observation;
  thing: string;
}

/** The blocks of an answer of the model: a line has one of them, or several. */
export function answerParts(line: JsonObject): Part[] {
  const message = objectAt(line, "message");
  const messageId = shortText(message, "id") ?? shortText(line, "uuid");
  const first = numberAt(line, "apiBlockIndex") ?? 0;
  return listAt(message, "content")
    .filter(isObject)
    .flatMap((block, index) => {
      const text = textAt(block, "text");
      if (block.type === "tool_use") return callParts(block);
      if (block.type !== "text" || text === null || text.trim() === "") return [];
      return [{ observation: { kind: "said", text }, thing: `said:${messageId}:${first + index}` }];
    });
}

function callParts(block: JsonObject): Part[] {
  const useId = shortText(block, "id");
  if (useId === null) return [];
  const tool = shortText(block, "name") ?? "unknown tool";
  const input = block.input ?? null;
  const started: Part = { observation: { kind: "tool_started", tool, input, useId }, thing: `tool:${useId}` };
  if (tool !== "AskUserQuestion" && tool !== "ExitPlanMode") return [started];
  const question = readQuestion({ tool_name: tool, tool_input: input });
  return [started, { observation: { kind: "asked", question }, thing: `asked:${useId}` }];
}

/** The words in which the CLI gave up. */
export function failurePart(line: JsonObject, at: Date): Part {
  const text = wordsIn(listAt(objectAt(line, "message"), "content").filter(isObject));
  const reset = numberAt(objectAt(line, "quotaLimits"), "resetsAt");
  const told = reset === null ? null : new Date(reset * 1_000);
  const resetsAt = told === null || Number.isNaN(told.getTime()) ? readResetTime(text, at) : told;
  const errorClass = shortText(line, "error") ?? "unknown";
  const thing = `said:${shortText(line, "uuid")}`;
  return { observation: { kind: "stop_failed", errorClass, text, resetsAt }, thing };
}

/** The results of tool calls that a line brings. */
export function resultParts(line: JsonObject): Part[] {
  const results = blocksOf(line).filter((block) => block.type === "tool_result");
  return results.map((block) => {
    const useId = shortText(block, "tool_use_id");
    // What the tool itself answered stands beside the one result that a line usually has.
    const result = (results.length === 1 ? line.toolUseResult : undefined) ?? block.content ?? null;
    const of = isObject(result) ? result : {};
    const childId = shortText(of, "agentId");
    const launched = childId === null ? null : { childId, description: textAt(of, "description") };
    const call = { kind: "tool_finished", tool: null, input: null, useId, durationMs: null } as const;
    const failed = block.is_error === true;
    const observation = { ...call, result, failed, launched, answers: readAnswers(result) };
    return { observation, thing: `result:${useId}` };
  });
}

/** The blocks of a line's message; none where that is a text. */
function blocksOf(line: JsonObject): JsonObject[] {
  return listAt(objectAt(line, "message"), "content").filter(isObject);
}

/** What a person, or the CLI in their name, wrote. */
export function promptText(line: JsonObject): string {
  const { content } = objectAt(line, "message");
  return typeof content === "string" ? content : wordsIn(blocksOf(line));
}

const wordsIn = (blocks: readonly JsonObject[]): string =>
  blocks.flatMap((block) => (block.type === "image" ? "[image]" : (textAt(block, "text") ?? []))).join("\n");

/** Whether a text is the CLI's own, where a person's words would stand. */
export const isOfMachine = (text: string): boolean =>
  prefixesOfMachines.some((prefix) => text.trimStart().startsWith(prefix));

const ends = ["end_turn", "stop_sequence", "max_tokens", "refusal"];

/** The last words of a turn, where an answer of the model ends one. */
export function lastWords(line: JsonObject): string | null {
  const message = objectAt(line, "message");
  if (!ends.includes(textAt(message, "stop_reason") ?? "")) return null;
  return (
    blocksOf(line)
      .flatMap((block) => textAt(block, "text") ?? [])
      .at(-1) ?? null
  );
}

const slashCommand = /<command-name>\s*\/?([^<\s]+)\s*<\/command-name>/;
const slashArguments = /<command-args>([\s\S]*?)<\/command-args>/;

/** The slash command that a line of the person's holds, as they typed it. */
export function slashIn(text: string): string | null {
  const name = slashCommand.exec(text)?.[1];
  if (name === undefined) return null;
  return `/${name} ${slashArguments.exec(text)?.[1]?.trim() ?? ""}`.trim();
}
