import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { codexHome, trustHooks } from "@signalbox/testkit/codex";
import { findCodex, findTmux, isMissing } from "@signalbox/testkit/machine";
import { until } from "@signalbox/testkit/until";
import { describe, expect, onTestFinished, test } from "vitest";
import { keyedCli } from "./keyed-cli.testing.ts";

const escalated = (cmd: string) =>
  `[[tool exec_command ${JSON.stringify({ cmd, sandbox_permissions: "require_escalated", justification: "Needed" })}]]`;
const patched = (path: string) => {
  const patch = ["*** Begin Patch", `*** Add File: ${path}`, "+hello", "*** End Patch"].join("\n");
  return `[[tool exec_command ${JSON.stringify({ cmd: `apply_patch <<'EOF'\n${patch}\nEOF` })}]]`;
};

async function codexes() {
  const world = await keyedCli("codex", codexHome);
  const first = await world.open();
  await trustHooks(first);
  return { ...world, first };
}

describe.skipIf(isMissing(findCodex(), findTmux()))("Codex in tmux", { timeout: 300_000 }, () => {
  test("is spoken to, answered by keys, and interrupted", async () => {
    const { first, begin, made, isThere } = await codexes();
    const codex = await begin(first, "[[text Hello from the first]]");
    await codex.said(`${escalated("touch one && echo two")} [[text Done one]]`);
    const question = await codex.asked();
    expect((await codex.reach()).question).toMatchObject({
      way: { way: "keys", canRemember: true, takesWords: false },
    });
    expect((await codex.reach()).question?.shown).toContain("touch one && echo two");
    await codex.answered(question, { kind: "allow" });
    await made("one", codex.told);
    await codex.state("complete");

    await codex.said(`${escalated("touch never")} [[text Not reached]]`);
    const second = await codex.asked();
    const words = { kind: "deny", message: "Not here" } as const;
    expect(await codex.refused(second, words)).toMatchObject([400, { code: "answers.unfit" }]);
    await codex.answered(second, { kind: "deny" });
    await codex.state("complete");
    expect(isThere("never")).toBe(false);

    await codex.said(`${escalated("touch three")} [[text Done three]]`);
    await codex.answered(await codex.asked(), { kind: "allow", remember: true });
    await made("three", codex.told);
    await codex.state("complete");
    await codex.said(`${escalated("touch three four")} [[text Done four]]`);
    await made("four", codex.told);
    await codex.state("complete");

    await codex.said("[[delay 60000]] [[text never]]");
    await codex.state("commanded", "processing");
    await codex.terminal.until("esc to interrupt");
    expect(await codex.interrupted()).toEqual([200, { problem: null }]);
    await codex.state("complete");
    expect((await codex.questions()).map(({ state }) => state)).toEqual(["answered", "answered", "answered"]);
  });

  test("is asked before it changes files elsewhere, and told texts of any shape", async () => {
    const { first, begin, isThere, prompts } = await codexes();
    const codex = await begin(first, "[[text Hello from the first]]");
    // Its sandbox lets it write in its workspace and below /tmp.
    const folder = mkdtempSync("/var/tmp/signalbox-");
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, "new.txt");
    await codex.said(`${patched(path)} [[text Written]]`);
    await codex.answered(await codex.asked(), { kind: "allow" });
    await until(() => existsSync(path) || undefined, codex.told);
    await codex.state("complete");
    const texts = [
      "two\nlines, and\n\na third",
      "!ls is no command, nor is $(touch pwned) `touch pwned`; touch pwned",
      `long ${"word ".repeat(600)}end`,
      Array.from({ length: 40 }, (_, n) => `line ${n}`).join("\n"),
    ];
    for (const text of texts) {
      await codex.said(text);
      await codex.state("complete");
    }
    expect((await prompts(codex.id, texts.length + 2)).slice(-texts.length)).toEqual(texts);
    expect(isThere("pwned")).toBe(false);
  });

  test("of two in one folder each is answered in its own pane, and one that went to another session in none", async () => {
    const { first, open, begin, made } = await codexes();
    const one = await begin(first, "[[text Hello from the first]]");
    await one.said("[[text Again, the first]]");
    await one.state("complete");
    const second = await open();
    await second.until("? for shortcuts");
    const two = await begin(second, "[[text Hello from the second]]");
    await two.said("[[text Again, the second]]");
    await two.state("complete");
    await first.until("Again, the first");
    expect(await first.screen()).not.toContain("the second");

    for (const [codex, file] of [
      [one, "one"],
      [two, "two"],
    ] as const)
      await codex.said(`${escalated(`touch ${file}`)} [[text Made]]`);
    await two.answered(await two.asked(), { kind: "allow" });
    await made("two", two.told);
    await one.answered(await one.asked(), { kind: "allow" });
    await made("one", one.told);
    await one.state("complete");

    await first.submit("/new");
    await first.until((screen) => !screen.includes("Made"));
    expect(await one.say("[[text Not for the new one]]")).toMatchObject({
      state: "queued",
      problem: expect.stringMatching(/another session|does not run here/),
    });
    expect(await first.screen()).not.toContain("Not for the new one");
  });

  test("of two that were both open before either had a prompt each is known by when it began", async () => {
    const { first, open, begin, made } = await codexes();
    const warm = await begin(first, "[[text Hello from the first]]");
    await warm.terminal.submit("/quit");
    await warm.terminal.exited();
    const third = await open();
    await third.until("? for shortcuts");
    // They are told apart by when they started.
    const begunAt = performance.now();
    await until(
      () => performance.now() - begunAt > 8_000 || undefined,
      () => "eight seconds",
    );
    const second = await open();
    await second.until("? for shortcuts");
    const two = await begin(second, "[[text Hello from the second]]");
    const three = await begin(third, "[[text Hello from the third]]");
    for (const [codex, file] of [
      [two, "two"],
      [three, "three"],
    ] as const) {
      await codex.said(`${escalated(`touch ${file}`)} [[text Made ${file}]]`);
      await codex.answered(await codex.asked(), { kind: "allow" });
      await made(file, codex.told);
      await codex.terminal.until(`Made ${file}`);
    }
  });
});
