import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { findOpencode, findTmux, isMissing } from "@signalbox/testkit/machine";
import { opencodeHome } from "@signalbox/testkit/opencode";
import { until } from "@signalbox/testkit/until";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { keyedCli } from "./keyed-cli.testing.ts";

const options = (...labels: string[]) => labels.map((label) => ({ label, description: `The ${label} one` }));
const colour = { header: "Colour", question: "Which colour?", options: options("red", "blue") };
const parts = {
  ...{ header: "Parts", question: "Which parts of it shall be painted?", multiple: true },
  options: options("roof", "door", "wall"),
};
const choice = (...questions: object[]) => `[[tool question ${JSON.stringify({ questions })}]] [[text Done]]`;

/** A page on this machine, and how often it was fetched. */
async function aPage() {
  let fetched = 0;
  const server = createServer((_, response) => {
    fetched += 1;
    response.setHeader("content-type", "text/plain");
    response.end("A page");
  });
  await new Promise<void>((listens) => server.listen(0, "127.0.0.1", listens));
  onTestFinished(() => void server.close());
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return { url: `http://127.0.0.1:${port}/page`, fetched: () => fetched };
}

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

  test("is given choices by keys, in words of one's own as well, and refused one", async () => {
    const { open, begin, result } = await keyedCli("opencode", opencodeHome);
    const opencode = await begin(await open(), "[[text Hello]]");
    const chosen = async (prompt: string, answers: string[][]) => {
      await opencode.said(prompt);
      await opencode.answered(await opencode.asked(), { kind: "options", answers });
      await opencode.state("complete");
      return result();
    };
    expect(await chosen(choice(colour), [["blue"]])).toContain('"Which colour?"="blue"');
    expect(await chosen(choice(colour), [["green,\nas !grass"]])).toContain('="green, as !grass"');
    expect(await chosen(choice(parts), [["roof", "wall"]])).toContain('painted?"="roof, wall"');
    const both = await chosen(choice(colour, parts), [["red"], ["door", "the fence"]]);
    expect(both).toContain('"Which colour?"="red"');
    expect(both).toContain('painted?"="door, the fence"');

    await opencode.said(choice(parts, colour));
    const question = await opencode.asked();
    expect(await opencode.refused(question, { kind: "deny", message: "Not now" })).toMatchObject([
      400,
      { code: "answers.unfit" },
    ]);
    // Somebody began to answer it in the terminal: all of it is gone through.
    await opencode.terminal.press("2", "Right", "2");
    await opencode.terminal.until("Review");
    expect(await opencode.refused(question, { kind: "options", answers: [["wall"], ["red"]] })).toMatchObject(
      [409, { code: "answers.not_shown" }],
    );
    await opencode.terminal.press("Left");
    await opencode.answered(question, { kind: "options", answers: [["wall"], ["red"]] });
    await opencode.state("complete");
    expect(result()).toContain('painted?"="wall"');
    expect(result()).toContain('"Which colour?"="red"');

    await opencode.said(choice(colour));
    await opencode.answered(await opencode.asked(), { kind: "deny" });
    await opencode.state("complete");
    expect(result()).toContain('"Which colour?"="red"');
  });

  test("is let out of its folder and to a page by keys, or not", async () => {
    const { open, begin } = await keyedCli("opencode", opencodeHome);
    const opencode = await begin(await open(), "[[text Hello]]");
    const folder = mkdtempSync("/var/tmp/signalbox-");
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const written = (name: string) => existsSync(join(folder, name));
    await opencode.said(`[[write ${folder}/one.txt :: hello]] [[text Written]]`);
    const first = await opencode.asked();
    expect(first).toMatchObject({ tool: "external_directory" });
    await opencode.answered(first, { kind: "allow" });
    await until(() => written("one.txt") || undefined, opencode.told);
    await opencode.state("complete");
    await opencode.said(`[[write ${folder}/never.txt :: hello]] [[text Written]]`);
    await opencode.answered(await opencode.asked(), { kind: "deny" });
    await opencode.state("complete");
    expect(written("never.txt")).toBe(false);
    await opencode.said(`[[bash touch ${folder}/two.txt]] [[text Touched]]`);
    await opencode.answered(await opencode.asked(), { kind: "allow", remember: true });
    const command = await until(async () => {
      const question = await opencode.asked();
      return question.tool === "Bash" ? question : undefined;
    }, opencode.told);
    await opencode.answered(command, { kind: "allow" });
    await until(() => written("two.txt") || undefined, opencode.told);
    await opencode.state("complete");
    await opencode.said(`[[write ${folder}/three.txt :: hello]] [[text Written]]`);
    await until(() => written("three.txt") || undefined, opencode.told);
    await opencode.state("complete");

    const page = await aPage();
    const fetching = `[[tool webfetch ${JSON.stringify({ url: page.url, format: "text" })}]] [[text Fetched]]`;
    await opencode.said(fetching);
    await opencode.answered(await opencode.asked(), { kind: "deny" });
    await opencode.state("complete");
    expect(page.fetched()).toBe(0);
    await opencode.said(fetching);
    await opencode.answered(await opencode.asked(), { kind: "allow" });
    await opencode.state("complete");
    expect(page.fetched()).toBe(1);
    await opencode.said(fetching);
    await opencode.answered(await opencode.asked(), { kind: "allow", remember: true });
    await opencode.state("complete");
    await opencode.said(fetching);
    await until(() => page.fetched() === 3 || undefined, opencode.told);
    await opencode.state("complete");
  });

  test("is let out of its folder by none of several calls but the one that its terminal asks about", async () => {
    const { open, begin } = await keyedCli("opencode", opencodeHome);
    const opencode = await begin(await open(), "[[text Hello]]");
    const folder = mkdtempSync("/var/tmp/signalbox-");
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = (name: string) => join(folder, name);
    const write = (name: string) => `write ${JSON.stringify({ filePath: path(name), content: name })}`;
    await opencode.said(`[[tool ${write("aaa.txt")} + ${write("bbb.txt")}]] [[text Written]]`);
    await opencode.terminal.until("Permission required");
    const question = await until(async () => {
      const all = await opencode.questions();
      return all.length === 2 ? all.find(({ state }) => state === "open") : undefined;
    }, opencode.told);
    expect(question.input).toMatchObject({ filepath: path("bbb.txt") });
    expect((await opencode.reach()).question?.way ?? null).toBeNull();
    expect(await opencode.refused(question, { kind: "allow" })).toMatchObject([
      409,
      { code: "answers.not_shown" },
    ]);
    expect(readdirSync(folder)).toEqual([]);
    // A No in the terminal ends the turn, and all that it asks.
    await opencode.terminal.press("Escape");
    await opencode.state("complete");
    expect(readdirSync(folder)).toEqual([]);
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
