import { signInHeader } from "@signalbox/contract/auth";
import { routes } from "@signalbox/contract/routes";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { trustedProxies } from "../../../platform/http/client.ts";
import { aGuardedServer, aPassword, minute } from "../testing.ts";

let db: TestDatabase;
let server: Awaited<ReturnType<typeof aGuardedServer>>;
beforeAll(async () => {
  db = await testDatabase();
  server = await aGuardedServer(db);
});
afterAll(async () => {
  await server.stop();
  await db.close();
});

const signIn = (login: string, password: string) =>
  server.call("POST", "/api/sign-ins/password", {
    headers: { origin: server.url },
    body: { login, password },
  });
const callerWith = async (headers: Record<string, string>) =>
  (await server.call("GET", "/api/caller", { headers })).status;

test("a person signs in by name and password, with what their role may do", async () => {
  await server.aPerson("ada", "operator");
  const answer = await signIn(" ADA ", aPassword);
  expect(answer.status).toBe(201);
  expect(routes.signInWithPassword.replies[201].parse(answer.json()).scopes).toEqual([
    "read",
    "operate",
    "answer",
  ]);
});

test("whatever is wrong, the answer is the same", async () => {
  const { id } = await server.aPerson("bea", "viewer");
  await server.aPerson("cyd", "viewer");
  const admin = await server.aBrowser();
  await server.call("PATCH", `/api/users/${id}`, { headers: admin.headers, body: { disabled: true } });
  const answers = await Promise.all([
    signIn("bea", aPassword),
    signIn("cyd", "not this one, sorry"),
    signIn("nobody-of-that-name", aPassword),
    signIn("no login at all", aPassword),
    signIn("operator", aPassword),
  ]);
  for (const answer of answers) {
    expect(answer.status).toBe(401);
    expect(answer.json()).toMatchObject({ code: "auth.password_wrong" });
  }
  server.clock.pass(60 * minute);
});

test("after ten wrong guesses at one account it waits a quarter of an hour, also at other nodes, for whoever knows too", async () => {
  const { id } = await server.aPerson("dan", "viewer");
  for (let guess = 0; guess < 10; guess++)
    expect((await signIn("dan", "wrong, wrong, wrong")).status).toBe(401);
  const stopped = await signIn("dan", aPassword);
  expect([stopped.status, stopped.json()]).toEqual([
    429,
    expect.objectContaining({ code: "request.rate_limited" }),
  ]);
  expect((await signIn("ada", aPassword)).status).toBe(201);
  server.clock.pass(15 * minute + 1);
  expect((await signIn("dan", aPassword)).status).toBe(201);
  const told = (await server.audit(id)).map(({ action }) => action);
  expect(told.filter((action) => action === "sign_in.refused")).toHaveLength(10);
  expect(told.filter((action) => action === "sign_in.limited")).toHaveLength(1);
});

test("many guesses at the same moment get no more tries than one after another", async () => {
  await server.aPerson("eve", "viewer");
  const answers = await Promise.all(Array.from({ length: 25 }, () => signIn("eve", "wrong, wrong, wrong")));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(10);
  expect(statuses.filter((status) => status === 429)).toHaveLength(15);
  server.clock.pass(60 * minute);
});

test("guesses from all over an IPv6 network are counted together", { timeout: 30_000 }, async () => {
  const behindProxy = await aGuardedServer(db, { proxies: trustedProxies(["127.0.0.1"]) });
  const guess = (host: number) =>
    behindProxy.call("POST", "/api/sign-ins/password", {
      headers: { origin: behindProxy.url, "x-forwarded-for": `2001:db8:0:7::${host}` },
      body: { login: `nobody-${host}`, password: "wrong, wrong, wrong" },
    });
  const statuses: number[] = [];
  for (let host = 1; host <= 51; host++) statuses.push((await guess(host)).status);
  expect(new Set(statuses.slice(0, 50))).toEqual(new Set([401]));
  expect(statuses[50]).toBe(429);
  await behindProxy.stop();
});

test("no password, and no name that was typed wrong, is kept anywhere", async () => {
  const typed = "typed-into-the-wrong-field";
  await signIn(typed, aPassword);
  const tables = ["auth_passwords", "auth_attempts", "auth_audit", "auth_users", "events"] as const;
  const rows = await Promise.all(tables.map((table) => db.read.selectFrom(table).selectAll().execute()));
  const stored = JSON.stringify(rows);
  expect(stored).not.toContain(typed);
  expect(stored).not.toContain(aPassword);
});

