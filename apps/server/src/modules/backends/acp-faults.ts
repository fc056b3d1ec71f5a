import type { FaultPattern } from "./fault-pattern.ts";

/** What agents of the protocol say of a fault, and what their providers say; the first that fits counts. */
export const acpFaults: readonly FaultPattern[] = [
  { says: /It could not be started|offers no model called/, errorClass: "missing" },
  {
    says: /context.?length|context window|prompt is too long|too many tokens|max_tokens\b/i,
    errorClass: "context_too_long",
  },
  {
    says: /billing|credit balance|\b402\b|payment|insufficient_quota|credits? exhausted/i,
    errorClass: "billing",
  },
  { says: /rate.?limit|\b429\b|too many requests|usage limit|quota/i, errorClass: "rate_limit" },
  {
    says: /^-32000\b|authenticat|\b40[13]\b|api.?key|unauthori[sz]ed|not logged in|login required/i,
    errorClass: "authentication",
  },
  { says: /overloaded|\b5\d\d\b|server.?error|unavailable/i, errorClass: "overloaded" },
  { says: /^refusal\b|content.?(?:filter|policy)/i, errorClass: "refused" },
  { says: /ECONN|ENOTFOUND|ETIMEDOUT|socket|network|connect|timed? ?out/i, errorClass: "network" },
];
