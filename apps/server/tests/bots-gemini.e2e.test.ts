import { describeBotOf } from "./bots-of-cli.testing.ts";

describeBotOf({
  backend: "gemini",
  writes: "[[write note.txt :: by a bot]]",
  refused: /not allowed to use Write, Bash/,
  commands: false,
  faults: [
    { errorClass: "authentication", status: 401, about: "no key" },
    { errorClass: "authentication", status: 403, about: "forbidden" },
  ],
  waits: true,
});
