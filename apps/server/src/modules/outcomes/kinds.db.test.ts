import { createHmac } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openReceiver } from "@signalbox/testkit/web-receiver";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { claimDue } from "./outcomes.repository.ts";
import { aWorld } from "./outcomes.testing.ts";
import { makeSigningSecret, signingSecretTime } from "./signing-secret.ts";
import { aRepository, git, workspacesIn } from "./workspaces.testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const repository = "acme/shop";

async function aPull() {
  const world = await aWorld(db);
  const shop = world.github.repository(repository);
  const pull = world.github.pull(shop);
  const target = { repository, number: pull.number, commit: pull.pull?.head.sha ?? null, ref: null };
  return { ...world, shop, pull, target };
}

const review = (comments: object[], summary = "Looks fine") => JSON.stringify({ summary, comments });
const on = (path: string, line: number, body = "hm") => ({ path, line, body });

test("a review comments on the lines that the diff shows, and says the rest in its summary", async () => {
  const { ended, drain, of, pull, target } = await aPull();
  const result = review([on("src/shop.ts", 3), on("src/shop.ts", 90, "far"), on("other.ts", 1, "away")]);
  const id = await ended([{ kind: "review" }], { target, result: `Here:\n\`\`\`json\n${result}\n\`\`\`` });
  await drain();
  const [made] = pull.pull?.reviews ?? [];
  expect(made).toMatchObject({ event: "COMMENT", commit: target.commit, comments: [on("src/shop.ts", 3)] });
  expect(made?.body).toMatch(/Looks fine\n\n.*\n\n- `src\/shop.ts:90` far\n- `other.ts:1` away$/);
  expect((await of(id))[0]).toMatchObject({ state: "done", made: { url: expect.stringMatching("review") } });
});

test("a template sees what was given, and where nothing was, what is usual", async () => {
  const { ended, drain, pull, target, aBot } = await aPull();
  const botId = await aBot({ kind: "comment", body: "About {{ task }}" });
  await ended([], { target, botId });
  await drain();
  expect(pull.comments[0]?.body).toMatch(/About x$/);
  await ended([], { target, botId, values: { task: "doors" } });
  await drain();
  expect(pull.comments[0]?.body).toMatch(/About doors$/);
});

test("a review that was made by a server that went is not made again", async () => {
  const { ended, drain, of, pull, target, github, later } = await aPull();
  const id = await ended([{ kind: "review" }], { target, result: review([on("src/shop.ts", 3)]) });
  github.trouble({ kind: "lost", method: "POST" });
  await drain();
  later(10_000);
  await drain();
  expect((await of(id))[0]).toMatchObject({ state: "done", attempts: 2 });
  expect(pull.pull?.reviews).toHaveLength(1);
});

test("lines that GitHub does not take any more stand in the summary", async () => {
  const { ended, drain, of, pull, target, github } = await aPull();
  const id = await ended([{ kind: "review" }], { target, result: review([on("src/shop.ts", 3, "there")]) });
  github.trouble({ kind: { status: 422, message: "Line could not be resolved" }, method: "POST" });
  await drain();
  expect(pull.pull?.reviews).toMatchObject([{ comments: [], body: expect.stringMatching("there") }]);
  expect((await of(id))[0]).toMatchObject({ state: "done", reason: expect.stringMatching("in the summary") });
});

test.each([
  ["no JSON", "All is well", "it is no JSON"],
  ["another shape", '{"comments": [{"path": "a", "line": "one"}]}', "comments.0.line"],
])("a result of %s is no review", async (_what, result, why) => {
  const { ended, drain, of, target } = await aPull();
  const id = await ended([{ kind: "review" }], { target, result });
  await drain();
  expect((await of(id))[0]).toMatchObject({ state: "failed", reason: expect.stringMatching(why) });
});

test.each([
  ["succeeded", "success"],
  ["failed", "failure"],
  ["timed_out", "error"],
] as const)("the commit of one that %s has the status %s, once", async (state, told) => {
  const { ended, drain, shop, target, of, github, later } = await aPull();
  const id = await ended([{ kind: "status", description: `{{ execution.state }} ${"x".repeat(300)}` }], {
    ...{ state, target },
  });
  github.trouble({ kind: "lost", method: "POST" });
  await drain();
  later(10_000);
  await drain();
  expect(shop.statuses).toMatchObject([{ state: told, context: "signalbox/Reviewer", sha: target.commit }]);
  expect(shop.statuses[0]?.description).toHaveLength(140);
  expect(shop.statuses[0]?.target_url).toBe(`http://signalbox.test/executions/${id}`);
  expect((await of(id))[0]?.state).toBe("done");
});

