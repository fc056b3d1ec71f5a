import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findClaude, findTmux, isMissing } from "@signalbox/testkit/machine";
import { aPng } from "@signalbox/testkit/png";
import { runCli } from "@signalbox/testkit/run-cli";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Seen, watchedClaude } from "./watched-claude.ts";

const isDone = (count: number) => (seen: Seen) =>
  seen.agent?.state === "complete" &&
  seen.commands.filter(({ outcome }) => outcome === "done").length === count;
const prompts = ({ turns }: Seen) => turns.filter(({ actor }) => actor === "user").map(({ text }) => text);

describe.skipIf(isMissing(findClaude(), findTmux()))("a prompt that a real claude tells in two ways", () => {
  let world: Awaited<ReturnType<typeof watchedClaude>>;
  beforeAll(async () => {
    world = await watchedClaude();
    mkdirSync(join(world.claude.home, ".claude", "commands"));
    writeFileSync(
      join(world.claude.home, ".claude", "commands", "hello.md"),
      "Greet $ARGUMENTS [[text Hello]]",
    );
    writeFileSync(join(world.claude.workspace, "picture.png"), aPng(20, 20));
  });
  afterAll(() => world?.stop());

  const opened = async () => {
    const session = world.session();
    const terminal = await session.open();
    onTestFinished(terminal.close);
    const tmux = (...args: string[]) =>
      execFileSync("tmux", ["-S", world.claude.tmuxSocket, ...args], { env: world.claude.env });
    const paste = (text: string) => {
      tmux("set-buffer", "--", text);
      tmux("paste-buffer", "-p");
    };
    return { session, terminal, paste };
  };

  test("is one turn with an image that a script gave it", async () => {
    const session = world.session();
    const source = { type: "base64", media_type: "image/png", data: aPng(20, 20).toString("base64") };
    const content = [
      { type: "text", text: "Look [[text Seen]]" },
      { type: "image", source },
    ];
    const input = `${JSON.stringify({ type: "user", message: { role: "user", content } })}\n`;
    const json = ["--input-format", "stream-json", "--output-format", "stream-json", "--verbose"];
    const { path } = findClaude();
    const { workspace: cwd, env } = world.claude;
    await runCli(path ?? "", ["-p", "--session-id", session.id, ...json], { cwd, env, input });
    const seen = await session.seen("its end", ({ agent }) => agent?.endedAt != null);
    expect(prompts(seen)).toHaveLength(1);
    expect(seen.commands).toMatchObject([{ outcome: "done" }]);
  });

  test("is one turn where it is a command of the person's own", async () => {
    const { session, terminal } = await opened();
    await terminal.submit("/hello world");
    const seen = await session.seen("the greeting", isDone(1));
    expect(prompts(seen)).toEqual(["/hello world"]);
  });

  test("is one turn where an image was pasted into it while another was at work", async () => {
    const { session, terminal, paste } = await opened();
    await terminal.submit("[[delay 4000]] [[text One]]");
    await session.seen("the first", ({ commands }) => commands.length === 1);
    paste(join(world.claude.workspace, "picture.png"));
    await terminal.until("[Image #1]");
    await terminal.until((screen) => !screen.includes("Pasting…"));
    await terminal.type(" and this");
    await terminal.until("[Image #1] and this");
    await terminal.press("Enter");
    const seen = await session.seen("both", isDone(2));
    expect(prompts(seen)).toEqual(["[[delay 4000]] [[text One]]", "[Image #1] and this"]);
  });

  test("is known to be taken back where it was pasted", async () => {
    const { session, terminal, paste } = await opened();
    await terminal.type("Read ");
    paste(Array.from({ length: 41 }, (_, n) => `line ${n}`).join("\n"));
    await terminal.until("[Pasted text #1 +40 lines]");
    await terminal.type(" and tell [[delay 60000]]");
    await terminal.until("and tell [[delay 60000]]");
    await terminal.press("Enter");
    await session.seen("the prompt", ({ agent }) => agent?.state === "commanded");
    await terminal.press("Escape");
    const seen = await session.seen("the end", ({ agent }) => agent?.state === "complete");
    expect(seen.commands).toMatchObject([{ outcome: "interrupted" }]);
  });
});
