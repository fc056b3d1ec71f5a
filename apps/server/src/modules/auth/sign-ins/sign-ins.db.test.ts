import { signInHeader } from "@signalbox/contract/auth";
import { scopes } from "@signalbox/contract/common";
import { routes } from "@signalbox/contract/routes";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { at, bearer } from "../../../platform/http/testing.ts";
import { adminKey, aGuardedServer, cause, minute } from "../testing.ts";

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

const day = 24 * 60 * minute;
const caller = (headers: Record<string, string>) => server.call("GET", "/api/caller", { headers });

test("a link signs a browser in with every scope, answering included", async () => {
  const link = await server.auth.api.createSignInLink(cause);
  const { origin, pathname, hash, search } = new URL(link.url);
  expect([origin, pathname, search]).toEqual([server.url, "/sign-in", ""]);
  const answer = await server.redeem(hash.slice(1));
  expect(answer.status).toBe(201);
  expect(routes.signIn.replies[201].parse(answer.json()).scopes).toEqual(scopes);
  expect(String(answer.headers["set-cookie"])).toMatch(
    new RegExp(
      `^signalbox_sign_in_${server.port}=sbx_cookie_[\\w-]{43}; Max-Age=\\d+; Path=/; HttpOnly; SameSite=Strict$`,
    ),
  );
});

test("a signed-in browser is told by both halves of its sign-in, never by one", async () => {
  const { id, headers } = await server.aBrowser();
  const answer = await caller(headers);
  expect([answer.status, answer.json()]).toEqual([
    200,
    {
      kind: "sign_in",
      id,
      name: "Firefox on Linux",
      scopes,
      user: { id: expect.any(String), login: "operator", name: "Operator", role: "admin" },
    },
  ]);
  const { cookie = "" } = headers;
  const secret = headers[signInHeader] ?? "";
  const other = await server.aBrowser();
  expect((await caller({ cookie })).status).toBe(401);
  expect((await caller({ [signInHeader]: secret })).status).toBe(401);
  expect((await caller({ cookie, [signInHeader]: other.headers[signInHeader] ?? "" })).status).toBe(401);
});

test("a link works once, however many ask at the same moment", async () => {
  const secret = await server.secretOf();
  const answers = await Promise.all(Array.from({ length: 8 }, () => server.redeem(secret)));
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([201, ...Array.from({ length: 7 }, () => 401)]);
  expect(answers.find(({ status }) => status === 401)?.json()).toMatchObject({ code: "auth.link_invalid" });
  server.clock.pass(2 * minute);
});

test("a link is void after ten minutes", async () => {
  const secret = await server.secretOf();
  server.clock.pass(10 * minute);
  expect((await server.redeem(secret)).status).toBe(401);
});

test("whoever guesses at links is stopped for a minute; whoever knows one is not", async () => {
  server.clock.pass(2 * minute);
  const guess = () => server.redeem(`sbx_link_${"guess".repeat(9)}`);
  for (let attempt = 0; attempt < 20; attempt++) expect((await guess()).status).toBe(401);
  const stopped = await guess();
  expect([stopped.status, stopped.json()]).toEqual([
    429,
    expect.objectContaining({ code: "request.rate_limited" }),
  ]);
  expect((await server.redeem(await server.secretOf())).status).toBe(201);
  server.clock.pass(minute + 1);
  expect((await guess()).status).toBe(401);
});

test("no secret of a sign-in lies in the database", async () => {
  const link = await server.secretOf();
  const { headers } = await server.aBrowser();
  const tables = ["auth_sign_in_links", "auth_sign_ins", "auth_audit", "events"] as const;
  const rows = await Promise.all(tables.map((table) => db.read.selectFrom(table).selectAll().execute()));
  const stored = JSON.stringify(rows);
  for (const secret of [link, headers.cookie?.split("=")[1] ?? "", headers[signInHeader] ?? ""]) {
    expect(secret).toMatch(/^sbx_/);
    expect(stored).not.toContain(secret);
  }
});

test("a sign-in lasts thirty days from its last use, across restarts", async () => {
  const { headers } = await server.aBrowser();
  server.clock.pass(20 * day);
  expect((await caller(headers)).status).toBe(200);
  for (const service of server.auth.services) await service.stop?.();
  server.clock.pass(20 * day);
  const [name = "", value] = headers.cookie?.split("=") ?? [];
  const cookies = { [name]: value };
  const asked = { ...at(server), headers, cookies, ticket: undefined, pass: undefined };
  const ask = () => server.restarted().gate.authenticate(asked);
  expect(await ask()).toMatchObject({ kind: "sign_in" });
  server.clock.pass(10 * day);
  expect(await ask()).toBeNull();
});

test("a sign-in at another port of this machine is not this one's", async () => {
  const { headers } = await server.aBrowser();
  const foreign = { ...headers, cookie: `signalbox_sign_in_1=sbx_cookie_of_another; ${headers.cookie}` };
  expect((await caller(foreign)).status).toBe(200);
});

test("signing out ends the sign-in and takes the cookie back", async () => {
  const { id, headers } = await server.aBrowser();
  const answer = await server.call("DELETE", "/api/sign-ins/current", { headers });
  expect(answer.status).toBe(204);
  expect(String(answer.headers["set-cookie"])).toContain(`signalbox_sign_in_${server.port}=; Max-Age=0;`);
  expect((await caller(headers)).status).toBe(401);
  const entries = await server.audit(id);
  expect(entries.map(({ actor, action }) => [actor, action])).toEqual([
    [`sign_in:${id}`, "sign_in.created"],
    [`sign_in:${id}`, "sign_in.ended"],
  ]);
  const told = await server.events.read(0n, { types: ["sign_in.*"] }, 500);
  expect(told.filter(({ subject }) => subject.id === id).map(({ type }) => type)).toEqual([
    "sign_in.created",
    "sign_in.ended",
  ]);
});

test("a key that may operate asks for a link, and the audit says so", async () => {
  const answer = await server.call("POST", "/api/sign-in-links", {
    headers: { ...bearer(adminKey), "x-correlation-id": "login-7" },
  });
  const { url } = routes.createSignInLink.replies[201].parse(answer.json());
  expect((await server.redeem(new URL(url).hash.slice(1))).status).toBe(201);
  const entries = await db.read
    .selectFrom("auth_audit")
    .selectAll()
    .where("correlation_id", "=", "login-7")
    .execute();
  expect(entries).toMatchObject([{ actor: "api_key:admin-key", action: "sign_in_link.created" }]);
  const reader = await server.aKey(["read"]);
  expect((await server.call("POST", "/api/sign-in-links", { headers: reader.headers })).status).toBe(403);
});
