import { routes } from "@signalbox/contract/routes";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describedTables } from "../../app/described-tables.ts";
import { newId } from "../../kernel/ids.ts";
import { readCatalogue } from "../../platform/database/catalogue.ts";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { lookedThrough, pageQuery } from "./rows/row-pages.read-model.ts";
import { type GivenSelection, readSelection } from "./selection/read-selection.ts";
import type { BrowsableTable } from "./tables/browsable-table.ts";
import { isSortable } from "./tables/reach.ts";
import { createTableBook } from "./tables/table-book.ts";
import { aDataServer, queryOf } from "./testing.ts";

let db: TestDatabase;
let server: Awaited<ReturnType<typeof aDataServer>>;
const host = newId();
const agents = [newId(), newId()] as const;
const projectNames = ["Delta", "alpha", "Charlie", "bravo", "echo"];

beforeAll(async () => {
  db = await testDatabase();
  server = await aDataServer(db);
  const at = new Date("2026-11-01T10:00:00Z");
  await db.pool.query("insert into projects_hosts values ($1, 'k', 'box', 'linux', $2, $2)", [host, at]);
  for (const [index, name] of projectNames.entries())
    await db.pool.query("insert into projects values ($1, $2, $3, $4, $5, $6)", [
      newId(),
      host,
      name,
      name.toLowerCase(),
      `/home/ada/${name}`,
      // Two were found at the same moment: ties are broken by the key.
      new Date(at.getTime() + Math.min(index, 3) * 1_000),
    ]);
  for (const [index, id] of agents.entries())
    await db.pool.query(
      `insert into agents (id, host_id, backend, session_id, state, state_since, evidence, title, started_at, last_seen_at, tracking)
       values ($1, $2, 'claude', $3, 'idle', $4, '{}', $5, $4, $4, '{}')`,
      [id, host, `session-${index}`, at, `Agent ${index}`],
    );
  await sql`
    insert into events (position, id, type, version, at, actor, subject_kind, subject_id, agent_id, correlation_id, data)
    select n, gen_random_uuid(), case when n % 1000 = 0 then 'agent.ended' else 'turn.added' end, 1,
      ${at}::timestamptz + n * interval '1 second', 'system', 'agent', ${agents[0]}::text,
      case when n % 2 = 0 then ${agents[0]}::uuid else ${agents[1]}::uuid end, 'c' || n,
      json_build_object('n', n, 'note', repeat('x', case when n = 7 then 500 else 3 end))
    from generate_series(1, 25000) n`.execute(db.read);
});
afterAll(async () => {
  await server.stop();
  await db.close();
});

const rowsOf = async (table: string, query: Record<string, unknown> = {}) => {
  const answer = await server.ask(`/api/data/tables/${table}/rows${queryOf(query)}`);
  expect(answer.status, answer.text).toBe(200);
  return routes.listDataRows.replies[200].parse(answer.json());
};

/** Every page of a list, one after another. */
const everyRow = async (table: string, query: Record<string, unknown>) => {
  const items = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof rowsOf>> = await rowsOf(table, {
      ...query,
      ...(cursor === null ? {} : { cursor }),
    });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
};

const problemOf = async (path: string) => {
  const answer = await server.ask(path);
  const { code, errors } = answer.json() as { code: string; errors?: { path: string }[] };
  return { status: answer.status, code, paths: errors?.map(({ path: at }) => at) };
};

test("every table is listed with its words and about how many rows it has", async () => {
  const answer = await server.ask("/api/data/tables");
  const { items } = routes.listDataTables.replies[200].parse(answer.json());
  const events = items.find(({ name }) => name === "events");
  expect(events).toMatchObject({ title: "Events", area: "events", order: "-position" });
  expect(events?.rows.count).toBeGreaterThan(20_000);
  expect(events?.rows.count).toBeLessThan(30_000);
  expect(events?.rows.exact).toBe(false);
  expect(items.find(({ name }) => name === "projects")?.rows).toEqual({ count: 5, exact: true });
  expect(items.find(({ name }) => name === "auth_sign_ins")?.secrets).toEqual([
    "Hash of the cookie",
    "Hash of the secret",
  ]);
});

test.each(["-position", "position"])(
  "pages in the order %s follow each other without a gap",
  async (order) => {
    const filter = [{ column: "position", operator: "at_most", value: 450 }];
    const rows = await everyRow("events", { order, filter, limit: "200", columns: "position" });
    const positions = rows.map(({ cells }) => Number(cells.position));
    expect(positions).toHaveLength(450);
    expect(positions).toEqual(positions.toSorted((a, b) => (order === "position" ? a - b : b - a)));
  },
);