test("a new account's link chooses a password once, and signs in", async () => {
  const admin = await server.aBrowser();
  const made = await server.call("POST", "/api/users", {
    headers: admin.headers,
    body: { login: "fay", name: "Fay Ray", role: "viewer" },
  });
  const { link } = routes.createUser.replies[201].parse(made.json());
  const url = new URL(link?.url ?? "");
  expect([url.pathname, url.search]).toEqual(["/new-password", ""]);
  const choose = (password: string) =>
    server.call("POST", "/api/sign-ins/new-password", {
      headers: { origin: server.url },
      body: { secret: url.hash.slice(1), password },
    });
  const weak = await choose("short");
  expect([weak.status, weak.json()]).toEqual([400, expect.objectContaining({ code: "auth.password_weak" })]);
  expect((await choose("a sentence of her own")).status).toBe(201);
  expect((await choose("a sentence of his own")).status).toBe(401);
  expect((await signIn("fay", "a sentence of her own")).status).toBe(201);
});

test("a newer link voids the one before, and a sign-in link chooses no password", async () => {
  const { id } = await server.aPerson("gus", "viewer");
  const admin = await server.aBrowser();
  const link = async () => {
    const answer = await server.call("POST", `/api/users/${id}/password-links`, { headers: admin.headers });
    return new URL(routes.createPasswordLink.replies[201].parse(answer.json()).url).hash.slice(1);
  };
  const choose = (secret: string) =>
    server.call("POST", "/api/sign-ins/new-password", {
      headers: { origin: server.url },
      body: { secret, password: "a sentence of his own" },
    });
  const [first, second] = [await link(), await link()];
  expect((await choose(first)).status).toBe(401);
  expect((await choose(await server.secretOf())).status).toBe(401);
  expect((await server.redeem(second)).status).toBe(401);
  server.clock.pass(3 * 24 * 60 * minute);
  expect((await choose(second)).status).toBe(401);
});

test("whoever changes their password stays in here, and is out everywhere else", async () => {
  await server.aPerson("hal", "viewer");
  const here = await server.aSignIn("hal");
  const elsewhere = await server.aSignIn("hal");
  const change = (body: Record<string, string>) =>
    server.call("PUT", "/api/account/password", { headers: here.headers, body });
  const wrong = await change({ current: "not this one, sorry", password: "another row of words" });
  expect([wrong.status, wrong.json()]).toEqual([
    403,
    expect.objectContaining({ code: "auth.password_wrong" }),
  ]);
  expect((await change({ password: "another row of words" })).status).toBe(403);
  expect((await change({ current: aPassword, password: "another row of words" })).status).toBe(204);
  expect(await callerWith(here.headers)).toBe(200);
  expect(await callerWith(elsewhere.headers)).toBe(401);
  expect((await signIn("hal", aPassword)).status).toBe(401);
  expect((await signIn("hal", "another row of words")).status).toBe(201);
});

test("whoever came upon a signed-in browser can't guess its owner's password without end", async () => {
  const { id } = await server.aPerson("jan", "viewer");
  const { id: signInId, headers } = await server.aSignIn("jan");
  const change = (current: string) =>
    server.call("PUT", "/api/account/password", {
      headers,
      body: { current, password: "another row of words" },
    });
  for (let guess = 0; guess < 10; guess++) expect((await change("wrong, wrong, wrong")).status).toBe(403);
  const stopped = await change(aPassword);
  expect([stopped.status, stopped.json()]).toEqual([
    429,
    expect.objectContaining({ code: "request.rate_limited" }),
  ]);
  expect((await signIn("jan", aPassword)).status).toBe(429);
  const told = (await server.audit(id)).filter(({ actor }) => actor === `sign_in:${signInId}`);
  expect(told.map(({ action }) => action)).toEqual([
    ...Array.from({ length: 10 }, () => "sign_in.refused"),
    "sign_in.limited",
  ]);
  server.clock.pass(15 * minute + 1);
  expect((await change(aPassword)).status).toBe(204);
});

test("an API key changes nobody's password", async () => {
  const key = await server.aKey(["read"]);
  const answer = await server.call("PUT", "/api/account/password", {
    headers: key.headers,
    body: { password: "another row of words" },
  });
  expect([answer.status, answer.json()]).toEqual([
    403,
    expect.objectContaining({ code: "auth.needs_sign_in" }),
  ]);
});

test("a sign-in by password is told by both halves too", async () => {
  await server.aPerson("ida", "viewer");
  const { headers } = await server.aSignIn("ida");
  expect(await callerWith(headers)).toBe(200);
  expect(await callerWith({ cookie: headers.cookie ?? "" })).toBe(401);
  expect(await callerWith({ [signInHeader]: headers[signInHeader] ?? "" })).toBe(401);
});
