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

const isCallOf = ({ tool, commandId }: Turn, question: Question): boolean =>
  tool?.failed === true &&
  tool.name === question.tool &&
  commandId === question.commandId &&
  JSON.stringify(tool.input) === JSON.stringify(question.input);
