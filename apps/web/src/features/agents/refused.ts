import type { Command, Question, Turn } from "@signalbox/contract/agents";
import { resultText } from "./tool-call.ts";

interface Circumstances {
  commands: readonly Command[];
  turns: readonly Turn[];
}

/** Whether a person said no to what was asked; `maybe` where it may as well have been allowed, and interrupted later. */
export type Refused = "no" | "maybe" | "yes";

/** What CLIs answer a call with that the person refused. */
const refusal = /rejected by (?:the )?user|rejected permission|user (?:declined|denied)/i;
/** What Claude Code answers one with that was refused, and as well one that was interrupted while it ran. */
const refusalOrInterruption = /doesn't want to proceed|user rejected/i;

/**
 * Whether what was asked was refused in the terminal: No or Escape ended the command with it, or the call's own answer says
 * so. The state alone tells only that it was answered there. Of a permission most CLIs don't tell that it was given, so
 * that its call may have run until the command was interrupted; a choice or a plan has nothing that would run.
 */
export const refusedOf = (question: Question, { commands, turns }: Circumstances): Refused => {
  if (question.state !== "answered_elsewhere" || question.kind === "text") return "no";
  const results = turns
    .filter((turn) => isCallOf(turn, question))
    .map(({ tool }) => resultText(tool?.result));
  if (results.some((result) => refusal.test(result))) return "yes";
  const command = commands.find(({ id }) => id === question.commandId);
  const isOverWithIt = command?.outcome === "interrupted" && command.completedAt === question.closedAt;
  if (!isOverWithIt && !results.some((result) => refusalOrInterruption.test(result))) return "no";
  return question.kind === "permission" ? "maybe" : "yes";
};

/** A question may name the tool in other letters than its call, and tell only the part of its input that it is about. */
const isCallOf = ({ id, tool, commandId }: Turn, question: Question): boolean => {
  if (tool?.failed !== true) return false;
  if (question.callTurnId !== null) return id === question.callTurnId;
  return (
    tool.name.toLowerCase() === question.tool?.toLowerCase() &&
    commandId === question.commandId &&
    holds(tool.input, question.input)
  );
};

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function holds(whole: unknown, part: unknown): boolean {
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  if (!isFields(whole) || !isFields(part)) return same(whole, part);
  return Object.entries(part).every(([name, value]) => same(whole[name], value));
}
