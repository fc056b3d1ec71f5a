import type { Agent } from "@signalbox/contract/agents";
import { clockWithSeconds, roughly } from "../../lib/format.ts";
import { seenAgent, stateWords } from "./aspect.ts";
import { sinceOf } from "./ending.ts";

/** Since when its lamp has shown what it shows. */
export const shownSince = (agent: Agent, now: number): string => {
  const { aspect } = seenAgent(agent, now);
  if (aspect === "silent") return agent.lastSeenAt;
  return aspect === "ended" ? sinceOf(agent) : agent.stateSince;
};

/** Since when, in words; the state of a silent one began before the silence did. */
export const sinceWords = (agent: Agent, now: number): string => {
  const since = shownSince(agent, now);
  const duration = roughly(now - Date.parse(since));
  return seenAgent(agent, now).aspect === "silent"
    ? `${stateWords[agent.state]} since ${clockWithSeconds(agent.stateSince)}, silent for ${duration}`
    : `for ${duration}, since ${clockWithSeconds(since)}`;
};
