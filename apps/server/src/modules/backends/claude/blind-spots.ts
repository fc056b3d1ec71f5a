import type { BlindSpot } from "../blind-spot.ts";

export const claudeBlindSpots: readonly BlindSpot[] = [
  { of: "What it says between tools", hook: "only its last words", transcript: null },
  { of: "No, or Escape, to what it asked", hook: "nothing is sent", transcript: null },
  { of: "Escape while it works", hook: "nothing is sent", transcript: null },
  {
    of: "A dialog of auto mode's own check",
    hook: "only its notice, after 6 s, without what it asks",
    transcript: "not looked at",
  },
  {
    of: "A failure of the model, headless",
    hook: "may be cut off as the CLI leaves",
    transcript: null,
  },
  {
    of: "Waiting to ask the model again",
    hook: "nothing is sent before it gives up",
    transcript: "not written before it gives up",
  },
  {
    of: "Escape before its first word",
    hook: "nothing is sent",
    transcript: "not written: its pane is looked at",
  },
  { of: "A process that was killed", hook: "nothing is sent", transcript: "not written" },
];
