import { pageOf } from "@signalbox/contract/common";
import { User } from "@signalbox/contract/people";
import { routes } from "@signalbox/contract/routes";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { bearer } from "../../../platform/http/testing.ts";
import { adminKey, aGuardedServer, aPassword } from "../testing.ts";

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

const admin = bearer(adminKey);
const list = async (query = "") => {
  const answer = await server.call("GET", `/api/users${query}`, { headers: admin });
  return pageOf(User).parse(answer.json());
};
const change = async (id: string, body: Record<string, unknown>) => {
  const answer = await server.call("PATCH", `/api/users/${id}`, { headers: admin, body });
  return { status: answer.status, said: JSON.parse(answer.text) };
};

test("whoever has the machine has an account from the start, an admin's", async () => {
  const { items } = await list();
  expect(items).toMatchObject([
    { login: "operator", role: "admin", hasMachine: true, hasPassword: false, disabledAt: null },
  ]);
});

test("this account can't be disabled, nor be less than an admin's, so an admin is always left", async () => {
  const [{ id } = { id: "" }] = (await list()).items;
  for (const less of [{ role: "operator" }, { role: "viewer" }, { disabled: true }]) {
    const { status, said } = await change(id, less);
    expect([status, said.code]).toEqual([409, "auth.machine_account_stays"]);
  }
  expect((await change(id, { name: "Grace", login: "grace" })).said).toMatchObject({ login: "grace" });
});

test("accounts are listed by their login, page by page", async () => {
  for (const login of ["zoe", "abe", "mia"]) await server.aPerson(login, "viewer");
  const first = await list("?limit=2");
  const second = await list(`?limit=2&cursor=${first.nextCursor}`);
  expect([...first.items, ...second.items].map(({ login }) => login)).toEqual(["abe", "grace", "mia", "zoe"]);
});

test("a login belongs to one account, however it is written", async () => {
  const again = await server.call("POST", "/api/users", {
    headers: admin,
    body: { login: "ZOE", role: "viewer", password: aPassword },
  });
  expect([again.status, again.json()]).toEqual([409, expect.objectContaining({ code: "auth.login_taken" })]);
  const [mia] = (await list()).items.filter(({ login }) => login === "mia");
  expect((await change(mia?.id ?? "", { login: "zoe" })).said.code).toBe("auth.login_taken");
});

test("what changes is told as an event and audited with what it was; what does not is not", async () => {
  const { id } = await server.aPerson("eli", "viewer");
  await change(id, { role: "operator", name: "eli" });
  await change(id, { role: "operator" });
  const told = (await server.audit(id)).filter(({ action }) => action === "user.changed");
  expect(told).toMatchObject([
    { detail: { login: "eli", changed: { role: { from: "viewer", to: "operator" } } } },
  ]);
  const events = await server.events.read(0n, { types: ["user.changed"] }, 500);
  expect(events.filter(({ subject }) => subject.id === id).map(({ data }) => data)).toEqual([
    { userId: id, role: "operator" },
  ]);
});

test("a key belongs to a person, and holds no more than they may", async () => {
  const { id } = await server.aPerson("flo", "viewer");
  const ask = (scopes: string[]) =>
    server.call("POST", "/api/keys", { headers: admin, body: { name: "a dashboard", scopes, userId: id } });
  const more = await ask(["read", "operate"]);
  expect([more.status, more.json()]).toEqual([403, expect.objectContaining({ code: "auth.scope_not_held" })]);
  const { key } = routes.createApiKey.replies[201].parse((await ask(["read"])).json());
  expect(key.owner).toEqual({ id, name: "flo" });
});