test("an account that may only read leaves no status, and says why", async () => {
  const { ended, drain, shop, target, of, github } = await aPull();
  shop.permissions.set(github.login, "read");
  const id = await ended([{ kind: "status" }], { target });
  await drain();
  expect((await of(id))[0]).toMatchObject({
    ...{ state: "failed", reason: expect.stringMatching("may not do this on GitHub") },
  });
});

test("an issue is opened once, whatever happens in between", async () => {
  const { ended, drain, of, shop, github, later } = await aPull();
  const id = await ended([{ kind: "issue", repository, title: "Found:\n{{ result }}", labels: ["bug"] }], {
    result: "It breaks",
  });
  github.trouble({ kind: "lost", method: "POST" });
  await drain();
  later(10_000);
  await drain();
  const made = shop.issues.filter(({ pull }) => pull === null);
  expect(made).toMatchObject([{ title: "Found: It breaks", author: github.login, labels: ["bug"] }]);
  expect((await of(id))[0]).toMatchObject({ state: "done", made: { number: made[0]?.number } });
});

/** An execution that worked in a clone of a repository of this machine, which is on GitHub too. */
async function aClone() {
  const world = await aWorld(db);
  const clone = aRepository(world.folder);
  const { workspaces, released } = workspacesIn(clone.work);
  world.options.workspaces = workspaces;
  const shop = world.github.repository(repository, { git: clone.bare });
  const target = { repository };
  return { ...world, ...clone, shop, released, target };
}

const pullRequest = {
  kind: "pull_request",
  branch: "signalbox/{{ task }}",
  title: "Do {{ task }}",
  message: "Commit {{ task }}",
} as const;

test("what was changed becomes a branch and a pull request, once, and the folder is let go at the end", async () => {
  const { ended, drain, of, shop, target, change, main, bare, github, later, released } = await aClone();
  change("two\n");
  const outcomes = [
    { ...pullRequest, body: "{{ changes.files }} {{ result }}" },
    { kind: "comment" },
  ] as const;
  const before = main();
  const id = await ended([...outcomes], { target, values: { task: "fix" }, result: "Done" });
  github.trouble({ kind: "lost", method: "POST" });
  await drain();
  expect(released).toEqual([]);
  later(10_000);
  await drain();
  const [made] = shop.issues;
  expect(shop.issues).toHaveLength(1);
  expect(made).toMatchObject({ title: "Do fix", author: github.login });
  expect(made?.pull).toMatchObject({ head: { ref: "signalbox/fix" }, base: { ref: "main" } });
  expect(git(bare, "log", "-1", "--format=%s|%an", "signalbox/fix").trim()).toBe("Commit fix|Reviewer");
  expect(main()).toBe(before);
  const sha = git(bare, "rev-parse", "signalbox/fix").trim();
  expect(await of(id)).toMatchObject([
    { state: "done", made: { number: made?.number, sha } },
    { state: "failed", reason: expect.stringMatching("not about a pull request") },
  ]);
  expect(released).toEqual([id]);
});

test("the next execution goes on in the pull request that is open", async () => {
  const { ended, drain, shop, target, change, of } = await aClone();
  for (const text of ["two\n", "three\n"]) {
    change(text);
    const id = await ended([{ ...pullRequest, body: text }], { target, values: { task: "fix" } });
    await drain();
    expect((await of(id))[0]).toMatchObject({ state: "done", made: { number: 1 } });
  }
  expect(shop.issues).toMatchObject([{ body: "three", state: "open" }]);
});

test("the words of somebody else's pull request stay", async () => {
  const { ended, drain, shop, target, change, of, bare, github } = await aClone();
  change("two\n");
  git(bare, "branch", "signalbox/fix", "main");
  const theirs = github.pull(shop, { head: { ref: "signalbox/fix", sha: "" }, author: "ada" });
  const id = await ended([pullRequest], { target, values: { task: "fix" } });
  await drain();
  expect(shop.issues).toHaveLength(1);
  expect(theirs.title).toBe("Change it");
  expect((await of(id))[0]).toMatchObject({ state: "done", reason: "ada opened it: its words stay" });
});

test("one that changed nothing leaves neither a branch nor a pull request", async () => {
  const { ended, drain, of, shop, target, bare } = await aClone();
  const id = await ended([pullRequest, { kind: "branch", name: "x" }], { target, values: { task: "fix" } });
  await drain();
  expect((await of(id)).map(({ state, reason }) => [state, reason])).toEqual([
    ["skipped", "It changed nothing"],
    ["skipped", "It changed nothing"],
  ]);
  expect([shop.issues, git(bare, "branch", "--list").trim()]).toEqual([[], "* main"]);
});

test("a branch alone is pushed", async () => {
  const { ended, drain, of, target, change, bare } = await aClone();
  change("two\n");
  const id = await ended([{ kind: "branch", name: "bots/{{ execution.id }}" }], { target });
  await drain();
  const sha = git(bare, "rev-parse", `bots/${id}`).trim();
  expect((await of(id))[0]).toMatchObject({ state: "done", made: { sha } });
});

