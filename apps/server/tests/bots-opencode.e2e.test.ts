import { isMissing } from "@signalbox/testkit/machine";
import { describe, expect, test } from "vitest";
import { botClis, botRunner } from "./bot-runner.testing.ts";
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

describe.skipIf(isMissing(botClis.opencode.find()))("a bot of OpenCode", () => {
  test("goes on while the server is gone, and nothing of what it said is lost or doubled", async () => {
    const { make, start, over, log, as, cut, again } = await botRunner({}, "opencode");
    const bot = await make({});
    const { id } = await start(bot.id, "[[say Before]] [[delay 3000]] [[text Said meanwhile]]");
    await as(id, "a session", ({ sessionId }) => sessionId !== null);
    await cut();
    await again();
    expect(await over(id)).toMatchObject({ state: "succeeded", result: "Said meanwhile", attempt: 1 });
    const { lines, total } = await log(id);
    expect(lines.map(({ number }) => number)).toEqual(Array.from({ length: total }, (_, index) => index + 1));
    const texts = lines.map(({ text }) => text);
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.some((text) => text.includes("Said meanwhile"))).toBe(true);
  });

  test.skipIf(isMissing(botClis.codex.find()))(
    "goes over to Codex where its model is at a limit",
    async () => {
      const { make, start, over, stub } = await botRunner({}, "opencode", { withCodex: true });
      const bot = await make({ fallbacks: [{ backend: "codex", model: "gpt-5.5" }] });
      stub.failNext({ status: 429, times: 1, headers: { "retry-after": "3600" } });
      const ended = await over((await start(bot.id, "[[text All done]]")).id);
      expect(ended).toMatchObject({ state: "succeeded", backend: "codex", result: "All done" });
      expect(ended.attempts).toMatchObject([
        { backend: "opencode", errorClass: "rate_limit" },
        { backend: "codex", state: "succeeded" },
      ]);
    },
  );
});
