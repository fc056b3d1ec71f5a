import type { Question } from "./agents.ts";

/**
 * Whether no more is known of a question than that its terminal shows a dialog: what that asks, only the terminal can
 * tell. A question that is told whole may be one that only the terminal can answer as well.
 */
export const isUnseenDialog = ({
  terminalOnly,
  tool,
  input,
  plan,
  parts,
}: Pick<Question, "terminalOnly" | "tool" | "input" | "plan" | "parts">): boolean =>
  terminalOnly && tool === null && input === null && plan === null && parts.length === 0;
