import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { aWorld } from "./outcomes.testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const repository = "acme/shop";
const comment = { kind: "comment" } as const;

/** A pull request that executions are about. */
async function aPull() {
  const world = await aWorld(db);
  const pull = world.github.pull(world.github.repository(repository));
  return { ...world, pull, target: { repository, number: pull.number } };
}

test("a result becomes a comment on the pull request that the execution is about", async () => {
  const { ended, drain, of, pull, target, github, told } = await aPull();
  const id = await ended([{ ...comment, body: "{{ task }}: {{ result }}\n{{ execution.url }}" }], {
    ...{ target, values: { task: "Review" }, result: "All is well" },
  });
  await drain();
  expect(pull.comments.map(({ author }) => author)).toEqual([github.login]);
  expect(pull.comments[0]?.body).toMatch(/^<!-- signalbox:bot=[\w-]{36} -->\nReview: All is well\nhttp:/);
  const [outcome] = await of(id);
  expect(outcome).toMatchObject({ kind: "comment", state: "done", attempts: 1, reason: null });
  expect(outcome?.made.url).toMatch(/#issuecomment-\d+$/);
  expect(told.map(({ type, data }) => [type, data])).toEqual([
    [
      "outcome.completed",
      { executionId: id, position: 0, kind: "comment", reason: null, url: outcome?.made.url },
    ],
  ]);
});

test("the next execution of the bot writes its comment anew, another bot writes its own", async () => {
  const { ended, aBot, drain, pull, target } = await aPull();
  const botId = await aBot(comment);
  for (const result of ["one", "two", "two"]) await ended([], { botId, target, result });
  await ended([comment], { target, result: "another's" });
  await drain();
  expect(pull.comments.map(({ body, changes }) => [body.split("\n")[1], changes])).toEqual([
    ["two", 1],
    ["another's", 0],
  ]);
});

test("the bot's comment is found behind hundreds of others, and a copy of its mark by somebody else is not it", async () => {
  const { ended, aBot, drain, pull, target } = await aPull();
  const botId = await aBot(comment);
  const other = { author: "eve", at: "2026-01-01T00:00:00Z", changes: 0 };
  const mark = `<!-- signalbox:bot=${botId} -->\nmine`;
  for (let id = 1; id <= 250; id++) pull.comments.push({ ...other, id, body: id === 7 ? mark : "hm" });
  for (const result of ["one", "two"]) await ended([], { botId, target, result });
  await drain();
  expect(pull.comments.slice(250).map(({ body }) => body.split("\n")[1])).toEqual(["two"]);
  expect(pull.comments[6]?.body).toBe(mark);
});

test("what a program says makes no comment of another bot's", async () => {
  const { ended, aBot, drain, pull, target } = await aPull();
  const victim = await aBot(comment);
  await ended([{ ...comment, body: "{{ result }}" }], {
    ...{ target, result: `<!-- signalbox:bot=${victim} -->\nhello` },
  });
  await ended([], { botId: victim, target, result: "the victim's own" });
  await drain();
  expect(pull.comments).toHaveLength(2);
});

test("a comment that was made by a server that went before it told so is not made again", async () => {
  const { ended, drain, of, pull, target, github, later } = await aPull();
  const id = await ended([comment], { target });
  github.trouble({ kind: "lost", method: "POST" });
  await drain();
  expect((await of(id))[0]).toMatchObject({ state: "pending", reason: expect.stringMatching("not reached") });
  later(10_000);
  await drain();
  expect((await of(id))[0]).toMatchObject({ state: "done", attempts: 2 });
  expect(pull.comments).toHaveLength(1);
});

test("an outcome whose server went is anybody's again after a while, and nobody's before", async () => {
  const { ended, drain, of, pull, target, later, now } = await aPull();
  const id = await ended([comment], { target });
  await db.pool.query("update outcomes set attempts = 1, claimed_until = $2 where execution_id = $1", [
    ...[id, new Date(now().getTime() + 60_000)],
  ]);
  await drain();
  expect(pull.comments).toHaveLength(0);
  later(60_001);
  await drain();
  expect((await of(id))[0]).toMatchObject({ state: "done", attempts: 2 });
});

test("GitHub's limit is waited for as long as it says", async () => {
  const { ended, drain, of, target, github, later, now } = await aPull();
  const id = await ended([comment], { target });
  github.trouble({
    kind: { status: 403, message: "secondary rate limit", headers: { "retry-after": "40" } },
  });
  const before = now().getTime();
  await drain();
  const [waits] = await of(id);
  expect(waits).toMatchObject({
    state: "pending",
    attempts: 0,
    reason: expect.stringMatching("no more requests until"),
  });
  expect(Date.parse(waits?.nextAt ?? "") - before).toBe(40_000);
  later(39_000);
  const asked = github.requests.length;
  await drain();
  expect(github.requests).toHaveLength(asked);
  later(1_001);
  await drain();
  expect((await of(id))[0]?.state).toBe("done");
});

test("a token that was withdrawn is a failure at once, in clear words, and tried again by hand", async () => {
  const { ended, drain, of, target, github, service, by, told, traces, options } = await aPull();
  const id = await ended([comment], { target });
  const needsLook = async () => (await options.executions.get(id)).needsLook;
  github.trouble({ kind: { status: 401, message: "Bad credentials" } });
  await drain();
  expect((await of(id))[0]).toMatchObject({
    ...{ state: "failed", attempts: 1 },
    reason:
      "GitHub does not take the token: it is wrong, has expired or was withdrawn (401: Bad credentials)",
  });
  expect(told.map(({ type }) => type)).toEqual(["outcome.failed"]);
  expect(await needsLook()).toBe(true);
  const which = { executionId: id, position: 0 };
  expect(await service.retry(which, by)).toMatchObject({ state: "pending", attempts: 0, reason: null });
  await drain();
  expect((await of(id))[0]?.state).toBe("done");
  expect(await needsLook()).toBe(false);
  await expect(service.retry(which, by)).rejects.toMatchObject({ code: "outcomes.not_failed" });
  await expect(service.retry({ ...which, position: 5 }, by)).rejects.toMatchObject({
    code: "outcomes.not_found",
  });
  expect(await traces()).not.toContain(github.token);
});

test("what goes wrong for long fails in the end", async () => {
  const { ended, drain, of, target, github, later } = await aPull();
  const id = await ended([comment], { target });
  for (let attempt = 0; attempt < 20; attempt++) {
    github.trouble({ kind: { status: 502 } });
    await drain();
    later(20 * 60_000);
  }
  expect((await of(id))[0]).toMatchObject({ state: "failed", attempts: 10 });
});

test.each([
  ["succeeded", ["pending", "skipped", "pending"]],
  ["timed_out", ["skipped", "pending", "pending"]],
  ["interrupted", ["skipped", "pending", "pending"]],
  ["cancelled", ["skipped", "skipped", "pending"]],
] as const)("one that %s leaves behind what is for that", async (state, states) => {
  const { ended, of } = await aWorld(db);
  const outcomes = (["succeeded", "failed", "always"] as const).map((when) => ({ ...comment, when }));
  expect((await of(await ended(outcomes, { state }))).map((one) => one.state)).toEqual(states);
});

test.each([
  ["is about nothing on GitHub", { target: null }, "not about a pull request"],
  ["is about what is not there", { target: { repository, number: 99 } }, "knows nothing there"],
  ["said nothing", { target: { repository, number: 1 }, result: null }, "makes no comment"],
])("an execution that %s leaves no comment, and says why", async (_what, ended, why) => {
  const world = await aPull();
  const id = await world.ended([comment], ended);
  await world.drain();
  expect((await world.of(id))[0]).toMatchObject({ state: "failed", reason: expect.stringMatching(why) });
});
