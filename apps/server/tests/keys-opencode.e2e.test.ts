import { findOpencode, findTmux, isMissing } from "@signalbox/testkit/machine";
import { opencodeHome } from "@signalbox/testkit/opencode";
import { describe, expect, test } from "vitest";
import { keyedCli } from "./keyed-cli.testing.ts";

describe.skipIf(isMissing(findOpencode(), findTmux()))("OpenCode in tmux", { timeout: 300_000 }, () => {
  test("is spoken to, answered by keys, and interrupted", async () => {
    const { open, begin, made, isThere } = await keyedCli("opencode", opencodeHome);
    const opencode = await begin(await open(), "[[text Hello]]");
    await opencode.said("[[bash touch one && ls]] [[text Done one]]");
    const question = await opencode.asked();
    expect((await opencode.reach()).question).toMatchObject({ way: { way: "keys", canRemember: true } });
    expect((await opencode.reach()).question?.shown).toContain("touch one && ls");
    await opencode.answered(question, { kind: "allow" });
    await made("one", opencode.told);
    await opencode.state("complete");

    await opencode.said("[[bash touch never]] [[text Not reached]]");
    const second = await opencode.asked();
    expect(await opencode.refused(second, { kind: "deny", message: "Not here" })).toMatchObject([
      400,
      { code: "answers.unfit" },
    ]);
    // Somebody looked at another answer in the terminal, and left it at that.
    await opencode.terminal.press("Right");
    await opencode.answered(second, { kind: "deny" });
    await opencode.state("complete");
    expect(isThere("never")).toBe(false);

    await opencode.said("[[bash touch three]] [[text Done three]]");
    const third = await opencode.asked();
    await opencode.terminal.press("Left");
    await opencode.answered(third, { kind: "allow", remember: true });
    await made("three", opencode.told);
    await opencode.state("complete");
    await opencode.said("[[bash touch four]] [[text Done four]]");
    await made("four", opencode.told);
    await opencode.state("complete");

    await opencode.said("[[delay 60000]] [[text never]]");
    await opencode.state("commanded", "processing");
    await opencode.terminal.until("esc interrupt");
    expect(await opencode.interrupted()).toEqual([200, { problem: null }]);
    await opencode.state("complete");
    expect((await opencode.questions()).map(({ state }) => state)).toEqual([
      "answered",
      "answered",
      "answered",
    ]);
  });

  test("is told texts of any shape, and runs nothing of them", async () => {
    const { open, begin, isThere, prompts } = await keyedCli("opencode", opencodeHome);
    const opencode = await begin(await open(), "[[text Hello]]");
    const texts = [
      "two\nlines, and\n\na third",
      "!touch pwned",
      "say !touch pwned, $(touch pwned) `touch pwned`; touch pwned",
      `long ${"word ".repeat(600)}end`,
      Array.from({ length: 40 }, (_, n) => `line ${n}`).join("\n"),
    ];
    for (const text of texts) {
      await opencode.said(text);
      await opencode.state("complete");
    }
    expect((await prompts(opencode.id, texts.length + 1)).slice(-texts.length)).toEqual(texts);
    expect(isThere("pwned")).toBe(false);
  });

  test("is told nothing of what is for a session that its terminal has left", async () => {
    const { open, begin } = await keyedCli("opencode", opencodeHome);
    const terminal = await open();
    const first = await begin(terminal, "[[text Hello from the first]]");
    await first.said("[[text Again, the first]]");
    await first.state("complete");
    await terminal.submit("/new");
    await terminal.until("Ask anything");
    const second = await begin(terminal, "[[text Hello from the second]]");
    expect(await first.say("[[text Not for the second]]")).toMatchObject({
      state: "queued",
      problem: expect.stringContaining("another session"),
    });
    await second.said("[[text Again, the second]]");
    await second.state("complete");
    expect(await terminal.screen()).not.toContain("Not for the second");
  });
});
