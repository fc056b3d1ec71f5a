import type { ChildAgent } from "@signalbox/contract/agent-children";
import type { Turn } from "@signalbox/contract/agents";
import { isRecord } from "../../lib/json.ts";

const launching = new Set(["Agent", "Task"]);

/** The child agents that calls of tools started, by the calls' turns. */
export const launchesOf = (
  turns: readonly Turn[],
  children: readonly ChildAgent[],
): ReadonlyMap<string, ChildAgent> => {
  const launches = new Map<string, ChildAgent>();
  for (const child of children)
    if (child.startedByTurnId !== null) launches.set(child.startedByTurnId, child);
  for (const child of children) {
    if (child.startedByTurnId !== null) continue;
    const call = turns.find((turn) => !launches.has(turn.id) && mayHaveStarted(turn, child));
    if (call !== undefined) launches.set(call.id, child);
  }
  return launches;
};

/** One that works in the foreground is named by the call's answer alone, which is yet to come. */
const mayHaveStarted = ({ tool, at }: Turn, { startedAt, title, agentType }: ChildAgent): boolean => {
  if (tool === null || !launching.has(tool.name) || tool.result !== null || at > startedAt) return false;
  const given = { description: null, subagent_type: null, ...(isRecord(tool.input) ? tool.input : {}) };
  if (title !== null && given.description === title) return true;
  return given.subagent_type === null || given.subagent_type === agentType;
};
