import { listHooks } from "@signalbox/contract/hooks";
import { codexHome, trustHooks } from "@signalbox/testkit/codex";
import { findCodex, findTmux, isMissing } from "@signalbox/testkit/machine";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Seen, watchedCli } from "./watched-cli.ts";

const outcomes = (seen: Seen) => seen.commands.map((command) => command.outcome);
const isOver = (seen: Seen) => seen.agent?.endedAt != null;
const isAt = (state: string) => (seen: Seen) => seen.agent?.state === state;
const escalated = (cmd: string) =>
  `[[tool exec_command ${JSON.stringify({ cmd, sandbox_permissions: "require_escalated", justification: "Needed" })}]]`;

describe.skipIf(isMissing(findCodex(), findTmux()))("a plain codex is watched", () => {
  let world: Awaited<ReturnType<typeof watchedCli>>;
  beforeAll(async () => {
    world = await watchedCli("codex", codexHome);
  });
  afterAll(() => world?.stop());

  const problem = async () => {
    const { items } = await world.client.call(listHooks);
    return items.find(({ backend }) => backend === "codex")?.problem ?? null;
  };

  test("headless: its prompt, tool, answer and end are known, and its process", async () => {
    const seen = await world.nextSession();
    const printed = await world.home.print("[[say Looking]] [[bash echo hi]] [[text All done]]");
    expect(printed, printed.stderr).toMatchObject({ code: 0 });
    const { agent, commands, turns } = await seen("the end", isOver);
    expect(agent).toMatchObject({ backend: "codex", state: "complete", cwd: world.home.workspace });
    expect(commands).toMatchObject([{ state: "complete", outcome: "done" }]);
    expect(turns.map((turn) => [turn.actor, turn.intent])).toEqual([
      ["user", "command"],
      ["agent", "progress"],
      ["agent", "progress"],
      ["agent", "completion"],
    ]);
    expect(turns[1]?.text).toBe("Looking");
    expect(turns[2]?.tool).toMatchObject({ name: "Bash", input: { command: "echo hi" } });
    expect(turns[3]?.text).toBe("All done");
  });

  test("in a terminal: nothing is heard before its hooks are trusted, which the status says; then all is", async () => {
    expect(await problem()).toContain("Trust all and continue");
    const seen = await world.nextSession();
    const terminal = await world.home.open();
    onTestFinished(terminal.close);
    await trustHooks(terminal);
    expect(await problem()).toBeNull();

    await terminal.submit(`${escalated("touch allowed")} [[text All done]]`);
    const asking = await seen("the question", isAt("awaiting_input"));
    expect(asking.questions).toMatchObject([{ kind: "permission", tool: "Bash", text: "Run touch allowed" }]);
    await terminal.answer("Would you like to run", "y");
    const done = await seen("the completion", isAt("complete"));
    expect(outcomes(done)).toEqual(["done"]);
    expect(done.questions).toMatchObject([{ state: "answered_elsewhere" }]);

    await terminal.submit(`${escalated("touch refused")} [[text Not reached]]`);
    await seen("the second question", isAt("awaiting_input"));
    await terminal.answer("Would you like to run", "Escape");
    expect(outcomes(await seen("the refusal", isAt("complete")))).toEqual(["done", "interrupted"]);

    await terminal.submit("[[delay 2500]] [[text First done]]");
    await seen("the third command", isAt("commanded"));
    await terminal.submit("[[text Second done]]");
    const joined = await seen("the completion of both", isAt("complete"));
    expect(outcomes(joined)).toEqual(["done", "interrupted", "done"]);
    expect(joined.agent?.queuedPrompts).toBe(0);
    const prompts = joined.turns.filter(({ actor }) => actor === "user");
    expect(prompts.slice(-2).map(({ commandId }) => commandId)).toEqual(
      Array(2).fill(joined.commands.at(-1)?.id),
    );
  });
});
