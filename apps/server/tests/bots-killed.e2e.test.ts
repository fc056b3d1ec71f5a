import { setTimeout as delay } from "node:timers/promises";
import { listEvents } from "@signalbox/contract/events";
import { findClaude, isMissing } from "@signalbox/testkit/machine";
import { between, seeded } from "@signalbox/testkit/seeded";
import { describe, expect, test } from "vitest";
import { allPages } from "./all-pages.ts";
import { botRunner } from "./bot-runner.testing.ts";

const seed = Number(process.env.SIGNALBOX_TEST_SEED ?? Math.floor(Math.random() * 1e9));
const [executions, deaths] = [20, 10];

describe.skipIf(isMissing(findClaude()))(`a server that is killed while bots run (seed ${seed})`, () => {
  test("runs each execution once, to its end, and loses no line", { timeout: 240_000 }, async () => {
    const dice = seeded(seed);
    const { make, start, over, log, stub, cut, again, client } = await botRunner({
      SIGNALBOX_EXECUTIONS: "12",
    });
    const bot = await make({ concurrency: 20 });
    const begun = [];
    for (let number = 0; number < executions; number++) {
      const task = `[[bash echo ${number}]] [[delay ${between(dice, 200, 6_000)}]] [[text Said ${number}]]`;
      begun.push({ number, id: (await start(bot.id, task)).id });
    }
    for (let death = 0; death < deaths; death++) {
      await delay(between(dice, 50, 1_500));
      await cut();
      await again();
    }
    for (const { number, id } of begun) {
      const ended = await over(id);
      expect(ended, JSON.stringify(ended)).toMatchObject({ state: "succeeded", result: `Said ${number}` });
      const { lines, total } = await log(id);
      expect(lines.map((line) => line.number)).toEqual(
        Array.from({ length: total }, (_, index) => index + 1),
      );
      for (const mark of ['"subtype":"init"', '"type":"result"'])
        expect([id, mark, lines.filter(({ text }) => text.includes(mark)).length]).toEqual([id, mark, 1]);
    }
    // None was begun twice, though the server went between taking it and starting it.
    const prompts = stub.requests.filter(({ round }) => round === 0).map(({ prompt }) => prompt);
    expect(new Set(prompts).size).toBe(prompts.length);
    const finished = await allPages((query) =>
      client().call(listEvents, { query: { ...query, type: "execution.finished" } }),
    );
    expect(finished.map(({ subject }) => subject.id).sort()).toEqual(begun.map(({ id }) => id).sort());
  });
});