test.each(["created_at", "-created_at"])(
  "rows that are equal in %s are told apart by their key",
  async (order) => {
    const rows = await everyRow("projects", { order, limit: "1" });
    expect(new Set(rows.map(({ key }) => key)).size).toBe(5);
    const times = rows.map(({ cells }) => String(cells.created_at));
    expect(times).toEqual(order === "created_at" ? times.toSorted() : times.toSorted().reverse());
  },
);

test.each(["ended_at", "-ended_at"])("rows without a value come last in the order %s", async (order) => {
  for (const [index, ended] of [null, "2026-11-02", null, "2026-11-03"].entries())
    await db.pool.query(
      `insert into auth_sign_ins
        (id, user_id, name, cookie_hash, secret_hash, created_at, last_seen_at, expires_at, ended_at)
        select $1, id, $2, $3, 's', '2026-11-01', '2026-11-01', '2026-12-01', $4 from auth_users`,
      [newId(), `browser ${index}`, newId(), ended],
    );
  const rows = await everyRow("auth_sign_ins", { order, limit: "1" });
  const ended = rows.map(({ cells }) => cells.ended_at);
  expect(ended.slice(0, 2).every((value) => value !== null)).toBe(true);
  expect(ended.slice(-2)).toEqual([null, null]);
  await db.pool.query("delete from auth_sign_ins");
});

test.each([
  [{ column: "type", operator: "is", value: "agent.ended" }, 25],
  [{ column: "agent_id", operator: "is", value: agents[1] }, 12_500],
  [{ column: "position", operator: "at_most", value: 10 }, 10],
  [{ column: "position", operator: "at_least", value: "24991" }, 10],
  [{ column: "at", operator: "at_most", value: "2026-11-01T10:00:05Z" }, 5],
  [{ column: "data", operator: "contains", value: '"n": 77,' }, 1],
  [{ column: "correlation_id", operator: "starts_with", value: "C2499" }, 11],
  [{ column: "project_id", operator: "not_empty" }, 0],
  [{ column: "version", operator: "is_not", value: 1 }, 0],
])("the condition %j finds %i of 25,000 events", async (filter, count) => {
  expect(await everyRow("events", { filter: [filter], limit: "200", columns: "position" })).toHaveLength(
    count,
  );
});

test("what no index leads to is looked for in some rows at a time, and the list says so", async () => {
  const first = await rowsOf("events", { search: '"n": 77,' });
  expect(first.items).toEqual([]);
  expect(first.looked).toEqual({ rows: lookedThrough, cut: true });
  expect(first.nextCursor).not.toBeNull();
  const led = await rowsOf("events", { filter: [{ column: "type", operator: "is", value: "turn.added" }] });
  expect(led.looked).toBeNull();
});

test("a search for an id finds the rows that carry it by their indexes", async () => {
  const page = await rowsOf("events", { search: agents[0].toUpperCase(), limit: "3" });
  expect(page.looked).toBeNull();
  expect(page.items.map(({ key }) => key)).toEqual(["25000", "24998", "24996"]);
});

