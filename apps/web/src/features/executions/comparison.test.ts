import { expect, test } from "vitest";
import { compareFacts } from "./comparison.ts";
import { anExecution } from "./testing/an-execution.ts";

const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 30, 16, 0, seconds)).toISOString();
const usage = { input: 100, output: 10, cacheRead: 0, cacheWrite: 0, costMicros: 100_000, estimated: false };
const before = anExecution({
  ...{ state: "failed", reason: "It was refused", startedAt: at(0), endedAt: at(10), usage },
  values: { task: "one", gone: "x" },
});
const after = anExecution({
  ...{ state: "succeeded", startedAt: at(20), endedAt: at(32), bot: { ...before.bot, version: 2 } },
  usage: { ...usage, input: 50, costMicros: 0, estimated: false },
  values: { task: "one", fresh: "y" },
});
const facts = (a = before, b = after) =>
  compareFacts({ execution: a, projectName: null }, { execution: b, projectName: "atlas" }, 0);
const fact = (word: string) => facts().find((one) => one.word === word);

test("what differs is told from what is the same", () => {
  expect(fact("State")).toMatchObject({ before: "Failed", after: "Succeeded", differs: true });
  expect(fact("Bot")).toMatchObject({ before: "A bot, version 1", after: "A bot, version 2", differs: true });
  expect(fact("Access")).toMatchObject({ differs: false });
  expect(facts(before, before).filter(({ differs }) => differs)).toMatchObject([{ word: "Project" }]);
});

test("numbers say by how much they are more or less, where that can be said", () => {
  expect(fact("Took")).toMatchObject({ before: "10 s", after: "12 s", change: "+20 %" });
  expect(fact("Tokens in")).toMatchObject({ change: "−50 %" });
  expect(fact("Tokens out")).toMatchObject({ change: null, differs: false });
  expect(fact("From cache")).toMatchObject({ change: null });
});

test("what is nothing of one is told of the other, and of neither left out", () => {
  expect(fact("Why")).toMatchObject({ before: "It was refused", after: null, differs: true });
  expect(fact("Value of gone")).toMatchObject({ before: "x", after: null });
  expect(fact("Value of fresh")).toMatchObject({ before: null, after: "y" });
  expect(facts(after, after).map(({ word }) => word)).not.toContain("Why");
});
