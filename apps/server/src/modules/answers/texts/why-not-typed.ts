import type { TerminalInput } from "../../backends/index.ts";
import { type LastWords, whyAnotherSession } from "./last-words.ts";
import { isOwn } from "./own-words.ts";

interface Typing extends LastWords {
  input: TerminalInput;
  text: string;
  interrupt: boolean;
}

/** Why a terminal that shows this takes no text; null where it does. It is looked at before a text is on its way. */
export function whyNotTyped(screen: string, typing: Typing): string | null {
  const { input, lastPrompt, text, interrupt } = typing;
  if (input.asSaid(text) === null) return "its CLI would run it in a shell, for it begins with !";
  const { typed, busy } = input.read(screen);
  if (typed === null) return "its terminal shows no input: a dialog, or a page of the CLI";
  const another = whyAnotherSession(screen, input, typing);
  if (another !== null) return another;
  if (busy && !interrupt) return "the agent is at work";
  return isOwn(input, typed, lastPrompt) ? null : "somebody has begun to write in its terminal";
}
