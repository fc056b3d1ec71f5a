import { ApiKey } from "@signalbox/contract/auth";
import { pageOf } from "@signalbox/contract/common";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { openEventSource } from "../../../platform/http/streams/testing.ts";
import { at, bearer } from "../../../platform/http/testing.ts";
import { adminKey, aGuardedServer, minute } from "../testing.ts";

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
const caller = (headers: Record<string, string>) => server.call("GET", "/api/caller", { headers });
const create = (body: Record<string, unknown>, headers: Record<string, string> = admin) =>
  server.call("POST", "/api/keys", { headers, body: { name: "a key", scopes: ["read"], ...body } });

test("the bootstrap key may do everything but answer, and is stored nowhere", async () => {
  const answer = await caller(admin);
  expect(answer.json()).toEqual({
    kind: "api_key",
    id: "admin-key",
    name: "SIGNALBOX_ADMIN_KEY",
    scopes: ["signals:write", "read", "operate", "admin"],
    user: null,
  });
  expect(await db.read.selectFrom("auth_api_keys").selectAll().execute()).toEqual([]);
});

test("a key lets its bearer in, and only its hash is kept", async () => {
  const key = await server.aKey(["read", "read", "operate"]);
  expect(key.secret.startsWith(key.prefix)).toBe(true);
  expect((await caller(key.headers)).json()).toMatchObject({ id: key.id, scopes: ["read", "operate"] });
  const tables = ["auth_api_keys", "auth_audit", "events"] as const;
  const rows = await Promise.all(tables.map((table) => db.read.selectFrom(table).selectAll().execute()));
  expect(JSON.stringify(rows)).not.toContain(key.secret);
});

test.each([
  "",
  "Bearer",
  "Bearer ",
  "Basic YWRtaW46YWRtaW4=",
  "Bearer nonsense",
  `Bearer sbx_key_${"x".repeat(43)}`,
  `Bearer ${adminKey} and more`,
  `Bearer ${adminKey.toUpperCase()}`,
])("these credentials open nothing: %s", async (authorization) => {
  expect((await caller({ authorization })).status).toBe(401);
});

test("a wrong key is not saved by a right sign-in beside it", async () => {
  const { headers } = await server.aBrowser();
  expect((await caller({ ...headers, ...bearer("nonsense") })).status).toBe(401);
});

test("a revoked key is refused at once, here and after a restart, and its open stream ends", async () => {
  const key = await server.aKey(["read"]);
  expect((await caller(key.headers)).status).toBe(200);
  const stream = await openEventSource(`${server.url}/api/events/stream`, key.headers);
  const revoked = await server.call("DELETE", `/api/keys/${key.id}`, { headers: admin });
  expect(revoked.status).toBe(204);
  expect((await caller(key.headers)).status).toBe(401);
  await stream.ended;
  const ask = server.restarted().gate.authenticate({
    ...at(server),
    headers: key.headers,
    cookies: {},
    ticket: undefined,
    pass: undefined,
  });
  expect(await ask).toBeNull();
  const again = await server.call("DELETE", `/api/keys/${key.id}`, { headers: admin });
  expect([again.status, again.json()]).toEqual([
    404,
    expect.objectContaining({ code: "auth.key_not_found" }),
  ]);
});

test("a key expires", async () => {
  const expiresAt = new Date(server.clock.now().getTime() + minute).toISOString();
  const key = await server.aKey(["read"], { expiresAt });
  expect((await caller(key.headers)).status).toBe(200);
  server.clock.pass(minute);
  expect((await caller(key.headers)).status).toBe(401);
});

test("no key may answer, whoever asks for one", async () => {
  const { headers } = await server.aBrowser();
  for (const by of [admin, headers]) {
    const answer = await create({ scopes: ["read", "answer"] }, by);
    expect([answer.status, answer.json()]).toEqual([
      403,
      expect.objectContaining({ code: "auth.answer_needs_sign_in" }),
    ]);
  }
});

test("nobody gives a key what they don't hold, nor one that is over", async () => {
  const keeper = await server.aKey(["admin", "read"]);
  const beyond = await create({ scopes: ["operate"] }, keeper.headers);
  expect([beyond.status, beyond.json()]).toEqual([
    403,
    expect.objectContaining({ code: "auth.scope_not_held" }),
  ]);
  const past = await create({ expiresAt: new Date(0).toISOString() });
  expect([past.status, past.json()]).toEqual([400, expect.objectContaining({ code: "auth.expiry_past" })]);
});

test("keys are listed newest first, page by page, revoked ones too, without their secrets", async () => {
  const made = [await server.aKey(["read"]), await server.aKey(["read"]), await server.aKey(["read"])];
  await server.call("DELETE", `/api/keys/${made[1]?.id}`, { headers: admin });
  const first = await server.call("GET", "/api/keys?limit=2", { headers: admin });
  const page = pageOf(ApiKey).parse(first.json());
  expect(page.items.map(({ id }) => id)).toEqual([made[2]?.id, made[1]?.id]);
  expect(page.items.map(({ revokedAt }) => revokedAt === null)).toEqual([true, false]);
  const second = await server.call("GET", `/api/keys?limit=2&cursor=${page.nextCursor}`, { headers: admin });
  expect(pageOf(ApiKey).parse(second.json()).items[0]?.id).toBe(made[0]?.id);
  for (const { secret } of made) expect(first.text + second.text).not.toContain(secret);
});

test("the last use of a key is known, though no request waits for it to be written", async () => {
  const key = await server.aKey(["read"]);
  const lastUse = async () =>
    (
      await db.read
        .selectFrom("auth_api_keys")
        .select("last_used_at")
        .where("id", "=", key.id)
        .executeTakeFirstOrThrow()
    ).last_used_at;
  await caller(key.headers);
  expect(await lastUse()).toBeNull();
  const list = await server.call("GET", "/api/keys", { headers: bearer(adminKey) });
  expect(list.json()).toMatchObject({
    items: expect.arrayContaining([
      expect.objectContaining({ id: key.id, lastUsedAt: server.clock.now().toISOString() }),
    ]),
  });
  for (const service of server.auth.services) await service.stop?.();
  expect(await lastUse()).toEqual(server.clock.now());
});

test("making and revoking a key is told as events and audited", async () => {
  const key = await server.aKey(["read"]);
  await server.call("DELETE", `/api/keys/${key.id}`, { headers: admin });
  expect(await server.audit(key.id)).toMatchObject([
    { actor: "api_key:admin-key", action: "api_key.created", detail: { name: "a key", scopes: ["read"] } },
    { actor: "api_key:admin-key", action: "api_key.revoked" },
  ]);
  const told = await server.events.read(0n, { types: ["api_key.*"] }, 500);
  expect(told.filter(({ subject }) => subject.id === key.id).map(({ type }) => type)).toEqual([
    "api_key.created",
    "api_key.revoked",
  ]);
});

test("what is not in the database is not audited: both are one transaction", async () => {
  const id = newId();
  const failing = db.transaction(async (tx) => {
    const subject = { kind: "thing", id };
    await server.auth.api.audit.record(tx, {
      actor: "system",
      action: "thing.made",
      subject,
      correlationId: "c",
    });
    throw new Error("changed my mind");
  });
  await expect(failing).rejects.toThrow("changed my mind");
  expect(await server.audit(id)).toEqual([]);
});
