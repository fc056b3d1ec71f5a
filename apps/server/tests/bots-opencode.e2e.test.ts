import { describeBotOf } from "./bots-of-cli.testing.ts";

describeBotOf({
  backend: "opencode",
  writes: "[[write note.txt :: by a bot]]",
  refused: /not allowed to use Write, Bash/,
  commands: false,
  faults: [
    { errorClass: "authentication", status: 401, about: "no key" },
    { errorClass: "billing", status: 402, about: "no money" },
    {
      ...{ errorClass: "rate_limit", status: 429, about: "a limit that is over in an hour" },
      headers: { "retry-after": "3600" },
      resets: true,
    },
  ],
  waits: true,
});
