import { existsSync, readFileSync } from "node:fs";
import { findGoose, isMissing } from "@signalbox/testkit/machine";
import { describe, expect, test } from "vitest";
import { ownedAgent } from "./owned-agent.testing.ts";

const isOver = ({ endedAt }: { endedAt: string | null }) => endedAt !== null;

describe.skipIf(isMissing(findGoose()))("a goose that the server runs itself, and alone tells of", () => {
  const goose = () => ownedAgent("goose", { hooks: false });

  test("runs what was allowed, and not what was refused; what it did stands in its conversation", async () => {
    const { start, asked, answered, state, made, file, given, turns, questions, reach } = await goose();
    const prompt = "[[bash touch one]] [[bash touch two]] [[text All done]]";
    const { agentId, mode } = await start({ prompt });
    expect(mode).toBe("headless");
    const first = await asked(agentId);
    expect(first).toMatchObject({ kind: "permission", tool: "Bash", text: "Run touch one" });
    expect((await reach(agentId)).question?.way).toMatchObject({ way: "protocol", canRemember: true });
    await answered(first, { kind: "allow" });
    await made("one", agentId);
    await answered(await asked(agentId), { kind: "deny" });
    await state(agentId, "complete");
    expect(existsSync(file("two"))).toBe(false);
    expect((await given(agentId)).map(({ state, way }) => [state, way])).toEqual([
      ["delivered", "protocol"],
      ["delivered", "protocol"],
    ]);
    expect((await questions(agentId)).map((question) => question.state)).toEqual(["answered", "answered"]);
    const told = await turns(agentId);
    expect(told.map(({ actor, text, tool }) => [actor, text, tool?.failed])).toEqual([
      ["user", prompt, undefined],
      ["agent", "Bash", false],
      ["agent", "Run touch one", undefined],
      ["agent", "Bash", true],
      ["agent", "Run touch two", undefined],
      ["agent", "All done", undefined],
    ]);
  });

  test("writes files, is spoken to, interrupted, ended and gone on with", async () => {
    const {
      start,
      asked,
      answered,
      state,
      say,
      as,
      interrupt,
      end,
      launchAs,
      resume,
      file,
      made,
      turns,
      commands,
    } = await goose();
    const wanted = { path: "note.txt", content: "by goose" };
    const { agentId, id } = await start({
      prompt: `[[tool write ${JSON.stringify(wanted)}]] [[text Written]]`,
    });
    const asks = await asked(agentId);
    expect(asks).toMatchObject({ kind: "permission", tool: "Write", text: "Write note.txt" });
    await answered(asks, { kind: "allow" });
    await state(agentId, "complete");
    expect(readFileSync(file("note.txt"), "utf8").trim()).toBe("by goose");

    expect(await say(agentId, "[[bash sleep 60]] [[text Never]]")).toMatchObject({ state: "sent" });
    await answered(await asked(agentId), { kind: "allow" });
    await as(agentId, "to be at work", ({ state }) => state === "processing");
    expect(await interrupt(agentId)).toEqual({ problem: null });
    await state(agentId, "complete");
    expect((await commands(agentId)).at(-1)).toMatchObject({ outcome: "interrupted" });

    expect(await end(agentId, "gently")).toMatchObject({ gone: true });
    await launchAs(id, "its end", isOver);
    await as(agentId, "the end", isOver);
    const before = (await turns(agentId)).length;
    await resume(agentId, { prompt: "[[bash touch again]] [[text Again]]" });
    await answered(await asked(agentId), { kind: "allow" });
    await made("again", agentId);
    await state(agentId, "complete");
    // What was told before is not told once more.
    expect((await turns(agentId)).slice(before).map(({ text }) => text)).toEqual([
      "[[bash touch again]] [[text Again]]",
      "Bash",
      "Run touch again",
      "Again",
    ]);
  });

  test("has failed where the model refuses, and says why", async () => {
    const { start, state, commands, turns, stub } = await goose();
    stub.failNext({ status: 401, times: 20 });
    const { agentId } = await start({ prompt: "[[text Never]]" });
    await state(agentId, "complete");
    expect(await commands(agentId)).toMatchObject([{ outcome: "failed" }]);
    expect((await turns(agentId)).at(-1)?.text).toMatch(/Ran into this error/);
  });

  test("asks what holds characters that no database takes, and a secret that it does not show", async () => {
    const { start, state, asked, answered, questions } = await goose();
    const call = { command: "echo a\u0000b sk-ant-api03-AAAABBBBCCCCDDDDEEEEFFFF" };
    const { agentId } = await start({ prompt: `[[tool shell ${JSON.stringify(call)}]] [[text Over]]` });
    const asks = await asked(agentId);
    expect(asks.text).toBe("Run echo ab [redacted]");
    await answered(asks, { kind: "deny" });
    await state(agentId, "complete");
    expect(JSON.stringify(await questions(agentId))).not.toContain("AAAABBBB");
  });
});
