import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { bearer } from "../../platform/http/testing.ts";
import { aDataServer, queryOf } from "./testing.ts";

let db: TestDatabase;
let server: Awaited<ReturnType<typeof aDataServer>>;
beforeAll(async () => {
  db = await testDatabase();
  server = await aDataServer(db);
  await db.pool.query(
    `insert into events (position, id, type, version, at, actor, subject_kind, subject_id, correlation_id, data)
     select n, gen_random_uuid(), 'turn.added', 1, '2026-11-01T10:00:00Z', 'system', 'agent', 's' || n, 'c',
       json_build_object('n', n, 'text', repeat('long ', 200)) from generate_series(1, 3000) n`,
  );
  const texts = [`=cmd|' /C calc'!A0`, "+1", "-1", "@sum", `a "quoted", text`, "two\nlines", "plain"];
  for (const name of texts)
    await db.pool.query(
      "insert into auth_audit values ($1, '2026-11-01', 'system', $2, 'k', 'i', 'c', '{\"a\": [1]}')",
      [newId(), name],
    );
});
afterAll(async () => {
  await server.stop();
  await db.close();
});

const exported = (table: string, query: Record<string, unknown>) =>
  server.ask(`/api/data/tables/${table}/export${queryOf(query)}`);

test("an export holds every row that the filter finds, in its order, in full", async () => {
  const filter = [{ column: "position", operator: "at_least", value: 101 }];
  const answer = await exported("events", { format: "ndjson", order: "position", filter });
  const rows = answer.text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(rows.map(({ position }) => Number(position))).toEqual(
    Array.from({ length: 2_900 }, (_, index) => index + 101),
  );
  expect(rows[0].data).toEqual({ n: 101, text: "long ".repeat(200) });
  expect(answer.headers["content-disposition"]).toMatch(
    /^attachment; filename="events-\d{4}-\d\d-\d\d\.ndjson"$/,
  );
});

test("what no index leads to is exported whole too, however far apart it lies", async () => {
  const answer = await exported("events", { format: "json", search: `"n": 7,`, columns: "position" });
  expect(answer.json()).toEqual([{ position: "7" }]);
});

test("an export of nothing is a file with nothing in it", async () => {
  expect((await exported("projects", { format: "json" })).json()).toEqual([]);
  expect((await exported("projects", { format: "ndjson" })).text).toBe("");
  expect((await exported("projects", { columns: "name,path" })).text).toBe("name,path\r\n");
});

test("no cell of a CSV file is run by a spreadsheet", async () => {
  const { text, headers } = await exported("auth_audit", {
    order: "id",
    columns: "action,detail",
    filter: [{ column: "subject_kind", operator: "is", value: "k" }],
  });
  expect(headers["content-type"]).toMatch(/^text\/csv/);
  expect(text.split("\r\n")).toEqual([
    "action,detail",
    `'=cmd|' /C calc'!A0,"{""a"": [1]}"`,
    `'+1,"{""a"": [1]}"`,
    `'-1,"{""a"": [1]}"`,
    `'@sum,"{""a"": [1]}"`,
    `"a ""quoted"", text","{""a"": [1]}"`,
    `"two\nlines","{""a"": [1]}"`,
    `plain,"{""a"": [1]}"`,
    "",
  ]);
});

test("an export that can't be is an error, not half a file", async () => {
  const answer = await exported("events", { order: "actor" });
  expect(answer.status).toBe(400);
  expect(answer.json()).toMatchObject({ code: "admin.selection_invalid" });
});

test("who takes rows away is in the audit log", async () => {
  await exported("events", { search: "unusual" });
  const { rows } = await db.pool.query(
    "select * from auth_audit where action = 'data.exported' order by id desc",
  );
  expect(rows[0]).toMatchObject({
    actor: "api_key:admin",
    subject_id: "events",
    detail: { format: "csv", search: "unusual" },
  });
});

test("an export ends when its client goes, and holds no more than a client takes", async () => {
  await db.pool.query(
    `insert into events (position, id, type, version, at, actor, subject_kind, subject_id, correlation_id, data)
     select n, gen_random_uuid(), 'turn.added', 1, now(), 'system', 'agent', 's', 'c',
       json_build_object('text', repeat(md5(n::text), 300)) from generate_series(10001, 14000) n`,
  );
  const gone = new AbortController();
  const response = await fetch(`${server.url}/api/data/tables/events/export?format=ndjson`, {
    headers: bearer("admin"),
    signal: gone.signal,
  });
  const reader = response.body?.getReader();
  await reader?.read();
  gone.abort();
  await expect(reader?.read()).rejects.toThrow();
  // Whatever it was doing, the database answers others.
  expect((await server.ask("/api/data/tables/projects/rows")).status).toBe(200);
});
