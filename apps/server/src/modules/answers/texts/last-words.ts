import type { TerminalInput } from "../../backends/index.ts";

/** What was said last in a session: what its CLI may have put back into its input, and what its terminal shows. */
export interface LastWords {
  lastPrompt: string | null;
  lastSaid: string | null;
}

/** What the last words of an agent are asked of. */
export interface Remembered {
  /** What it was last asked, whole. */
  lastPrompt(agentId: string): Promise<string | null>;
  /** What it said last, whole. */
  lastSaid(agentId: string): Promise<string | null>;
}

export async function lastWordsOf(agents: Remembered, agentId: string): Promise<LastWords> {
  const [lastPrompt, lastSaid] = await Promise.all([agents.lastPrompt(agentId), agents.lastSaid(agentId)]);
  return { lastPrompt, lastSaid };
}

/** Why a terminal may be another session's now, in a sentence; null where it is this one's. */
export function whyAnotherSession(
  screen: string,
  input: TerminalInput,
  { lastPrompt, lastSaid }: LastWords,
): string | null {
  const said = [lastPrompt, lastSaid].filter((text) => text !== null);
  return input.shows === undefined || input.shows(screen, said)
    ? null
    : "its terminal shows nothing of what was said last: it may be in another session";
}
