import type { BlindSpot } from "../blind-spot.ts";

export const opencodeBlindSpots: readonly BlindSpot[] = [
  { of: "A session before its first prompt", hook: "nothing is sent", transcript: "not followed yet" },
  { of: "What it says between tools", hook: "only its last words", transcript: null },
  { of: "Tokens, cost and model", hook: "only the model", transcript: null },
  { of: "Images", hook: "only the words beside them", transcript: null },
  { of: "How much fits in the context", hook: "nothing is sent", transcript: "not written" },
  { of: "Permissions", hook: null, transcript: "not written: the call looks as if it ran" },
  {
    of: "A model that is asked again after a rate limit",
    hook: null,
    transcript: "not written: it works until it is answered or stopped",
  },
  {
    of: "The end of a session, when another one is opened in the same terminal",
    hook: "told for all of them when the process ends",
    transcript: "not written",
  },
  {
    of: "A session with --pure or OPENCODE_PURE",
    hook: "plugins are not loaded",
    transcript: "found by its process, and followed through the store",
  },
  { of: "A process that was killed", hook: "nothing is sent", transcript: "not written" },
  {
    of: "Sessions from before OpenCode numbered its changes, or in memory (OPENCODE_DB)",
    hook: null,
    transcript: "not read",
  },
];
