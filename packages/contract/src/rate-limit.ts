import type { Agent } from "./agents.ts";

/** Whether an agent rests because its last command failed at a rate limit. */
export const isAtLimit = ({ state, errorClass }: Pick<Agent, "state" | "errorClass">): boolean =>
  state === "complete" && errorClass === "rate_limit";
