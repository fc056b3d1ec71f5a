import { existsSync } from "node:fs";
import { listAgents, listQuestions } from "@signalbox/contract/agents";
import { findClaude, isMissing } from "@signalbox/testkit/machine";
import { until } from "@signalbox/testkit/until";
import { describe, expect, test } from "vitest";
import { botRunner } from "./bot-runner.testing.ts";

/** A bot in its project's folder, and what its execution asks there. */
async function anAsking() {
  const runner = await botRunner();
  const { client, as, project, make } = runner;
  const { id: projectId } = await project();
  const bot = (askMinutes: number | null) =>
    make({ access: "read", workspace: "in_place", projectId, askMinutes });
  const asked = async (executionId: string) => {
    const { sessionId } = await as(executionId, "a session", (now) => now.sessionId !== null);
    return until(
      async () => {
        const { items } = await client().call(listAgents, { query: { sessionId: sessionId ?? "" } });
        const agentId = items[0]?.id;
        if (agentId === undefined) return undefined;
        const page = await client().call(listQuestions, { params: { agentId }, query: {} });
        return page.items.find(({ state }) => state === "open");
      },
      () => "a question",
      { timeoutMs: 60_000 },
    );
  };
  return { ...runner, bot, asked };
}

describe.skipIf(isMissing(findClaude()))("an execution of a real claude whose bot asks", () => {
  test.each([
    ["allow", true],
    ["deny", false],
  ] as const)("waits for a person's answer, and heeds it: %s", async (kind, isMade) => {
    const { bot, start, over, asked, browser, file } = await anAsking();
    const { id } = await start((await bot(5)).id, "[[bash touch made]] [[text Went on]]");
    const question = await asked(id);
    expect(question).toMatchObject({
      kind: "permission",
      tool: "Bash",
      text: expect.stringMatching(/touch made/),
    });
    const body = { version: question.version, key: "one", content: { kind } };
    const ask = await browser();
    expect((await ask(`/api/questions/${question.id}/answers`, { method: "POST", body })).status).toBe(200);
    expect(await over(id)).toMatchObject({ state: "succeeded", result: "Went on", askMinutes: 5 });
    expect(existsSync(file("made"))).toBe(isMade);
  });

  test("goes on without, refused, where nobody answers in time", async () => {
    const { bot, start, get, file } = await anAsking();
    const { id } = await start((await bot(1)).id, "[[bash touch made]] [[text Went on]]");
    const ended = await until(
      async () => {
        const now = await get(id);
        return now.endedAt === null ? undefined : now;
      },
      () => "its end",
      { timeoutMs: 100_000 },
    );
    expect(ended).toMatchObject({
      state: "succeeded",
      reason: expect.stringMatching(/not allowed to use Bash/),
    });
    expect(Date.parse(ended.endedAt ?? "") - Date.parse(ended.startedAt ?? "")).toBeGreaterThan(59_000);
    expect(existsSync(file("made"))).toBe(false);
  });
});
