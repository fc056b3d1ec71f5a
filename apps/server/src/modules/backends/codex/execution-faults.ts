import type { FaultPattern } from "../fault-pattern.ts";

/** What Codex says of the fault that ended a turn; the first that fits counts. */
export const codexFaults: readonly FaultPattern[] = [
  { says: /ran out of room|context window|context_length_exceeded/i, errorClass: "context_too_long" },
  { says: /quota|billing details|status 402\b|out of credits/i, errorClass: "billing" },
  { says: /usage limit|last status: 429|status 429\b|too many requests/i, errorClass: "rate_limit" },
  {
    says: /status 40[13]\b|last status: 40[13]|unauthori[sz]ed|not logged in/i,
    errorClass: "authentication",
  },
  {
    says: /status 5\d\d\b|last status: 5\d\d|at capacity|overloaded|high demand/i,
    errorClass: "overloaded",
  },
  { says: /stream disconnected|error sending request|connection|timed? ?out/i, errorClass: "network" },
  { says: /content policy|usage policy|invalid_prompt|flagged/i, errorClass: "refused" },
];
