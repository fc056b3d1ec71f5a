import { closely, type TerminalInput } from "../../backends/index.ts";

/** Whether an input is empty, or holds the last prompt, which the CLI put back: nobody has begun to write there. */
export function isOwn(input: TerminalInput, typed: string, lastPrompt: string | null): boolean {
  if (typed === "") return true;
  if (lastPrompt === null) return false;
  return input.putsBack?.(typed, lastPrompt) ?? closely(typed) === closely(lastPrompt);
}
