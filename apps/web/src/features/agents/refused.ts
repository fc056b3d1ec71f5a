import type { Command, Question, Turn } from "@signalbox/contract/agents";
import { resultText } from "./tool-call.ts";

interface Circumstances {
  commands: readonly Command[];
  turns: readonly Turn[];
}

/** What CLIs answer a call with that the person refused. */
const refusal = /doesn't want to proceed|user rejected|rejected by (?:the )?user|user (?:declined|denied)/i;

/**
 * Whether what was asked was refused in the terminal: No or Escape ended the command with it, or the call's own answer says
 * so. The state alone tells only that it was answered there.
 */
export const isRefused = (question: Question, { commands, turns }: Circumstances): boolean => {
  if (question.state !== "answered_elsewhere" || question.kind === "text") return false;
  const command = commands.find(({ id }) => id === question.commandId);
  if (command?.outcome === "interrupted" && command.completedAt === question.closedAt) return true;
  return turns.some((turn) => isCallOf(turn, question) && refusal.test(resultText(turn.tool?.result)));
};

/** A question may name the tool in other letters than its call, and tell only the part of its input that it is about. */
const isCallOf = ({ tool, commandId }: Turn, question: Question): boolean =>
  tool?.failed === true &&
  tool.name.toLowerCase() === question.tool?.toLowerCase() &&
  commandId === question.commandId &&
  holds(tool.input, question.input);

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function holds(whole: unknown, part: unknown): boolean {
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  if (!isFields(whole) || !isFields(part)) return same(whole, part);
  return Object.entries(part).every(([name, value]) => same(whole[name], value));
}
