import type { TerminalInput } from "../../backends/index.ts";

interface Typing {
  input: TerminalInput;
  lastPrompt: string | null;
  text: string;
  interrupt: boolean;
}

/** Why a terminal that shows this takes no text; null where it does. It is looked at before a text is on its way. */
export function whyNotTyped(screen: string, { input, lastPrompt, text, interrupt }: Typing): string | null {
  if (input.asSaid(text) === null) return "its CLI would run it in a shell, for it begins with !";
  const { typed, busy } = input.read(screen);
  if (typed === null) return "its terminal shows no input: a dialog, or a page of the CLI";
  if (busy && !interrupt) return "it works";
  const isOwn = typed === "" || (lastPrompt !== null && input.holds(typed, lastPrompt));
  return isOwn ? null : "somebody has begun to write in its terminal";
}
