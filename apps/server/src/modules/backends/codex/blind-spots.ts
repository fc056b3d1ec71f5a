import type { BlindSpot } from "../blind-spot.ts";

export const codexBlindSpots: readonly BlindSpot[] = [
  { of: "Anything, before its hooks are trusted", hook: "nothing is sent", transcript: null },
  { of: "A session before its first prompt", hook: "nothing is sent", transcript: "not written" },
  {
    of: "A failure of the model",
    hook: "nothing is sent; headless, the end of the session follows",
    transcript: null,
  },
  { of: "Whether a command failed", hook: "only what it printed", transcript: null },
  { of: "What it says between tools", hook: "only its last words", transcript: null },
  {
    of: "The process and the pane, in a terminal",
    hook: "not told: a daemon that all sessions share runs the hooks",
    transcript: "not written: found by its process, where no other in its folder may be meant",
  },
  {
    of: "That its terminal went to another session",
    hook: "only the end of the one before, about a minute later",
    transcript: "not written",
  },
  {
    of: "The end of a session in a terminal",
    hook: "about a minute after it was left: until then the daemon keeps it",
    transcript: "not written",
  },
  { of: "No to its plan, in its terminal", hook: "nothing is sent", transcript: "not written" },
  { of: "What a child agent says and spends", hook: "only its last words", transcript: "not read" },
  { of: "A headless process ended by SIGTERM", hook: "nothing is sent", transcript: "not written" },
];
