import type { FaultPattern } from "../fault-pattern.ts";

/** What Gemini CLI says of a fault, most of it JSON of the API within words; the first that fits counts. */
export const geminiFaults: readonly FaultPattern[] = [
  {
    says: /input token count|exceeds the maximum number of tokens|context window/i,
    errorClass: "context_too_long",
  },
  {
    says: /billing|credits? (?:are|is) (?:depleted|exhausted)|status 402\b|"code":402/i,
    errorClass: "billing",
  },
  {
    says: /"code":429|status 429\b|RESOURCE_EXHAUSTED|rate limit|quota|too many requests/i,
    errorClass: "rate_limit",
  },
  {
    says: /"code":40[13]|status 40[13]\b|UNAUTHENTICATED|PERMISSION_DENIED|API[ _]key|auth method/i,
    errorClass: "authentication",
  },
  { says: /"code":5\d\d|status 5\d\d\b|UNAVAILABLE|overloaded|high demand/i, errorClass: "overloaded" },
  {
    says: /fetch failed|ECONN|ENOTFOUND|ETIMEDOUT|socket|network|timed? ?out|stream/i,
    errorClass: "network",
  },
  { says: /SAFETY|PROHIBITED_CONTENT|RECITATION|BLOCKLIST/, errorClass: "refused" },
];