test("nobody but an admin sees or changes who there is", async () => {
  await server.aPerson("gil", "operator");
  const { headers } = await server.aSignIn("gil");
  const asked = [
    await server.call("GET", "/api/users", { headers }),
    await server.call("POST", "/api/users", { headers, body: { login: "x", role: "admin" } }),
    await server.call("GET", "/api/audit", { headers }),
    await server.call("GET", "/api/keys", { headers }),
  ];
  expect(asked.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
});

test("everybody changes their own name, and never their own role", async () => {
  await server.aPerson("hob", "viewer");
  const { headers } = await server.aSignIn("hob");
  const renamed = await server.call("PATCH", "/api/account", {
    headers,
    body: { name: "Hob Nob", role: "admin" },
  });
  expect(renamed.json()).toMatchObject({ name: "Hob Nob", role: "viewer" });
});

test("a person sees where they are signed in, and ends one of it; not somebody else's", async () => {
  const { id: other } = await server.aPerson("ian", "viewer");
  await server.aPerson("joy", "viewer");
  const [here, there] = [await server.aSignIn("joy"), await server.aSignIn("joy")];
  const theirs = await server.aSignIn("ian");
  const seen = await server.call("GET", "/api/sign-ins", { headers: here.headers });
  expect(seen.json()).toMatchObject({
    items: [
      { id: there.id, name: "Firefox on Linux", way: "password", address: "127.0.0.1", current: false },
      { id: here.id, current: true },
    ],
  });
  expect((await server.call("GET", `/api/sign-ins?userId=${other}`, { headers: here.headers })).status).toBe(
    403,
  );
  expect((await server.call("DELETE", `/api/sign-ins/${theirs.id}`, { headers: here.headers })).status).toBe(
    404,
  );
  expect((await server.call("DELETE", `/api/sign-ins/${there.id}`, { headers: here.headers })).status).toBe(
    204,
  );
  expect((await server.call("GET", "/api/caller", { headers: there.headers })).status).toBe(401);
  const forAdmin = await server.call("GET", `/api/sign-ins?userId=${other}`, { headers: admin });
  expect(forAdmin.json()).toMatchObject({ items: [{ id: theirs.id }] });
});

test("a key of a program makes no sign-in link: it would be worth more than the key", async () => {
  const key = await server.aKey(["read", "operate"]);
  const answer = await server.call("POST", "/api/sign-in-links", { headers: key.headers });
  expect([answer.status, answer.json()]).toEqual([
    403,
    expect.objectContaining({ code: "auth.link_needs_person" }),
  ]);
});

test("a key of a program gives nobody a password or a link, its owner neither: it would be worth more than the key", async () => {
  const { id } = await server.aPerson("ned", "admin");
  const { headers } = await server.aKey(["read", "admin"], { userId: id });
  const asked = [
    await server.call("POST", `/api/users/${id}/password-links`, { headers }),
    await server.call("PUT", `/api/users/${id}/password`, { headers, body: { password: aPassword } }),
    await server.call("POST", "/api/users", {
      headers,
      body: { login: "mallory", role: "admin", password: aPassword },
    }),
  ];
  for (const answer of asked) {
    expect([answer.status, answer.json()]).toEqual([
      403,
      expect.objectContaining({ code: "auth.password_needs_person" }),
    ]);
  }
  expect((await list("?limit=200")).items.map(({ login }) => login)).not.toContain("mallory");
});

test("an account that a key of a program makes waits for a person to give it a way in", async () => {
  const { headers } = await server.aKey(["read", "admin"]);
  const made = await server.call("POST", "/api/users", { headers, body: { login: "oda", role: "viewer" } });
  const { user, link } = routes.createUser.replies[201].parse(made.json());
  expect([link, user.hasPassword]).toEqual([null, false]);
  const browser = await server.aBrowser();
  const given = await server.call("POST", `/api/users/${user.id}/password-links`, {
    headers: browser.headers,
  });
  expect(given.status).toBe(201);
});

test("a sign-in link is worth what its maker is", async () => {
  await server.aPerson("kay", "viewer");
  await server.aPerson("lea", "operator");
  const viewer = await server.aSignIn("kay");
  expect((await server.call("POST", "/api/sign-in-links", { headers: viewer.headers })).status).toBe(403);
  const operator = await server.aSignIn("lea");
  const made = await server.call("POST", "/api/sign-in-links", { headers: operator.headers });
  const { url } = routes.createSignInLink.replies[201].parse(made.json());
  const signedIn = await server.redeem(new URL(url).hash.slice(1));
  expect(signedIn.json()).toMatchObject({ scopes: ["read", "operate", "answer"] });
});

test("the first password is for an installation where nobody has one", async () => {
  const [machine] = (await list()).items.filter(({ hasMachine }) => hasMachine);
  await server.auth.api.setFirstPassword("would be a fine password");
  expect((await list()).items.find(({ id }) => id === machine?.id)?.hasPassword).toBe(false);
  expect(await server.auth.api.hasPasswordAccount()).toBe(true);
});
