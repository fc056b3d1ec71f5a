import { describeBotOf } from "./bots-of-cli.testing.ts";

const patch = "*** Begin Patch\n*** Add File: note.txt\n+by a bot\n*** End Patch\n";
const inAnHour = String(Math.floor(Date.now() / 1_000) + 3_600);

describeBotOf({
  backend: "codex",
  writes: `[[tool apply_patch ${JSON.stringify({ text: patch })}]]`,
  refused: /not allowed to use apply_patch/,
  commands: true,
  faults: [
    { errorClass: "authentication", status: 401, about: "no key" },
    { errorClass: "rate_limit", status: 429, about: "too many requests" },
    {
      ...{
        errorClass: "rate_limit",
        status: 429,
        about: "a subscription's limit",
        type: "usage_limit_reached",
      },
      ...{ headers: { "resets-at": inAnHour }, resets: true },
    },
    { errorClass: "billing", status: 429, about: "no quota", type: "insufficient_quota" },
    { errorClass: "overloaded", status: 529, about: "overloaded" },
    { errorClass: "context_too_long", status: 400, about: "too much", type: "context_length_exceeded" },
  ],
});
