import { type AnswerGrant, askGrant } from "@signalbox/contract/grants";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { bearer } from "../../../platform/http/testing.ts";
import { adminKey, aGuardedServer, minute } from "../testing.ts";
import { deleteOldGrants } from "./grants.repository.ts";

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

type Headers = Record<string, string>;
const admin = bearer(adminKey);
const ask = (name = "A terminal", headers: Headers = admin) =>
  server.call("POST", "/api/answer-grants", { headers, body: { name } });
const settle = (id: string, how: "give" | "refuse", headers: Headers, body?: object) =>
  server.call("POST", `/api/answer-grants/${id}/${how}`, { headers, body });
const asked = async () => askGrant.replies[201].parse((await ask()).json());
const scopesWith = async (secret: string): Promise<unknown> => {
  const answer = await server.call("GET", "/api/caller", { headers: bearer(secret) });
  return answer.status === 200 ? answer.json() : answer.status;
};
const now = async (id: string) => {
  const answer = await server.call("GET", `/api/answer-grants/${id}`, { headers: admin });
  return answer.json();
};

test("a terminal may answer, and nothing more, once a browser let it, for so long and no longer", async () => {
  const { headers } = await server.aBrowser();
  const { grant, secret, url } = await asked();
  expect(url).toBe(`${server.url}/settings/terminals`);
  expect(await scopesWith(secret)).toBe(401);
  const given = await settle(grant.id, "give", headers, { minutes: 15 });
  expect(given.json()).toMatchObject({ state: "given", code: grant.code, by: expect.any(String) });
  expect(await scopesWith(secret)).toMatchObject({ scopes: ["read", "answer"], name: "A terminal" });
  server.clock.pass(15 * minute);
  expect(await scopesWith(secret)).toBe(401);
  expect(await now(grant.id)).toMatchObject({ state: "expired" });
});

test("it is given once, and not after it was refused or waited too long", async () => {
  const { headers } = await server.aBrowser();
  const [given, refused, late] = [await asked(), await asked(), await asked()];
  expect((await settle(given.grant.id, "give", headers, { minutes: 1 })).status).toBe(200);
  expect((await settle(refused.grant.id, "refuse", headers)).json()).toMatchObject({ state: "refused" });
  server.clock.pass(5 * minute);
  for (const { grant } of [given, refused, late]) {
    const again = await settle(grant.id, "give", headers, { minutes: 1 });
    expect([again.status, again.json()]).toMatchObject([409, { code: "auth.grant_settled" }]);
  }
  expect(await scopesWith(refused.secret)).toBe(401);
});

test("of two browsers that give it at once, one does", async () => {
  const { headers } = await server.aBrowser();
  const { grant } = await asked();
  const both = await Promise.all([1, 2].map((minutes) => settle(grant.id, "give", headers, { minutes })));
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
});

test("what was given can be ended before its time", async () => {
  const { headers } = await server.aBrowser();
  const { grant, secret } = await asked();
  await settle(grant.id, "give", headers, { minutes: 60 });
  expect((await settle(grant.id, "refuse", headers)).json()).toMatchObject({ state: "ended" });
  expect(await scopesWith(secret)).toBe(401);
});

test("whoever asked can ask no more, and nobody else can for them", async () => {
  const { headers } = await server.aBrowser();
  const { grant, secret } = await asked();
  const withdraw = (body: object) =>
    server.call("POST", `/api/answer-grants/${grant.id}/withdraw`, { headers: admin, body });
  expect((await withdraw({ secret: "sbx_key_another" })).status).toBe(404);
  expect((await withdraw({ secret })).json()).toMatchObject({ state: "withdrawn" });
  expect((await settle(grant.id, "give", headers, { minutes: 1 })).status).toBe(409);
});

test("what a grant became is not listed among the keys, and goes with it", async () => {
  const { headers } = await server.aBrowser();
  const { grant, secret } = await asked();
  await settle(grant.id, "give", headers, { minutes: 1 });
  const { id }: { id: string } = JSON.parse(
    (await server.call("GET", "/api/caller", { headers: bearer(secret) })).text,
  );
  const listed = await server.call("GET", "/api/keys?limit=200", { headers: admin });
  expect(listed.text).not.toContain(id);
  await deleteOldGrants(db, new Date(server.clock.now().getTime() + 2 * minute));
  expect(await db.read.selectFrom("auth_api_keys").selectAll().where("id", "=", id).execute()).toEqual([]);
});

test("a grant gives no grant, and no key does", async () => {
  const { headers } = await server.aBrowser();
  const { grant, secret } = await asked();
  await settle(grant.id, "give", headers, { minutes: 60 });
  const next = await asked();
  const byGrant = await settle(next.grant.id, "give", bearer(secret), { minutes: 60 });
  expect([byGrant.status, byGrant.json()]).toMatchObject([403, { code: "auth.needs_sign_in" }]);
  expect((await settle(next.grant.id, "give", admin, { minutes: 60 })).status).toBe(403);
  const program = await server.aKey(["operate"]);
  expect((await ask("A program", program.headers)).json()).toMatchObject({ code: "auth.grant_needs_person" });
});

test.each([0, 61, 1.5, "15"])("it is not given for %j minutes", async (minutes) => {
  const { headers } = await server.aBrowser();
  const { grant } = await asked();
  expect((await settle(grant.id, "give", headers, { minutes })).status).toBe(400);
  await settle(grant.id, "refuse", headers);
});

test("more than ten are not asked for at once", async () => {
  const { headers } = await server.aBrowser();
  server.clock.pass(5 * minute);
  for (let count = 0; count < 10; count += 1) await asked();
  expect((await ask()).json()).toMatchObject({ code: "auth.grants_waiting" });
  const page = await server.call("GET", "/api/answer-grants?limit=10", { headers });
  const { items }: { items: AnswerGrant[] } = JSON.parse(page.text);
  expect(items.filter(({ state }) => state === "asked")).toHaveLength(10);
});

test("who asked and who gave is in the audit, and the secret nowhere", async () => {
  const { headers } = await server.aBrowser();
  server.clock.pass(5 * minute);
  const { grant, secret } = await asked();
  await settle(grant.id, "give", headers, { minutes: 1 });
  const actions = (await server.audit(grant.id)).map(({ action }) => action);
  expect(actions).toEqual(["answer_grant.asked", "answer_grant.given"]);
  const tables = ["auth_answer_grants", "auth_api_keys", "auth_audit", "events"] as const;
  const rows = await Promise.all(tables.map((table) => db.read.selectFrom(table).selectAll().execute()));
  expect(JSON.stringify(rows)).not.toContain(secret);
});
