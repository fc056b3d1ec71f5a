import { findGoose, isMissing } from "@signalbox/testkit/machine";
import { describe, expect, test } from "vitest";
import { botRunner } from "./bot-runner.testing.ts";
import { describeBotOf } from "./bots-of-cli.testing.ts";

describeBotOf({
  backend: "goose",
  writes: `[[tool write ${JSON.stringify({ path: "note.txt", content: "by a bot" })}]]`,
  refused: /not allowed to use Write, Bash/,
  commands: false,
  faults: [
    { errorClass: "rate_limit", status: 429, about: "a limit" },
    { errorClass: "authentication", status: 401, about: "no key" },
    { errorClass: "overloaded", status: 500, about: "a fault of its own" },
  ],
});

describe.skipIf(isMissing(findGoose()))("a server that is killed while goose works for a bot", () => {
  test("sees it end, and loses no line of it", async () => {
    const { make, start, over, log, cut, again, project, made } = await botRunner({}, "goose");
    const { id: projectId } = await project();
    const bot = await make({ access: "full", workspace: "in_place", projectId });
    const command = "touch began; for n in 1 2 3 4; do echo line $n; sleep 0.5; done; touch ended";
    const { id } = await start(bot.id, `[[bash ${command}]] [[text Said]]`);
    await made("began");
    await cut();
    await made("ended");
    await again();
    expect(await over(id)).toMatchObject({ state: "succeeded", result: "Said", attempt: 1 });
    const { lines, total } = await log(id);
    expect(lines.map(({ number }) => number)).toEqual(Array.from({ length: total }, (_, index) => index + 1));
    for (const type of ["session", "tool", "tool_over", "words", "result"])
      expect([type, lines.filter(({ text }) => text.includes(`"type":"${type}"`)).length]).toEqual([type, 1]);
  });
});
