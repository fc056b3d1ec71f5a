import { geminiHome } from "@signalbox/testkit/gemini";
import { findGemini, findTmux, isMissing } from "@signalbox/testkit/machine";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Seen, watchedCli } from "./watched-cli.ts";

const outcomes = (seen: Seen) => seen.commands.map((command) => command.outcome);
const isOver = (seen: Seen) => seen.agent?.endedAt != null;
const isAt = (state: string) => (seen: Seen) => seen.agent?.state === state;

describe.skipIf(isMissing(findGemini(), findTmux()))("a plain gemini is watched", () => {
  let world: Awaited<ReturnType<typeof watchedCli>>;
  beforeAll(async () => {
    world = await watchedCli("gemini", geminiHome);
  });
  afterAll(() => world?.stop());

  test("headless: its prompt, tool, answer and end are known, and the script notices nothing", async () => {
    const seen = await world.nextSession();
    const printed = await world.home.print("[[bash echo hi]] [[text All done]]");
    expect(printed).toMatchObject({ code: 0, stdout: expect.stringContaining("All done") });
    expect(printed.stdout + printed.stderr).not.toMatch(/hook|signalbox/i);
    const { agent, commands, turns } = await seen("the end", isOver);
    expect(agent).toMatchObject({ backend: "gemini", state: "complete", cwd: world.home.workspace });
    expect(commands).toMatchObject([{ state: "complete", outcome: "done" }]);
    expect(turns.map((turn) => [turn.actor, turn.intent])).toEqual([
      ["user", "command"],
      ["agent", "progress"],
      ["agent", "completion"],
    ]);
    expect(turns[1]?.tool).toMatchObject({ name: "run_shell_command", input: { command: "echo hi" } });
    expect(turns[2]?.text).toBe("All done");
  });

  test("in a terminal: a permission, its answer, a failure and the end are known", async () => {
    const seen = await world.nextSession();
    const terminal = await world.home.open();
    onTestFinished(terminal.close);
    await terminal.submit("[[bash touch allowed]] [[text All done]]");
    const asking = await seen("the question", isAt("awaiting_input"));
    expect(asking.questions).toMatchObject([{ kind: "permission", text: "Run touch allowed" }]);
    await terminal.answer("Allow execution of", "1");
    const done = await seen("the completion", isAt("complete"));
    expect(outcomes(done)).toEqual(["done"]);
    expect(done.questions).toMatchObject([{ state: "answered_elsewhere" }]);

    await terminal.submit('[[http 400 message="not today"]] [[text Not reached]]');
    const failed = await seen("the failure", (now) => outcomes(now).at(-1) === "failed");
    expect(failed.commands.at(-1)).toMatchObject({ errorClass: "invalid_request" });

    await terminal.submit("/quit");
    expect(await terminal.exited()).toBe(0);
    expect((await seen("the end", isOver)).agent).toMatchObject({ endReason: "exit" });
  });
});
