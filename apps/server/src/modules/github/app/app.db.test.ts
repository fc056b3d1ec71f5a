import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../../kernel/clock.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { aConnection } from "../github.testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const minuteMs = 60_000;

/** An app that is installed for a shop, on a server whose clock goes on when it is told. */
async function anInstalledApp() {
  let aheadMs = 0;
  const clock = { now: () => new Date(systemClock.now().getTime() + aheadMs) };
  const world = await aConnection(db, undefined, clock);
  const shop = world.github.repository("acme/shop");
  const connected = await world.connectApp(shop);
  const later = (ms: number) => {
    aheadMs += ms;
    world.github.later(ms);
  };
  const tokensMade = () => world.github.requests.filter(({ path }) => path.endsWith("access_tokens")).length;
  return { ...world, ...connected, shop, later, tokensMade, setClock: (ms: number) => (aheadMs = ms) };
}

test("an app writes as itself, with one token for many requests, and its key is shown to nobody", async () => {
  const { api, github, shop, connection, privateKey, settings, audited, tokensMade } = await anInstalledApp();
  expect(connection).toMatchObject({ login: "signalbox-app[bot]", appId: "4711" });
  const pull = github.pull(shop);
  await api.comment("acme/shop", pull.number, "Looks fine");
  await api.setStatus("acme/shop", pull.pull?.head.sha ?? "", {
    ...{ state: "success", context: "signalbox", description: "Done", url: null },
  });
  expect(pull.comments).toMatchObject([{ author: "signalbox-app[bot]", body: "Looks fine" }]);
  expect(tokensMade()).toBe(1);
  const { rows } = await db.pool.query("select * from github_connections");
  expect(JSON.stringify([rows, audited, await settings.get()])).not.toContain(privateKey.slice(40, 80));
});

test("git is given the installation's token, for repositories of it alone", async () => {
  const { module, settings, github } = await anInstalledApp();
  const { host } = new URL(github.url);
  const { token } = await settings.access("acme/shop");
  expect(await module.gitCredential(`http://${host}/acme/shop.git`)).toEqual({
    ...{ username: "x-access-token", password: expect.stringMatching(/^installation-/) },
  });
  expect(token).toMatch(/^installation-/);
  expect(await module.gitCredential("https://github.com/acme/shop.git")).toBeNull();
  expect(await module.login()).toBe("signalbox-app[bot]");
});

test("a token is made anew shortly before it ends, and at once where GitHub takes it no more", async () => {
  const { api, github, later, tokensMade } = await anInstalledApp();
  const read = () => api.defaultBranch("acme/shop");
  await read();
  later(54 * minuteMs);
  await read();
  expect(tokensMade()).toBe(1);
  later(2 * minuteMs);
  await read();
  expect(tokensMade()).toBe(2);
  github.withdrawInstallations();
  expect(await read()).toBe("main");
  expect(tokensMade()).toBe(3);
});

test("each repository is spoken of by the installation of its account", async () => {
  const { api, github, tokensMade } = await anInstalledApp();
  const books = github.repository("other/books");
  github.install([books]);
  await api.openIssue("acme/shop", { title: "One", body: "", labels: [] });
  await api.openIssue("other/books", { title: "Two", body: "", labels: [] });
  expect(books.issues.map(({ author }) => author)).toEqual(["signalbox-app[bot]"]);
  expect(tokensMade()).toBe(2);
  github.repository("acme/hidden");
  await expect(api.defaultBranch("acme/hidden")).rejects.toMatchObject({ code: "github.not_installed" });
});

test("a limit of the app itself is heeded, though it proves itself anew each time", async () => {
  const { api, github, setClock } = await anInstalledApp();
  github.trouble({ kind: { status: 429, headers: { "retry-after": "30" } }, path: /installation$/ });
  const limited = { code: "github.rate_limited" };
  await expect(api.defaultBranch("acme/shop")).rejects.toMatchObject(limited);
  const asked = github.requests.length;
  setClock(1_000);
  await expect(api.defaultBranch("acme/other")).rejects.toMatchObject(limited);
  expect(github.requests).toHaveLength(asked);
});

test("where an app was taken away and installed anew, the new installation is found", async () => {
  const { api, github, later } = await anInstalledApp();
  await api.defaultBranch("acme/shop");
  later(56 * minuteMs);
  github.trouble({ kind: { status: 404 }, method: "POST", path: /access_tokens$/ });
  expect(await api.defaultBranch("acme/shop")).toBe("main");
});

test("git is given nothing for a repository that the app is not installed for: it may be anybody's to read", async () => {
  const { module, github } = await anInstalledApp();
  expect(await module.gitCredential(`${github.url}/other/public.git`)).toBeNull();
});

test("a permission that is missing is refused, and a check names it", async () => {
  const { api, settings, installation, shop, github } = await anInstalledApp();
  delete installation.permissions.statuses;
  installation.permissions.issues = "read";
  const pull = github.pull(shop);
  await expect(api.comment("acme/shop", pull.number, "No")).rejects.toMatchObject({
    ...{ code: "github.refused", status: 403, message: expect.stringContaining("by integration") },
  });
  expect(await settings.check({ repository: "acme/shop" })).toMatchObject({
    login: "signalbox-app[bot]",
    repository: { name: "acme/shop" },
    app: { installations: [{ account: "acme", missing: ["issues: write", "statuses: write"] }] },
  });
});

test("a suspended installation is refused, and a check says so", async () => {
  const { api, settings, installation } = await anInstalledApp();
  installation.suspended = true;
  await expect(api.defaultBranch("acme/shop")).rejects.toMatchObject({
    ...{ code: "github.refused", message: expect.stringContaining("suspended") },
  });
  expect((await settings.check({})).app?.installations).toMatchObject([{ isSuspended: true }]);
});

test("another key, another app and what is no key are refused beside their field", async () => {
  const { settings, github, privateKey, appId, by } = await anInstalledApp();
  const { privateKey: stranger } = generateKeyPairSync("rsa", {
    ...{ modulusLength: 2_048, publicKeyEncoding: { type: "spki", format: "pem" } },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const connect = (more: object) =>
    settings.connectApp({ apiUrl: github.url, appId, privateKey, ...more }, by);
  await expect(connect({ privateKey: stranger })).rejects.toMatchObject({
    ...{ code: "github.refused", faults: [{ path: "body.privateKey" }] },
  });
  await expect(connect({ appId: "1" })).rejects.toMatchObject({ faults: [{ path: "body.appId" }] });
  await expect(connect({ privateKey: "-----BEGIN PRIVATE KEY-----\nAAAA" })).rejects.toMatchObject({
    ...{ code: "github.key_invalid", faults: [{ path: "body.privateKey" }] },
  });
  expect((await settings.get())?.appId).toBe(appId);
});

test("what a server signs whose clock is far behind has expired for GitHub", async () => {
  const { api, setClock } = await anInstalledApp();
  setClock(-20 * minuteMs);
  await expect(api.defaultBranch("acme/shop")).rejects.toMatchObject({
    ...{ code: "github.refused", status: 401, message: expect.stringContaining("in the future") },
  });
});

test("a token takes the place of an app, and the app that of a token", async () => {
  const { settings, connect, github, api, shop } = await anInstalledApp();
  await api.defaultBranch("acme/shop");
  expect(await connect()).toMatchObject({ appId: null, login: github.login });
  await api.openIssue("acme/shop", { title: "One", body: "", labels: [] });
  expect(shop.issues.map(({ author }) => author)).toEqual([github.login]);
  expect(await settings.access("acme/shop")).toEqual({ apiUrl: github.url, token: github.token });
});