test("a result becomes a file where the execution worked", async () => {
  const { ended, drain, of, folder } = await aWorld(db);
  const cwd = join(folder, "project");
  mkdirSync(cwd);
  const outcomes = [
    { kind: "file", path: "docs/{{ task }}.md" },
    { kind: "file", path: "{{ result }}" },
  ] as const;
  const id = await ended([...outcomes], { cwd, values: { task: "today" }, result: "../../out" });
  await drain();
  expect(readFileSync(join(cwd, "docs/today.md"), "utf8")).toBe("../../out\n");
  expect((await of(id)).map(({ state }) => state)).toEqual(["done", "failed"]);
  expect(existsSync(join(folder, "../out"))).toBe(false);
});

test("what lies in a folder of another host is left to that one", async () => {
  const { ended, drain, of, options, hostId } = await aWorld(db);
  const id = await ended([{ kind: "file", path: "a" }, { kind: "comment" }]);
  options.hostId = () => "01900000-0000-7000-8000-000000000000";
  await drain();
  expect((await of(id)).map(({ state }) => state)).toEqual(["pending", "failed"]);
  options.hostId = () => hostId;
  await drain();
  expect((await of(id))[0]).toMatchObject({ state: "failed", reason: expect.stringMatching("not there") });
});

/** Somebody's web server, and a bot that tells it, with its secret. */
async function aHook(answer?: Parameters<typeof openReceiver>[0]) {
  const [world, receiver] = [await aWorld(db), await openReceiver(answer)];
  onTestFinished(receiver.stop);
  const botId = await world.aBot({ kind: "webhook", url: `${receiver.url}/hook?key=of-the-receiver` });
  const secret = await makeSigningSecret(botId, world.by, world.options);
  return { ...world, receiver, botId, secret };
}

test("a webhook is signed as Standard Webhooks says, with the same id at each try", async () => {
  let status = 503;
  const { ended, drain, of, receiver, botId, secret, later, traces } = await aHook(() => ({ status }));
  const id = await ended([], { botId, result: "All is well" });
  await drain();
  status = 204;
  later(10_000);
  await drain();
  expect((await of(id))[0]).toMatchObject({ state: "done", attempts: 2 });
  const ids = receiver.heard.map(({ headers }) => headers["webhook-id"]);
  expect(ids).toEqual([`msg_${id}_0`, `msg_${id}_0`]);
  const [heard] = receiver.heard;
  const {
    "webhook-id": message,
    "webhook-timestamp": at,
    "webhook-signature": signature,
  } = heard?.headers ?? {};
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const signed = createHmac("sha256", key).update(`${message}.${at}.${heard?.body}`).digest("base64");
  expect(signature).toBe(`v1,${signed}`);
  expect(() => new Webhook(secret)).not.toThrow();
  expect(JSON.parse(String(heard?.body))).toMatchObject({
    ...{ type: "execution.finished", data: { executionId: id, state: "succeeded", text: "All is well" } },
  });
  expect(await traces()).not.toContain(secret);
});

test.each([
  [404, "failed"],
  [410, "failed"],
  [429, "pending"],
  [500, "pending"],
] as const)("after %i a webhook is %s, and what it says names no key", async (status, state) => {
  const { ended, drain, of, botId } = await aHook(() => ({ status, text: "key=of-the-receiver" }));
  const id = await ended([], { botId });
  await drain();
  const [outcome] = await of(id);
  expect(outcome).toMatchObject({ state, reason: expect.stringMatching(`answers with ${status}$`) });
  expect(outcome?.reason).not.toContain("of-the-receiver");
});

test("a webhook without a secret is not sent, nor one to where nothing may be sent", async () => {
  const { ended, drain, of, receiver, aBot, options, by } = await aHook();
  const id = await ended([{ kind: "webhook", url: receiver.url }]);
  await drain();
  expect((await of(id))[0]).toMatchObject({ state: "failed", reason: expect.stringMatching("no secret") });
  const botId = await aBot({ kind: "webhook", url: "http://10.1.2.3/" });
  await makeSigningSecret(botId, by, options);
  const far = await ended([], { botId });
  await drain();
  expect((await of(far))[0]).toMatchObject({
    ...{ state: "failed", reason: expect.stringMatching("SIGNALBOX_OUTBOUND_NETWORKS") },
  });
  expect(receiver.heard).toEqual([]);
});

