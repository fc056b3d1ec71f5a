import type { FaultPattern } from "../fault-pattern.ts";

/** What OpenCode says of a fault: its name, the status, and the provider's words; the first that fits counts. */
export const opencodeFaults: readonly FaultPattern[] = [
  { says: /^ContextOverflowError|context_length_exceeded|context window/i, errorClass: "context_too_long" },
  {
    says: / 402 |billing|credit balance|insufficient_quota|exceeded your current quota/i,
    errorClass: "billing",
  },
  { says: / 429 |rate.?limit|too many requests|usage limit/i, errorClass: "rate_limit" },
  { says: /^ProviderAuthError| 40[13] |api key|unauthori[sz]ed/i, errorClass: "authentication" },
  { says: / 5\d\d |overloaded|unavailable|server_error/i, errorClass: "overloaded" },
  { says: /content.?filter|content policy/i, errorClass: "refused" },
  { says: /ECONN|ENOTFOUND|ETIMEDOUT|socket|network|connect|timed? ?out/i, errorClass: "network" },
];
