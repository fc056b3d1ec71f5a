import type { BlindSpot } from "../blind-spot.ts";

const noFile = "there is no file: OpenCode keeps sessions in a database of its own";

export const opencodeBlindSpots: readonly BlindSpot[] = [
  { of: "A session before its first prompt", hook: "nothing is sent", transcript: noFile },
  { of: "What it says between tools", hook: "only its last words", transcript: noFile },
  {
    of: "The end of a session, when another one is opened in the same terminal",
    hook: "told for all of them when the process ends",
    transcript: noFile,
  },
  { of: "Anything, with --pure or OPENCODE_PURE", hook: "plugins are not loaded", transcript: noFile },
  { of: "A process that was killed", hook: "nothing is sent", transcript: noFile },
];
