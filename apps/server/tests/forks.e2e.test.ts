import { readdirSync, readFileSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { listAgents, listCommands, listTurns } from "@signalbox/contract/agents";
import { startImport } from "@signalbox/contract/imports";
import { getJob } from "@signalbox/contract/jobs";
import { getAgentUsage } from "@signalbox/contract/usage";
import { findClaude, findTmux, isMissing } from "@signalbox/testkit/machine";
import { runServer } from "@signalbox/testkit/server";
import { until } from "@signalbox/testkit/until";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { clientOf } from "./all-pages.ts";
import { watchedClaude } from "./watched-claude.ts";

type Client = ReturnType<typeof clientOf>;

/** What is told of a session, with what the model took for it. */
async function toldOf(client: Client, which: (sessionId: string) => boolean) {
  const { items } = await client.call(listAgents, { query: { limit: 50 } });
  const agent = items.find(({ sessionId }) => which(sessionId));
  if (agent === undefined) return undefined;
  const of = { params: { agentId: agent.id }, query: { limit: 100 } };
  const [commands, turns] = await Promise.all([client.call(listCommands, of), client.call(listTurns, of)]);
  const usage = await client.call(getAgentUsage, { params: of.params });
  return {
    agent,
    usage,
    commands: commands.items.map(({ instruction, outcome }) => [instruction, outcome]),
    turns: turns.items.map(({ text }) => text),
  };
}

describe.skipIf(isMissing(findClaude()))("a session that is forked", () => {
  let world: Awaited<ReturnType<typeof watchedClaude>>;
  beforeAll(async () => {
    world = await watchedClaude();
  });
  afterAll(() => world?.stop());

  test("says whence it came, and has only what was done in it, heard live or imported", async () => {
    const origin = world.session();
    const prompt = "[[bash echo hi]] [[text First done]]";
    await origin.print(prompt);
    await origin.seen("the origin", ({ agent }) => agent?.endedAt != null);
    await world.claude.print("[[text Second done]]", "--resume", origin.id, "--fork-session");

    const isFork = (sessionId: string) => sessionId !== origin.id;
    const isTold = {
      commands: [["[[text Second done]]", "done"]],
      turns: ["[[text Second done]]", "Second done"],
    };
    const check = async (client: Client) => {
      const [before, fork] = [await toldOf(client, (id) => id === origin.id), await toldOf(client, isFork)];
      expect(fork).toMatchObject({ ...isTold, agent: { previousAgentId: before?.agent.id } });
      expect(before?.commands).toEqual([[prompt, "done"]]);
      expect(before?.usage).toMatchObject({
        total: { answers: 2 },
        reported: { costMicros: expect.any(Number) },
      });
      // The CLI tells of a fork what both cost together.
      expect(fork?.usage).toMatchObject({ total: { answers: 1 }, reported: null });
    };
    await until(
      async () => ((await toldOf(world.client, isFork))?.agent.previousAgentId == null ? undefined : true),
      async () => `the fork's origin in ${JSON.stringify(await toldOf(world.client, isFork))}`,
    );
    await check(world.client);

    const projects = join(world.claude.home, ".claude", "projects");
    const anHourAgo = new Date(Date.now() - 3_600_000);
    for (const name of readdirSync(projects, { recursive: true, encoding: "utf8" }))
      if (name.endsWith(".jsonl")) utimesSync(join(projects, name), anHourAgo, anHourAgo);
    const other = await runServer({ userHome: world.claude.home });
    onTestFinished(async () => void (await other.stop()));
    const client = clientOf(other);
    const { jobId } = await client.call(startImport, { body: { days: 7 } });
    await until(
      async () => {
        const { state } = await client.call(getJob, { params: { jobId: jobId ?? "" } });
        return state === "completed" ? true : undefined;
      },
      () => "the import",
    );
    await check(client);
  });

  test.skipIf(isMissing(findTmux()))("leaves a prompt that nobody answered to its origin", async () => {
    const origin = world.session();
    const terminal = await origin.open();
    await terminal.submit("[[text First done]]");
    await origin.seen("the answer", ({ agent }) => agent?.state === "complete");
    await terminal.submit("[[hang]] unanswered");
    const projects = join(world.claude.home, ".claude", "projects");
    const written = () =>
      readdirSync(projects, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(`${origin.id}.jsonl`))
        .map((name) => readFileSync(join(projects, name), "utf8"))
        .join("");
    await until(
      async () => (/"type":"user"[^\n]*unanswered/.test(written()) ? true : undefined),
      () => `the other prompt in ${written()}`,
    );
    await terminal.close();
    const before = new Set(
      (await world.client.call(listAgents, { query: { limit: 50 } })).items.map(({ id }) => id),
    );
    await world.claude.print("[[text Second done]]", "--resume", origin.id, "--fork-session");
    const isFork = (sessionId: string) => sessionId !== origin.id;
    const fork = await until(
      async () => {
        const { items } = await world.client.call(listAgents, { query: { limit: 50 } });
        const found = items.find(({ id }) => !before.has(id));
        return found?.endedAt == null || found.previousAgentId === null ? undefined : found;
      },
      async () => `the fork in ${JSON.stringify(await toldOf(world.client, isFork))}`,
    );
    const told = await toldOf(world.client, (sessionId) => sessionId === fork.sessionId);
    expect(told).toMatchObject({
      commands: [["[[text Second done]]", "done"]],
      turns: ["[[text Second done]]", "Second done"],
    });
  });
});
