import type { Observation } from "../signal.ts";

/** What a person did, as far as it may be another session's. */
export interface Held {
  observation: Extract<Observation, { kind: "prompted" | "interrupted" }>;
  sessionId: string | null;
  promptId: string | null;
  cwd: string | null;
  entrypoint: string | null;
  at: number;
  key: string;
}

/** A copy is dropped with each answer in it. */
const mostHeld = 16;

export const heldWith = (held: readonly Held[], one: Held): Held[] => [...held, one].slice(-mostHeld);

/**
 * What of it was done in the fork itself. Prompts that nobody had answered are copied without a mark of whence, but under
 * the id of the fork's own first one, with which they are written.
 */
export const doneInFork = (held: readonly Held[]): Held[] =>
  held.filter(({ promptId }, at) => {
    const isIt = (later: Held) => later.observation.kind === "prompted" && later.promptId === promptId;
    return promptId === null || !held.slice(at + 1).some(isIt);
  });