test("every list of a large table is read from an index in its order, never sorted whole", async () => {
  const book = createTableBook(describedTables, await readCatalogue(db.read));
  const wanted = { after: undefined, limit: 100, depth: "glance" } as const;
  const planOf = async (table: BrowsableTable, given: GivenSelection) => {
    const query = pageQuery(table, readSelection(table, given), wanted);
    const { rows } = await sql<{ "QUERY PLAN": string }>`explain ${query}`.execute(db.read);
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  };
  const events = book.get("events");
  for (const { name } of [...events.columns.values()].filter((column) => isSortable(events, column)))
    for (const order of [name, `-${name}`])
      expect(await planOf(events, { order }), order).not.toMatch(/(?<!Incremental )Sort {2}\(|Seq Scan/);
  const named = await planOf(events, { search: agents[0] });
  expect(named).toMatch(/events_by_agent/);
  expect(named).not.toMatch(/Filter: .*agent_id/);
});

test("texts that are alike as far as a list shows them keep their order from page to page", async () => {
  const alike = ["c", "a", "b"].map((end) => `${"long ".repeat(80)}${end}`);
  for (const name of alike)
    await db.pool.query("insert into projects values ($1, $2, $3, $4, $5, now())", [
      newId(),
      host,
      name,
      newId(),
      newId(),
    ]);
  const filter = [{ column: "name", operator: "starts_with", value: "long " }];
  const rows = await everyRow("projects", { order: "name", filter, limit: "1" });
  const ends = await Promise.all(
    rows.map(async ({ key }) => {
      const answer = await server.ask(`/api/data/tables/projects/rows/${key}`);
      return String(routes.getDataRow.replies[200].parse(answer.json()).cells.name).at(-1);
    }),
  );
  expect(ends).toEqual(["a", "b", "c"]);
  await db.pool.query("delete from projects where name like 'long %'");
});

test("a search takes its letters for themselves", async () => {
  expect(await everyRow("projects", { search: "ALPH" })).toHaveLength(1);
  expect(await everyRow("projects", { search: "%" })).toHaveLength(0);
  expect(await everyRow("projects", { search: "_" })).toHaveLength(0);
});

test("a list shows the beginning of long values, and a row the whole", async () => {
  const { items } = await rowsOf("events", { filter: [{ column: "position", operator: "is", value: 7 }] });
  expect(String(items[0]?.cells.data)).toHaveLength(301);
  const answer = await server.ask("/api/data/tables/events/rows/7");
  const row = routes.getDataRow.replies[200].parse(answer.json());
  expect(JSON.parse(String(row.cells.data))).toMatchObject({ n: 7, note: "x".repeat(500) });
  expect(row).toMatchObject({ key: "7", title: "turn.added", cut: [] });
  expect(row.outgoing).toContainEqual({
    column: "agent_id",
    table: "agents",
    key: agents[1],
    title: "Agent 1",
  });
});

test("a row tells how many rows name it", async () => {
  const answer = await server.ask(`/api/data/tables/agents/rows/${agents[0]}`);
  const { incoming, outgoing } = routes.getDataRow.replies[200].parse(answer.json());
  expect(outgoing).toContainEqual({ column: "host_id", table: "projects_hosts", key: host, title: "box" });
  expect(incoming).toContainEqual({ table: "events", column: "agent_id", count: 1_000, more: true });
  expect(incoming).toContainEqual({ table: "agents_turns", column: "agent_id", count: 0, more: false });
});

test.each([
  ["no such table", "/api/data/tables/pg_class/rows", 404, "admin.table_unknown"],
  ["no such row", "/api/data/tables/projects/rows/nothing", 404, "admin.row_not_found"],
  ["another row's key", `/api/data/tables/projects/rows/${newId()}`, 404, "admin.row_not_found"],
  ["a cursor that was made up", "/api/data/tables/events/rows?cursor=abc", 400, "request.cursor_invalid"],
  ["an unknown order", "/api/data/tables/events/rows?order=nothing", 400, "admin.selection_invalid"],
  ["an order without an index", "/api/data/tables/events/rows?order=actor", 400, "admin.selection_invalid"],
  ["no JSON", "/api/data/tables/events/rows?filter=abc", 400, "request.invalid"],
  ["an unknown column", "/api/data/tables/events/rows?columns=a,b", 400, "admin.selection_invalid"],
])("%s is told", async (_what, path, status, code) => {
  expect(await problemOf(path)).toMatchObject({ status, code });
});

test.each([
  { column: "agent_id", operator: "is", value: "no id" },
  { column: "position", operator: "is", value: "9223372036854775808" },
  { column: "position", operator: "is", value: "1; drop table events" },
  { column: "version", operator: "at_least", value: 40_000 },
  { column: "at", operator: "at_least", value: "yesterday" },
  { column: "at", operator: "is", value: "2026-11-01" },
  { column: "type", operator: "is", value: "\0" },
  { column: "type", operator: "one_of", value: ["a"] },
  { column: "type", operator: "is" },
  { column: "nothing", operator: "is", value: 1 },
  { column: "position; --", operator: "is", value: 1 },
])("the condition %j is refused with its place", async (filter) => {
  const path = `/api/data/tables/events/rows${queryOf({ filter: [filter] })}`;
  const { status, code, paths } = await problemOf(path);
  expect({ status, code }).toEqual({ status: 400, code: "admin.selection_invalid" });
  expect(paths?.[0]).toMatch(/^filter\.0/);
});

test("a cursor goes on in its own list only", async () => {
  const { nextCursor } = await rowsOf("events", { limit: "1" });
  expect(
    await problemOf(`/api/data/tables/events/rows${queryOf({ cursor: nextCursor, order: "position" })}`),
  ).toMatchObject({
    status: 400,
    code: "request.cursor_invalid",
  });
});

test("only an admin looks into tables", async () => {
  const answer = await server.ask("/api/data/tables");
  expect(answer.status).toBe(200);
  const operator = await fetch(`${server.url}/api/data/tables`, {
    headers: { authorization: "Bearer read,operate" },
  });
  expect(operator.status).toBe(403);
});
