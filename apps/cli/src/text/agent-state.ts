import type { Agent } from "@signalbox/contract/agents";
import { isAtLimit } from "@signalbox/contract/rate-limit";
import { isSilent } from "@signalbox/contract/silence";
import type { Colour } from "../io.ts";
import { spoken } from "./clean.ts";
import { until } from "./when.ts";

/** The state, or what came of it: a failure is told whether its session has ended or not. */
export const stateWord = (agent: Agent, now: Date): string => {
  const failure = failed(agent) ? [failureWord(agent, now)] : [];
  if (agent.endedAt !== null) return ["ended", ...failure].join(", ");
  if (isSilent(agent, now.getTime())) return "silent";
  return failure[0] ?? spoken(agent.state);
};

const failureWord = (agent: Agent & { errorClass: string }, now: Date): string => {
  if (!isAtLimit(agent)) return `failed (${spoken(agent.errorClass)})`;
  if (agent.resetsAt === null) return "rate limit";
  return Date.parse(agent.resetsAt) > now.getTime()
    ? `rate limit, resets in ${until(agent.resetsAt, now)}`
    : "rate limit, has reset";
};

const failed = (agent: Agent): agent is Agent & { errorClass: string } =>
  agent.state === "complete" && agent.errorClass !== null;

export const colourOf = (agent: Agent, now: Date): Colour => {
  if (failed(agent) || isSilent(agent, now.getTime())) return "yellow";
  if (agent.endedAt !== null) return "gray";
  if (agent.state === "awaiting_input") return "red";
  return agent.state === "processing" || agent.state === "commanded" ? "green" : "gray";
};
