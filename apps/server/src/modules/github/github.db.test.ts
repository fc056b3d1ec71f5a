import { createHmac } from "node:crypto";
import { issueCommentEvent, sendWebhook } from "@signalbox/testkit/fake-github/webhooks";
import { openReceiver } from "@signalbox/testkit/web-receiver";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { GitHubLimit } from "./github.errors.ts";
import { aConnection } from "./github.testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

test("a connection tells whose the token is, and keeps it where nobody reads it", async () => {
  const { github, settings, audited, connect, by } = await aConnection(db);
  expect(await settings.get()).toBeNull();
  expect(await connect()).toMatchObject({ login: github.login, apiUrl: github.url });
  expect(await settings.access("acme/shop")).toEqual({ apiUrl: github.url, token: github.token });
  const { rows } = await db.pool.query("select * from github_connections");
  expect(JSON.stringify([rows, audited, await settings.get()])).not.toContain(github.token);
  await settings.disconnect(by);
  expect(audited.map(({ action }) => action)).toEqual(["github.connected", "github.disconnected"]);
  await expect(settings.access("acme/shop")).rejects.toMatchObject({ code: "github.not_connected" });
});

test("a token that GitHub does not take is refused, and changes nothing", async () => {
  const { settings, connect } = await aConnection(db);
  await connect();
  const wrong = "wrong-token-that-nobody-knows";
  const refusal = await connect(wrong).catch((error: unknown) => error);
  expect(refusal).toMatchObject({
    ...{ code: "github.refused", status: 401 },
    faults: [{ path: "body.token", message: expect.stringContaining("withdrawn") }],
  });
  expect(String(refusal)).toContain("it is wrong, has expired or was withdrawn");
  expect(String(refusal)).not.toContain(wrong);
  expect(await settings.get()).not.toBeNull();
});

test("GitHub on this machine is reached where that is allowed alone", async () => {
  const { connect, github } = await aConnection(db, []);
  await expect(connect()).rejects.toThrow("SIGNALBOX_OUTBOUND_NETWORKS can allow it");
  expect(github.requests).toEqual([]);
});

test("a check tells what the token may do, and in a repository", async () => {
  const { github, settings, connect } = await aConnection(db);
  github.repository("acme/shop");
  github.repository("acme/books", { permissions: { [github.login]: "read" } });
  await connect();
  const check = (repository?: string) => settings.check(repository === undefined ? {} : { repository });
  expect(await check()).toMatchObject({
    ...{ login: github.login, scopes: ["repo", "workflow"], repository: null },
    requests: { limit: 5_000, left: 4_987 },
  });
  expect((await check("acme/shop")).repository).toMatchObject({ reads: true, writes: true });
  expect((await check("acme/books")).repository).toMatchObject({ reads: true, writes: false });
  await expect(check("acme/nothing")).rejects.toMatchObject({
    ...{ status: 404, faults: [{ path: "body.repository" }] },
  });
  github.withdraw();
  await expect(check("acme/shop")).rejects.toMatchObject({ status: 401, faults: undefined });
});

test("an address at which something else than GitHub answers is refused as that", async () => {
  const website = await openReceiver(() => ({ status: 200, text: "<h1>Welcome</h1>" }));
  onTestFinished(website.stop);
  const { settings, by, github } = await aConnection(db);
  const connect = (apiUrl: string) => settings.connect({ apiUrl, token: github.token }, by);
  const wrong = { code: "github.refused", faults: [{ path: "body.apiUrl" }] };
  await expect(connect(website.url)).rejects.toMatchObject(wrong);
  await expect(connect(`${github.url}/nothing`)).rejects.toMatchObject(wrong);
});

test("after a limit GitHub is left alone until it wants to be asked again", async () => {
  const { github, settings, connect } = await aConnection(db);
  await connect();
  github.trouble({ kind: { status: 429, headers: { "retry-after": "30" } } });
  const before = Date.now();
  const limit = await settings.check({}).catch((error: unknown) => error);
  if (!(limit instanceof GitHubLimit)) throw limit;
  expect(limit.retryAt.getTime() - before).toBeGreaterThanOrEqual(30_000);
  const asked = github.requests.length;
  await expect(settings.check({})).rejects.toMatchObject({ code: "github.rate_limited" });
  expect(github.requests).toHaveLength(asked);
});

test.each([
  ["answers with an error", { status: 502 }],
  ["goes in the middle", "lost"],
] as const)("a GitHub that %s was not reached", async (_what, kind) => {
  const { github, settings, connect } = await aConnection(db);
  await connect();
  github.trouble({ kind });
  await expect(settings.check({})).rejects.toMatchObject({ code: "github.unreachable" });
});

test("what people may do is told, of strangers too", async () => {
  const { github, api, connect } = await aConnection(db);
  github.repository("acme/shop", { permissions: { bob: "read" } });
  await connect();
  const of = (login: string) => api.permissionOf("acme/shop", login);
  expect(await Promise.all(["ada", "bob", "eve"].map(of))).toEqual(["admin", "read", "none"]);
});

test("all files of a large pull request are read, page by page", async () => {
  const { github, api, connect } = await aConnection(db);
  const repository = github.repository("acme/shop");
  const files = Array.from({ length: 250 }, (_, number) => ({
    ...{ filename: `src/${number}.ts`, status: "modified" as const, patch: "@@ -1 +1 @@\n-a\n+b" },
  }));
  const { number } = github.pull(repository, { files });
  await connect();
  const changed = await api.changedFiles("acme/shop", number);
  expect(changed.isWhole).toBe(true);
  expect(changed.files.map(({ path }) => path)).toEqual(files.map(({ filename }) => filename));
  expect((await api.pullRequest("acme/shop", number)).head.ref).toBe("change");
});

test("the fake GitHub signs its webhooks over the bytes that it sends", async () => {
  const { github } = await aConnection(db);
  const receiver = await openReceiver();
  onTestFinished(receiver.stop);
  const repository = github.repository("acme/shop");
  const { number } = github.pull(repository);
  const event = issueCommentEvent(repository, number, { body: "/review" });
  await sendWebhook(event, { url: receiver.url, secret: "s3cret", delivery: "1" });
  const [heard] = receiver.heard;
  const signature = createHmac("sha256", "s3cret")
    .update(heard?.body ?? "")
    .digest("hex");
  expect(heard?.headers).toMatchObject({
    ...{ "x-hub-signature-256": `sha256=${signature}`, "x-github-delivery": "1" },
    "x-github-event": "issue_comment",
  });
});
