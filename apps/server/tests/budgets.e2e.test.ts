import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { changeBudget, createBudget, listBudgets } from "@signalbox/contract/budgets";
import { listEvents } from "@signalbox/contract/events";
import { findClaude, isMissing } from "@signalbox/testkit/machine";
import { until } from "@signalbox/testkit/until";
import { describe, expect, test } from "vitest";
import { botRunner } from "./bot-runner.testing.ts";

/** One that has ended may wait for somebody to ask how. */
const runs = (pid: number): boolean => {
  const path = `/proc/${pid}/stat`;
  const state = existsSync(path) ? readFileSync(path, "utf8").split(") ").at(-1)?.[0] : "Z";
  return state !== "Z";
};

const gone = (pid: number) =>
  until(
    () => !runs(pid) || undefined,
    () => `process ${pid} to be gone`,
  );

const withinMs = 5_000;

describe.skipIf(isMissing(findClaude()))("what a real claude takes", () => {
  test("is told while it runs, by estimate, until it tells its own total", async () => {
    const { make, start, as, over, file, project } = await botRunner();
    const { id: projectId } = await project();
    const bot = await make({ access: "full", workspace: "in_place", projectId });
    const wait = `while [ ! -e ${file("go-on")} ]; do sleep 0.1; done`;
    const task = `[[usage input=70000 cache_read=5]] [[bash ${wait}]] [[usage input=100]] [[text Done]]`;
    const { id } = await start(bot.id, task);
    const running = await as(id, "its usage", ({ usage }) => usage.input > 0);
    expect(running).toMatchObject({
      ...{ state: "running", endedAt: null },
      usage: { input: 70_000, cacheRead: 5, estimated: true, costMicros: expect.any(Number) },
    });
    writeFileSync(file("go-on"), "");
    const ended = await over(id);
    expect(ended).toMatchObject({ state: "succeeded", usage: { input: 70_100, estimated: false } });
    expect(ended.usage.costMicros).toBeGreaterThanOrEqual(running.usage.costMicros ?? 0);
  });

  test("ends it within five seconds once it is what the bot lets each execution take", async () => {
    const { make, start, over, project, made, read, log, file } = await botRunner();
    const { id: projectId } = await project();
    const bot = await make({
      ...{ access: "full", workspace: "in_place", projectId },
      budget: { tokens: 50_000 },
    });
    const steps = [
      ...["[[usage input=20000]] [[bash echo one > one]]", "[[usage input=40000]]"],
      "[[bash echo $$ > pid; sleep 600]] [[text Never]]",
    ];
    const { id } = await start(bot.id, steps.join(" "));
    await made("one");
    const ended = await over(id);
    expect(ended).toMatchObject({
      ...{ state: "failed", errorClass: "budget", budget: { costMicros: null, tokens: 50_000 } },
      reason: expect.stringMatching(/^It spent its budget: 6\d,\d{3} of 50,000 tokens$/),
    });
    expect(ended.usage.input).toBeGreaterThanOrEqual(60_000);
    const { lines } = await log(id);
    const told = lines.findLast(({ text }) => text.includes('"type":"assistant"'));
    expect(Date.parse(ended.endedAt ?? "") - Date.parse(told?.at ?? "")).toBeLessThan(withinMs);
    if (existsSync(file("pid"))) await gone(Number(read("pid")));
  });
});

describe.skipIf(isMissing(findClaude()))("a budget for each day", () => {
  test("ends what runs on it within five seconds, and lets nothing begin until it has room", async () => {
    const { client, make, start, over, get, project, file, as, log } = await botRunner();
    const { id: projectId } = await project();
    const bot = await make({ access: "full", workspace: "in_place", projectId });
    const content = { scope: { kind: "project", projectId }, period: "day" } as const;
    const { id: budgetId } = await client().call(createBudget, {
      body: { ...content, limits: { tokens: 50_000 } },
    });
    const { id } = await start(
      bot.id,
      "[[usage input=60000]] [[bash echo $$ > pid; sleep 600]] [[text Never]]",
    );
    const waiting = await start(bot.id, "[[text Had its turn]]");
    const ended = await over(id);
    expect(ended).toMatchObject({
      ...{ state: "failed", errorClass: "budget" },
      reason: expect.stringMatching(/^The project's budget for the day is spent: 60,\d{3} of 50,000 tokens/),
    });
    const { lines } = await log(id);
    const told = lines.findLast(({ text }) => text.includes('"type":"assistant"'));
    expect(Date.parse(ended.endedAt ?? "") - Date.parse(told?.at ?? "")).toBeLessThan(withinMs);
    if (existsSync(file("pid"))) await gone(Number(readFileSync(file("pid"), "utf8")));
    const held = await as(waiting.id, "why it waits", ({ reason }) => reason !== null);
    expect(held).toMatchObject({ state: "queued", reason: expect.stringContaining("it begins anew at") });
    await expect(start(bot.id, "[[text No]]")).rejects.toMatchObject({ code: "executions.budget_spent" });
    const { items } = await client().call(listBudgets);
    expect(items).toMatchObject([{ id: budgetId, state: "spent", used: { executions: 1 } }]);
    await client().call(changeBudget, {
      params: { budgetId },
      body: { ...content, limits: { tokens: 1e9 } },
    });
    expect(await over(waiting.id)).toMatchObject({ state: "succeeded", reason: null });
    expect((await get(waiting.id)).result).toBe("Had its turn");
    const { items: events } = await client().call(listEvents, {
      query: { type: "budget.exceeded", limit: 10 },
    });
    expect(events).toMatchObject([{ subject: { kind: "budget", id: budgetId } }]);
  });
});

describe.skipIf(isMissing(findClaude()))("a budget of an account", () => {
  test("ends what runs with it within five seconds; the next waits for it, and goes on once it has room", async () => {
    const { client, make, start, over, project, as, log } = await botRunner();
    const { id: projectId } = await project();
    const bot = await make({ access: "full", workspace: "in_place", projectId });
    const { id: first } = await start(bot.id, "[[text Well]]");
    const { attempts } = await over(first);
    const accountId = attempts[0]?.account?.id ?? "";
    const content = { scope: { kind: "account", accountId }, period: "day" } as const;
    const made = { body: { ...content, limits: { tokens: 50_000 } } };
    const { id: budgetId } = await client().call(createBudget, made);
    const { id } = await start(bot.id, "[[usage input=60000]] [[bash echo one; sleep 600]] [[text Never]]");
    const ended = await over(id);
    expect(ended).toMatchObject({
      ...{ state: "failed", errorClass: "budget" },
      reason: expect.stringMatching(/^The account's budget for the day is spent: 6\d,\d{3} of 50,000 tokens/),
    });
    const { lines } = await log(id);
    const told = lines.findLast(({ text }) => text.includes('"type":"assistant"'));
    expect(Date.parse(ended.endedAt ?? "") - Date.parse(told?.at ?? "")).toBeLessThan(withinMs);
    const waiting = await start(bot.id, "[[text Had its turn]]");
    const held = await as(waiting.id, "why it waits", ({ reason }) => reason !== null);
    expect(held).toMatchObject({
      ...{ state: "queued", attempt: 0 },
      reason: expect.stringContaining("The account's budget for the day is spent"),
    });
    const room = { params: { budgetId }, body: { ...content, limits: { tokens: 1e9 } } };
    await client().call(changeBudget, room);
    expect(await over(waiting.id)).toMatchObject({ state: "succeeded", reason: null });
  });
});