test("a bot tells since when its webhooks have a secret", async () => {
  const { aBot, options, by, later } = await aWorld(db);
  const botId = await aBot({ kind: "webhook", url: "https://hooks.example.com/" });
  expect(await signingSecretTime(botId, options)).toBeNull();
  await makeSigningSecret(botId, by, options);
  const first = await signingSecretTime(botId, options);
  later(60_000);
  await makeSigningSecret(botId, by, options);
  expect((await signingSecretTime(botId, options))?.getTime()).toBe((first?.getTime() ?? 0) + 60_000);
});

test("another bot is started once, with values and what it is about", async () => {
  const { ended, drain, of, aBot, options, target } = await aPull();
  const second = await aBot();
  const id = await ended([{ kind: "bot", botId: second, values: { task: "Go on: {{ result }}" } }], {
    target,
  });
  const { begin } = options.bots;
  options.bots = { ...options.bots, begin: async (...given) => Promise.reject(await begin(...given)) };
  await drain();
  options.bots = { ...options.bots, begin };
  await db.pool.query("update outcomes set next_at = created_at where execution_id = $1", [id]);
  await drain();
  const { rows } = await db.pool.query("select id, given_values, target from executions where bot_id = $1", [
    second,
  ]);
  expect(rows).toEqual([{ id: rows[0]?.id, given_values: { task: "Go on: All is well" }, target }]);
  expect((await of(id))[0]).toMatchObject({ state: "done", made: { executionId: rows[0]?.id } });
});

test("bots do not start one another in a circle, and five in a row at most", async () => {
  const { aBot, ended, drain, of, now } = await aWorld(db);
  const started = async (id: string): Promise<string> => (await of(id))[0]?.made.executionId ?? "";
  const ends = async (id: string, botId: string, next: string) => {
    const content = JSON.stringify({ kind: "bot", when: "always", botId: next, values: {} });
    await db.pool.query(
      `insert into outcomes (execution_id, position, bot_id, correlation_id, kind, content, state, next_at, created_at)
       values ($1, 0, $2, 'c', 'bot', $3, 'pending', $4, $4)`,
      [id, botId, content, now()],
    );
    await drain();
  };
  const bots = await Promise.all(Array.from({ length: 6 }, () => aBot()));
  const [first = "", second = "", ...more] = bots;
  let id = await ended([], { botId: first });
  await ends(id, first, second);
  id = await started(id);
  let last = second;
  for (const next of more.slice(0, 3)) {
    await ends(id, last, next);
    id = await started(id);
    expect(id).not.toBe("");
    last = next;
  }
  await ends(id, last, more[3] ?? "");
  expect((await of(id))[0]).toMatchObject({
    state: "failed",
    reason: expect.stringMatching("5 executions at most"),
  });
  await db.pool.query("delete from outcomes where execution_id = $1", [id]);
  await ends(id, last, first);
  expect((await of(id))[0]).toMatchObject({
    state: "failed",
    reason: expect.stringMatching("start itself again"),
  });
});

test("what is made of a folder waits for what is written there before, also beside another execution", async () => {
  const { ended, options, hostId, now, aBot } = await aWorld(db);
  const wishes = [{ kind: "file", path: "report.md" }, { kind: "pull_request" }] as const;
  const botId = await aBot(...wishes);
  const [first, second] = [await ended([...wishes], { botId }), await ended([...wishes], { botId })];
  const claim = () =>
    options.db.transaction((tx) =>
      claimDue(tx, { hostId, at: now(), until: new Date(now().getTime() + 60_000) }),
    );
  const taken = [await claim(), await claim()];
  expect(taken.map((row) => row?.kind)).toEqual(["file", undefined]);
  expect([first, second]).toContain(taken[0]?.execution_id);
});

test("a notification says what its templates make, at its level, under one cause however often it is tried", async () => {
  const { ended, drain, of, people, service, by, aBot } = await aWorld(db);
  const botId = await aBot({
    ...{ kind: "notification", title: "{{ execution.bot }}:\n{{ execution.state }}", level: "high" },
  });
  const id = await ended([], { botId, result: "token=ghp_abcdefghijklmnopqrstuvwxyz0123456789" });
  await drain();
  expect((await of(id))[0]).toMatchObject({ kind: "notification", state: "done" });
  expect(people).toMatchObject([
    { cause: `outcome:${id}/0`, executionId: id, title: "Reviewer: succeeded", level: "high" },
  ]);
  expect(people[0]?.body).not.toContain("ghp_");
  await expect(service.retry({ executionId: id, position: 0 }, by)).rejects.toMatchObject({
    code: "outcomes.not_failed",
  });
});

test("a notification that nobody has a channel for says so", async () => {
  const { ended, drain, of, options } = await aWorld(db);
  options.tell = async () => false;
  const id = await ended([{ kind: "notification" }]);
  await drain();
  expect((await of(id))[0]).toMatchObject({ state: "skipped", reason: expect.stringMatching("Nobody") });
});
