import type { BlindSpot } from "../blind-spot.ts";

export const geminiBlindSpots: readonly BlindSpot[] = [
  { of: "No, or Escape, to what it asked", hook: "nothing is sent", transcript: null },
  {
    of: "Escape while it works, or a failure of the model",
    hook: "that no answer came, and not which of the two",
    transcript: "Escape is told; failures were not looked at",
  },
  {
    of: "A failure of the model, headless",
    hook: "nothing is sent, not even the end of the session",
    transcript: "not looked at",
  },
  { of: "Waiting to ask the model again", hook: "nothing is sent", transcript: "not looked at" },
  {
    of: "Its last words apart from what it said before",
    hook: "all that it said since the prompt, in one text",
    transcript: null,
  },
  { of: "Which model answers", hook: "not told", transcript: null },
  { of: "A process that was killed", hook: "nothing is sent", transcript: "not written" },
];
