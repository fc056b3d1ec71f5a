import { listAgents } from "@signalbox/contract/agents";
import { listAttention } from "@signalbox/contract/attention";
import { findClaude, findTmux, isMissing } from "@signalbox/testkit/machine";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Seen, watchedClaude } from "./watched-claude.ts";

const outcomes = (seen: Seen) => seen.commands.map((command) => command.outcome);
const isOver = (seen: Seen) => seen.agent?.endedAt != null;
const isAt = (state: string) => (seen: Seen) => seen.agent?.state === state;

describe.skipIf(isMissing(findClaude(), findTmux()))("a plain claude is watched", () => {
  let world: Awaited<ReturnType<typeof watchedClaude>>;
  beforeAll(async () => {
    world = await watchedClaude();
  });
  afterAll(() => world?.stop());

  const inTerminal = async () => {
    const session = world.session();
    const terminal = await session.open();
    onTestFinished(terminal.close);
    return { ...session, terminal };
  };

  test("headless: its prompt, tool, answer and end are known, and the script notices nothing", async () => {
    const session = world.session();
    const printed = await session.print("[[say Looking]] [[bash echo hi]] [[text All done]]");
    expect(printed).toEqual({ code: 0, stdout: "All done\n", stderr: "" });

    const seen = await session.seen(
      "the end, and what the transcript adds",
      (now) => isOver(now) && now.turns.length === 4,
    );
    expect(seen.agent).toMatchObject({ backend: "claude", state: "complete", cwd: world.claude.workspace });
    expect(seen.commands).toMatchObject([{ state: "complete", outcome: "done" }]);
    // Hooks tell the call, the transcript what was said before it; either may be heard first.
    const told = seen.turns.map(({ actor, intent, tool, text }) => [actor, intent, tool?.name ?? text]);
    expect(told).toEqual(
      expect.arrayContaining([
        ["user", "command", "[[say Looking]] [[bash echo hi]] [[text All done]]"],
        ["agent", "progress", "Looking"],
        ["agent", "progress", "Bash"],
        ["agent", "completion", "All done"],
      ]),
    );
    const call = seen.turns.find(({ tool }) => tool !== null);
    expect(call?.tool).toMatchObject({ name: "Bash", input: { command: "echo hi" }, failed: false });
  });

  test("a model that refuses leaves a failed command with its class", async () => {
    // In a terminal: a headless claude may leave before the hook of its failure has started.
    const { terminal, ...session } = await inTerminal();
    await terminal.submit('[[http 400 message="Your credit balance is too low"]]');
    const seen = await session.seen("the failure", isAt("complete"));
    expect(seen.commands).toMatchObject([{ outcome: "failed", errorClass: "billing_error" }]);
  });

  test("a permission is asked for, allowed in the terminal, and the work goes on to its end", async () => {
    const { terminal, ...session } = await inTerminal();
    await terminal.submit("[[bash touch allowed]] [[text All done]]");

    const asking = await session.seen("the question", isAt("awaiting_input"));
    expect(asking.questions).toMatchObject([{ kind: "permission", tool: "Bash", state: "open" }]);
    const { items } = await world.client.call(listAttention);
    expect(items).toContainEqual(expect.objectContaining({ agentId: asking.agent?.id, kind: "permission" }));

    await terminal.answer("Do you want to proceed?", "1");
    const done = await session.seen("the completion", isAt("complete"));
    expect(outcomes(done)).toEqual(["done"]);
    expect(done.questions).toMatchObject([{ state: "answered_elsewhere" }]);

    await terminal.submit("/exit");
    expect(await terminal.exited()).toBe(0);
    const ended = await session.seen("the end", isOver);
    expect(ended.agent).toMatchObject({ state: "complete", endReason: "prompt_input_exit" });
  });

  test("a permission refused in the terminal is over once the next prompt comes", async () => {
    const { terminal, ...session } = await inTerminal();
    await terminal.submit("[[bash touch refused]] [[text Not reached]]");
    await session.seen("the question", isAt("awaiting_input"));
    await terminal.answer("Do you want to proceed?", "Escape");
    await terminal.submit("[[text Something else]]");

    const seen = await session.seen("the second completion", (now) => outcomes(now).includes("done"));
    expect(outcomes(seen)).toEqual(["interrupted", "done"]);
    expect(seen.questions).toMatchObject([{ state: expect.stringMatching(/expired|answered_elsewhere/) }]);
  });

  test("a question is known with its options, and that it was answered in the terminal", async () => {
    const { terminal, ...session } = await inTerminal();
    await terminal.submit("[[ask Which colour? :: red | blue]] [[text Blue it is]]");
    const asking = await session.seen("the question", isAt("awaiting_input"));
    expect(asking.questions).toMatchObject([
      {
        kind: "options",
        tool: "AskUserQuestion",
        parts: [{ text: "Which colour?", options: [{ label: "red" }, { label: "blue" }] }],
      },
    ]);
    await terminal.answer("❯ 1. red", "2");
    const seen = await session.seen("the completion", isAt("complete"));
    expect(outcomes(seen)).toEqual(["done"]);
    expect(seen.questions).toMatchObject([{ state: "answered_elsewhere" }]);
  });

  test("a prompt typed ahead is queued, then becomes a command of its own", async () => {
    const { terminal, ...session } = await inTerminal();
    await terminal.submit("[[delay 2500]] [[text First done]]");
    await session.seen("the first command", isAt("commanded"));
    await terminal.submit("[[text Second done]]");
    await session.seen("the queued prompt", (now) => now.agent?.queuedPrompts === 1);

    const seen = await session.seen(
      "both completions",
      (now) => outcomes(now).join() === "done,done" && isAt("complete")(now),
    );
    expect(outcomes(seen)).toEqual(["done", "done"]);
    expect(seen.agent?.queuedPrompts).toBe(0);
  });

  test("a prompt typed while a tool runs joins the command, and the next one is a command of its own", async () => {
    const { terminal, ...session } = await inTerminal();
    await terminal.submit("[[bash sleep 6]] [[text First done]]");
    await session.seen("the tool", isAt("processing"));
    await terminal.submit("[[text Second done]]");
    await session.seen("the queued prompt", (now) => now.agent?.queuedPrompts === 1);
    const joined = await session.seen("the completion", isAt("complete"));
    expect(outcomes(joined)).toEqual(["done"]);
    expect(joined.agent?.queuedPrompts).toBe(0);

    await terminal.submit("[[text Third done]]");
    const seen = await session.seen("the third", (now) => outcomes(now).join() === "done,done");
    expect(seen.agent?.title).toContain("Third");
  });

  test("while a subagent works in the background, its parent's command stays open", async () => {
    const { terminal, ...session } = await inTerminal();
    const input = {
      description: "Look around",
      subagent_type: "general-purpose",
      run_in_background: true,
      prompt: "[[delay 3000]] [[text Nothing there]]",
    };
    await terminal.submit(`[[tool Agent ${JSON.stringify(input)}]] [[text It is looking]]`);
    await terminal.until("It is looking");
    const working = await session.seen("the child", (now) => now.children.length === 1);
    expect(working.agent?.state).toBe("processing");
    expect(working.children).toMatchObject([{ agentType: "general-purpose", endedAt: null }]);

    const seen = await session.seen("the completion", isAt("complete"));
    expect(outcomes(seen)).toEqual(["done"]);
    expect(seen.children).toMatchObject([{ endedAt: expect.any(String) }]);
  });

  test("after /clear a new agent goes on where the old one ended", async () => {
    const { terminal, ...session } = await inTerminal();
    await terminal.submit("[[text All done]]");
    const before = await session.seen("the completion", isAt("complete"));
    await terminal.submit("/clear");
    const seen = await session.seen("the end", isOver);
    expect(seen.agent?.endReason).toBe("clear");
    await terminal.submit("[[text Anew]]");
    await terminal.until("● Anew");
    const { items } = await world.client.call(listAgents, { query: { live: "true" } });
    expect(items).toContainEqual(expect.objectContaining({ previousAgentId: before.agent?.id }));
  });
});

describe.skipIf(isMissing(findClaude(), findTmux()))("with the server down", () => {
  test("nothing shows in the terminal, nothing hangs, nothing fails", async () => {
    const world = await watchedClaude();
    onTestFinished(world.stop);
    await world.server.kill9();

    const printed = await world.session().print("[[bash echo hi]] [[text All done]]");
    expect(printed).toEqual({ code: 0, stdout: "All done\n", stderr: "" });

    const terminal = await world.session().open();
    onTestFinished(terminal.close);
    await terminal.submit("[[bash touch made]] [[text All done]]");
    await terminal.answer("Do you want to proceed?", "1");
    // While it is busy it says what it is busy with, hooks too.
    const screen = await terminal.until(/● All done\s+✻ .* done/);
    expect(screen).not.toMatch(/hook|signalbox_|ECONNREFUSED|error/i);
    await terminal.submit("/exit");
    expect(await terminal.exited()).toBe(0);
  });
});
