import { NewSignIn, signInHeader } from "@signalbox/contract/auth";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { trustedProxies } from "../../../platform/http/client.ts";
import { aGuardedServer } from "../testing.ts";

const header = "remote-user";
let db: TestDatabase;
type Server = Awaited<ReturnType<typeof aGuardedServer>>;
let behindProxy: Server;
let open: Server;
let welcoming: Server;
beforeAll(async () => {
  db = await testDatabase();
  const proxies = trustedProxies(["127.0.0.1"]);
  behindProxy = await aGuardedServer(db, { identity: { header, createsViewers: false }, proxies });
  welcoming = await aGuardedServer(db, { identity: { header, createsViewers: true }, proxies });
  open = await aGuardedServer(db, { identity: { header, createsViewers: true } });
});
afterAll(async () => {
  await Promise.all([behindProxy, open, welcoming].map((server) => server.stop()));
  await db.close();
});

const enter = (server: Server, login: string, headers: Record<string, string> = { origin: server.url }) =>
  server.call("POST", "/api/sign-ins/identity", { headers: { [header]: login, ...headers } });

test("whom a trusted proxy names is signed in, as long as it goes on naming them", async () => {
  await behindProxy.aPerson("ada", "operator");
  const answer = await enter(behindProxy, "Ada");
  expect(answer.status).toBe(201);
  const { id, secret } = NewSignIn.parse(answer.json());
  const [cookie = ""] = String(answer.headers["set-cookie"]).split(";");
  const caller = async (more: Record<string, string>) =>
    (await behindProxy.call("GET", "/api/caller", { headers: { cookie, [signInHeader]: secret, ...more } }))
      .status;
  expect(await caller({ [header]: "ada" })).toBe(200);
  expect(await caller({})).toBe(401);
  expect(await caller({ [header]: "bea" })).toBe(401);
  expect(await behindProxy.audit(id)).toMatchObject([{ detail: { way: "identity", login: "ada" } }]);
});

test("the header alone opens nothing: no page elsewhere can ask in a person's name", async () => {
  const bare = await behindProxy.call("GET", "/api/agents", { headers: { [header]: "ada" } });
  expect(bare.status).toBe(401);
  expect((await enter(behindProxy, "ada", {})).status).toBe(403);
  expect((await enter(behindProxy, "ada", { origin: "https://elsewhere.example" })).status).toBe(403);
});

test("from anybody but a trusted proxy the header says nothing", async () => {
  expect((await enter(open, "ada")).status).toBe(401);
  const ways = await open.call("GET", "/api/ways-in", { headers: { [header]: "ada" } });
  expect(ways.json()).toEqual({ password: true, identity: null });
});

test("a login without an account is refused, or may look on where that was configured", async () => {
  expect((await enter(behindProxy, "stranger")).status).toBe(401);
  const answers = await Promise.all([enter(welcoming, "stranger"), enter(welcoming, "stranger")]);
  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  expect(NewSignIn.parse(answers[0]?.json()).scopes).toEqual(["read"]);
});

test("nobody but an admin takes another login where a proxy names people by it", async () => {
  await behindProxy.aPerson("dee", "operator");
  await behindProxy.aPerson("eva", "admin");
  const change = (by: { headers: Record<string, string> }, body: Record<string, string>) =>
    behindProxy.call("PATCH", "/api/account", { headers: by.headers, body });
  const dee = await behindProxy.aSignIn("dee");
  const taken = await change(dee, { login: "boss@corp" });
  expect([taken.status, taken.json()]).toEqual([
    403,
    expect.objectContaining({ code: "auth.login_is_proxys" }),
  ]);
  expect((await change(dee, { login: "Dee", name: "Dee Dee" })).json()).toMatchObject({ name: "Dee Dee" });
  expect((await change(await behindProxy.aSignIn("eva"), { login: "eve" })).status).toBe(200);
});

test("a disabled account is refused, whatever the proxy says", async () => {
  const { id } = await welcoming.aPerson("cyd", "viewer");
  const admin = await welcoming.aBrowser();
  await welcoming.call("PATCH", `/api/users/${id}`, { headers: admin.headers, body: { disabled: true } });
  expect((await enter(welcoming, "cyd")).status).toBe(401);
  const ways = await welcoming.call("GET", "/api/ways-in", { headers: { [header]: "cyd" } });
  expect(ways.json()).toMatchObject({ identity: null });
});
