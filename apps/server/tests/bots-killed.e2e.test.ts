import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { listEvents } from "@signalbox/contract/events";
import { connectGitHub } from "@signalbox/contract/github";
import { startFakeGitHub } from "@signalbox/testkit/fake-github/fake-github";
import { findClaude, isMissing } from "@signalbox/testkit/machine";
import { between, seeded } from "@signalbox/testkit/seeded";
import { describe, expect, onTestFinished, test } from "vitest";
import { allPages } from "./all-pages.ts";
import { botRunner } from "./bot-runner.testing.ts";

const seed = Number(process.env.SIGNALBOX_TEST_SEED ?? Math.floor(Math.random() * 1e9));
const [executions, deaths, orphans] = [20, 10, 4];

/** A supervisor that runs an execution's attempt; undefined where there is none now. */
function supervisorOf(stateFolder: string, executionId: string): number | undefined {
  const folder = join(stateFolder, "executions", executionId);
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
      if (line.some((word) => word.endsWith("supervisor.ts")) && line.some((word) => word.startsWith(folder)))
        return Number(pid);
    } catch {
      // It ended meanwhile.
    }
  }
  return undefined;
}

/** A server that runs bots and writes issues on a GitHub of this machine. */
async function runner() {
  const github = await startFakeGitHub();
  onTestFinished(github.stop);
  const bots = await botRunner({
    SIGNALBOX_EXECUTIONS: "12",
    SIGNALBOX_OUTBOUND_NETWORKS: "127.0.0.0/8",
  });
  await bots.client().call(connectGitHub, { body: { apiUrl: github.url, token: github.token } });
  return { ...bots, shop: github.repository("acme/shop") };
}

describe.skipIf(isMissing(findClaude()))(`a server that is killed while bots run (seed ${seed})`, () => {
  test("runs each execution once, to its end, loses no line, and writes down each outcome once", {
    timeout: 240_000,
  }, async () => {
    const dice = seeded(seed);
    const { make, start, as, log, stub, cut, again, client, stateFolder, shop } = await runner();
    const bot = await make({
      concurrency: 20,
      outcomes: [{ kind: "issue", repository: "acme/shop", title: "{{ execution.id }}", when: "always" }],
    });
    const begun: { number: number; id: string }[] = [];
    for (let number = 0; number < executions; number++) {
      const task = `[[bash echo ${number}]] [[delay ${between(dice, 200, 6_000)}]] [[text Said ${number}]]`;
      begun.push({ number, id: (await start(bot.id, task)).id });
    }
    const killed = new Set<string>();
    for (let death = 0; death < deaths; death++) {
      await delay(between(dice, 50, 1_500));
      await cut();
      for (const { id } of begun) {
        const pid = killed.size < Math.min(death, orphans) ? supervisorOf(stateFolder, id) : undefined;
        if (pid === undefined) continue;
        process.kill(pid, "SIGKILL");
        killed.add(id);
      }
      await again();
    }
    for (const { number, id } of begun) {
      const ended = await as(id, "its outcome", ({ endedAt, outcomes }) => {
        return endedAt !== null && outcomes.every(({ state }) => state !== "pending");
      });
      const { lines, total } = await log(id);
      expect(lines.map((line) => line.number)).toEqual(
        Array.from({ length: total }, (_, index) => index + 1),
      );
      expect(ended.outcomes, JSON.stringify(ended.outcomes)).toMatchObject([{ state: "done" }]);
      if (killed.has(id) && ended.state !== "succeeded") {
        expect(ended).toMatchObject({ state: "interrupted" });
        continue;
      }
      expect(ended, JSON.stringify(ended)).toMatchObject({ state: "succeeded", result: `Said ${number}` });
      for (const mark of ['"subtype":"init"', '"type":"result"'])
        expect([id, mark, lines.filter(({ text }) => text.includes(mark)).length]).toEqual([id, mark, 1]);
    }
    expect(killed.size).toBeGreaterThan(0);
    // None was begun twice, though the server went between taking it and starting it.
    const prompts = stub.requests.filter(({ round }) => round === 0).map(({ prompt }) => prompt);
    expect(new Set(prompts).size).toBe(prompts.length);
    const finished = await allPages((query) =>
      client().call(listEvents, { query: { ...query, type: "execution.finished" } }),
    );
    expect(finished.map(({ subject }) => subject.id).sort()).toEqual(begun.map(({ id }) => id).sort());
    expect(shop.issues.map(({ title }) => title).sort()).toEqual(begun.map(({ id }) => id).sort());
  });
});
