import { findOpencode, findTmux, isMissing } from "@signalbox/testkit/machine";
import { opencodeHome } from "@signalbox/testkit/opencode";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Seen, watchedCli } from "./watched-cli.ts";

const outcomes = (seen: Seen) => seen.commands.map((command) => command.outcome);
const isOver = (seen: Seen) => seen.agent?.endedAt != null;
const isAt = (state: string) => (seen: Seen) => seen.agent?.state === state;

describe.skipIf(isMissing(findOpencode(), findTmux()))("a plain opencode is watched", () => {
  let world: Awaited<ReturnType<typeof watchedCli>>;
  beforeAll(async () => {
    world = await watchedCli("opencode", opencodeHome);
  });
  afterAll(() => world?.stop());

  test("its plugin is heard when it is tried", async () => {
    expect(await world.run("hooks", "test", "opencode")).toContain("Heard after");
  });

  test("headless: its prompt, tool, answer and end are known", async () => {
    const seen = await world.nextSession();
    const printed = await world.home.print("[[say Looking]] [[bash echo hi]] [[text All done]]");
    expect(printed).toMatchObject({ code: 0, stdout: expect.stringContaining("All done") });
    expect(printed.stdout + printed.stderr).not.toMatch(/signalbox\.js|plugin/i);
    const { agent, commands, turns } = await seen("the end", isOver);
    expect(agent).toMatchObject({ backend: "opencode", state: "complete", cwd: world.home.workspace });
    expect(commands).toMatchObject([{ state: "complete", outcome: "done" }]);
    expect(turns.map((turn) => [turn.actor, turn.intent])).toEqual([
      ["user", "command"],
      ["agent", "progress"],
      ["agent", "progress"],
      ["agent", "completion"],
    ]);
    expect(turns[1]?.text).toBe("Looking");
    expect(turns[2]?.tool).toMatchObject({ name: "bash", input: { command: "echo hi" }, failed: false });
    expect(turns[3]?.text).toBe("All done");
  });

  test("an agent that it starts is its child, with its own end", async () => {
    const seen = await world.nextSession();
    const task = { description: "Look", prompt: "[[text Found it]]", subagent_type: "general" };
    await world.home.print(`[[tool task ${JSON.stringify(task)}]] [[text All done]]`);
    const { commands, children } = await seen("the end", isOver);
    expect(commands).toMatchObject([{ outcome: "done" }]);
    expect(children).toMatchObject([{ endedAt: expect.any(String), state: "complete" }]);
  });

  test("in a terminal: permissions, questions, a queued prompt, failures and the end are known", async () => {
    const seen = await world.nextSession();
    const terminal = await world.home.open();
    onTestFinished(terminal.close);
    await terminal.submit("[[bash touch allowed]] [[text All done]]");
    const asking = await seen("the question", isAt("awaiting_input"));
    expect(asking.questions).toMatchObject([{ kind: "permission", text: "Run touch allowed" }]);
    await terminal.answer("Permission required", "Enter");
    const done = await seen("the completion", isAt("complete"));
    expect(outcomes(done)).toEqual(["done"]);
    expect(done.questions).toMatchObject([{ state: "answered_elsewhere" }]);

    await terminal.submit("[[ask Which colour? :: red | blue]] [[text Blue it is]]");
    const choosing = await seen("the choice", isAt("awaiting_input"));
    expect(choosing.questions.at(-1)).toMatchObject({
      kind: "options",
      parts: [{ text: "Which colour?", options: [{ label: "red" }, { label: "blue" }] }],
    });
    await terminal.answer("Type your own answer", "2");
    expect(outcomes(await seen("the second completion", isAt("complete")))).toEqual(["done", "done"]);

    await terminal.submit("[[delay 2500]] [[text First done]]");
    await seen("the third command", isAt("processing"));
    await terminal.submit("[[text Second done]]");
    const both = await seen("both completions", (now) => outcomes(now).length === 4 && isAt("complete")(now));
    expect(outcomes(both)).toEqual(["done", "done", "done", "done"]);

    await terminal.submit('[[http 400 message="not today"]] [[text Not reached]]');
    const failed = await seen("the failure", (now) => outcomes(now).at(-1) === "failed");
    expect(failed.commands.at(-1)).toMatchObject({ errorClass: "invalid_request" });

    await terminal.submit("/exit");
    expect(await terminal.exited()).toBe(0);
    expect((await seen("the end", isOver)).agent).toMatchObject({ endReason: "exit" });
  });
});
