import type { Agent } from "@signalbox/contract/agents";
import { endWord } from "@signalbox/contract/end-reasons";

/** Short enough to stand beside a state; what is missing here is said as everywhere else. */
const briefly: Readonly<Record<string, string>> = {
  prompt_input_exit: "exited",
  exit: "exited",
  clear: "cleared",
  resume: "another one resumed",
  logout: "signed out",
  bypass_permissions_disabled: "mode switched off",
  parent_ended: "with its parent",
  process_gone: "process is gone",
  pane_gone: "pane is gone",
  pane_left: "pane shows a shell",
  silent: "not heard of",
  before_signalbox: "before Signalbox",
};

/** A child whose work was over has ended by completing it. */
const finished = "stopped";

type Ended = Pick<Agent, "state" | "endedAt" | "endReason">;

/** Whether its end is what there is to say of it: not of a child that did its work. */
export const isOver = ({ state, endedAt, endReason }: Ended): boolean =>
  endedAt !== null && !(state === "complete" && endReason === finished);

/** Since when it is as it is shown. */
export const sinceOf = (agent: Ended & Pick<Agent, "stateSince">): string =>
  isOver(agent) && agent.endedAt !== null ? agent.endedAt : agent.stateSince;

/** How it ended, in few words; null where that is unknown. */
export const briefEnd = (endReason: string | null): string | null => {
  if (endReason === null) return null;
  return Object.hasOwn(briefly, endReason) ? (briefly[endReason] ?? null) : endWord(endReason);
};

/** `Ended: process is gone`. */
export const endSentence = (endReason: string | null): string => {
  const how = briefEnd(endReason);
  return how === null ? "Ended" : `Ended: ${how}`;
};
