import type { Signal } from "../../backends/index.ts";
import { knownPrompts } from "./prompts.ts";
import type { Tracked } from "./tracked.ts";

/**
 * Whether what a signal would do rests on something that was not heard: it belongs to a prompt that nobody told of, or
 * closes a command whose end nobody told. The transcript is asked first.
 */
export function isDoubtful(agent: Tracked | undefined, signal: Signal): boolean {
  const { source, observation, promptId, child } = signal;
  if (!agent?.memory.open || source === "transcript" || child !== null) return false;
  if (observation.kind === "noticed") return observation.notice === "idle_prompt";
  if (observation.kind === "session_ended" || observation.kind === "process_gone") return true;
  // It does not tell whether the person stopped it, or what it failed by.
  if (observation.kind === "stopped" && observation.text === "") return true;
  if (promptId === null) return observation.kind === "prompted";
  return !knownPrompts(agent).includes(promptId);
}
