import { AuditEntry } from "@signalbox/contract/audit";
import { pageOf } from "@signalbox/contract/common";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { bearer } from "../../../platform/http/testing.ts";
import { adminKey, aGuardedServer, cause } from "../testing.ts";
import { retainedAudit } from "./retained-audit.ts";

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
const read = async (query: string) => {
  const answer = await server.call("GET", `/api/audit?${query}`, { headers: admin });
  return pageOf(AuditEntry).parse(answer.json());
};
/** Changes of a made-up thing, a minute apart. */
const record = async (subjectId: string, actions: readonly string[]) => {
  for (const action of actions) {
    server.clock.pass(60_000);
    const subject = { kind: "thing", id: subjectId };
    await db.transaction((tx) => server.auth.api.audit.record(tx, { ...cause, action, subject }));
  }
};

test("it says who it was, by name, from where, and by which request", async () => {
  await server.aPerson("ada", "admin");
  const { id, headers } = await server.aSignIn("ada");
  const made = await server.call("POST", "/api/keys", {
    headers: { ...headers, "x-correlation-id": "made-by-ada" },
    body: { name: "a key", scopes: ["read"] },
  });
  const { key } = JSON.parse(made.text);
  const { items } = await read("correlationId=made-by-ada");
  expect(items).toMatchObject([
    {
      actor: `sign_in:${id}`,
      actorName: "ada",
      action: "api_key.created",
      subject: { kind: "api_key", id: key.id },
      address: "127.0.0.1",
      detail: { name: "a key", scopes: ["read"], owner: "ada" },
    },
  ]);
  expect((await read(`userId=${items[0]?.userId}`)).items.map(({ action }) => action)).toContain(
    "sign_in.created",
  );
});

test("it is narrowed by action, family, subject and time, newest first", async () => {
  const id = newId();
  const start = server.clock.now();
  await record(id, ["thing.made", "thing.changed", "thingy.made", "thing.unmade"]);
  const actions = async (query: string) =>
    (await read(`subjectId=${id}&${query}`)).items.map(({ action }) => action);
  expect(await actions("")).toEqual(["thing.unmade", "thingy.made", "thing.changed", "thing.made"]);
  expect(await actions("action=thing.*")).toEqual(["thing.unmade", "thing.changed", "thing.made"]);
  expect(await actions("action=thing.made")).toEqual(["thing.made"]);
  const minutes = (count: number) => new Date(start.getTime() + count * 60_000).toISOString();
  expect(await actions(`from=${minutes(2)}&to=${minutes(4)}`)).toEqual(["thingy.made", "thing.changed"]);
});

test("its pages join without gap or double, also among entries of one moment", async () => {
  const id = newId();
  const subject = { kind: "thing", id };
  for (let made = 0; made < 7; made++) {
    await db.transaction((tx) =>
      server.auth.api.audit.record(tx, { ...cause, action: "thing.made", subject }),
    );
  }
  const seen: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page = await read(`subjectId=${id}&limit=3${cursor && `&cursor=${cursor}`}`);
    seen.push(...page.items.map((entry) => entry.id));
    cursor = page.nextCursor;
  }
  expect([seen.length, new Set(seen).size]).toEqual([7, 7]);
});

test("it is taken away as CSV that no spreadsheet runs, and as lines of JSON; and says so itself", async () => {
  const id = newId();
  await record(id, ["thing.made", "thing.unmade"]);
  const subject = { kind: "=cmd|' /C calc'!A0", id };
  await db.transaction((tx) => server.auth.api.audit.record(tx, { ...cause, action: "thing.made", subject }));
  const taken = (format: string) =>
    server.call("GET", `/api/audit/export?format=${format}&subjectId=${id}`, { headers: admin });
  const csv = await taken("csv");
  expect(csv.headers["content-disposition"]).toMatch(/attachment; filename="audit-\d{4}-\d\d-\d\d\.csv"/);
  const lines = csv.text.trim().split("\r\n");
  expect(lines[0]).toBe(
    "at,actor,actorName,userId,action,subjectKind,subjectId,address,correlationId,detail",
  );
  expect(lines).toHaveLength(4);
  expect(lines[3]).toContain(",'=cmd|' /C calc'!A0,");
  const ndjson = (await taken("ndjson")).text.trim().split("\n");
  expect(ndjson.map((line) => AuditEntry.parse(JSON.parse(line)).action)).toEqual([
    "thing.made",
    "thing.unmade",
    "thing.made",
  ]);
  expect((await read("action=audit.exported")).items).toHaveLength(2);
});

test("more than one page of it is taken away whole", async () => {
  const id = newId();
  await db.pool.query(
    `insert into auth_audit (id, at, actor, action, subject_kind, subject_id, correlation_id, detail)
     select gen_random_uuid(), date_trunc('milliseconds', now()) + n / 3 * interval '1 second', 'system', 'thing.made', 'thing', $1, 'c', '{}'
     from generate_series(1, 1234) n`,
    [id],
  );
  const answer = await server.call("GET", `/api/audit/export?format=ndjson&subjectId=${id}`, {
    headers: admin,
  });
  const ids = answer.text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).id);
  expect([ids.length, new Set(ids).size]).toEqual([1234, 1234]);
});

test("a browser takes it by a ticket", async () => {
  const { headers } = await server.aBrowser();
  const { ticket } = JSON.parse((await server.call("POST", "/api/tickets", { headers })).text);
  const answer = await server.ask(`/api/audit/export?format=csv&ticket=${ticket}`);
  expect(answer.status).toBe(200);
});

test("what is older than the audit is kept goes, and nothing else", async () => {
  const [old, young] = [newId(), newId()];
  await record(old, ["thing.made"]);
  await record(young, ["thing.made"]);
  await db.pool.query("update auth_audit set at = at - interval '366 days' where subject_id = $1", [old]);
  const audit = retainedAudit(db, server.clock, 365);
  expect(await audit.count()).toEqual({ count: 1, bytes: null });
  expect(await audit.remove(500)).toBe(1);
  expect((await read(`subjectId=${old}`)).items).toEqual([]);
  expect((await read(`subjectId=${young}`)).items).toHaveLength(1);
});
