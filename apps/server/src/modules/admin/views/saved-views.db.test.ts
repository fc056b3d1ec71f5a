import { routes } from "@signalbox/contract/routes";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../../kernel/ids.ts";
import { type TestDatabase, testDatabase } from "../../../platform/database/testing.ts";
import { aDataServer } from "../testing.ts";

let db: TestDatabase;
let server: Awaited<ReturnType<typeof aDataServer>>;
beforeAll(async () => {
  db = await testDatabase();
  server = await aDataServer(db);
});
afterAll(async () => {
  await server.stop();
  await db.close();
});

const settings = {
  filter: [{ column: "type", operator: "is" as const, value: "agent.ended" }],
  search: "",
  order: "position",
  columns: ["position", "at"],
};
const make = async (name: string, more: Record<string, unknown> = {}, as = "admin") => {
  const body = { table: "events", name, shared: false, settings, ...more };
  return server.ask("/api/data/views", { method: "POST", body }, as);
};
const made = async (name: string, more: Record<string, unknown> = {}, as = "admin") =>
  routes.createSavedView.replies[201].parse((await make(name, more, as)).json());
const names = async (as = "admin", query = "") => {
  const answer = await server.ask(`/api/data/views${query}`, {}, as);
  return routes.listSavedViews.replies[200].parse(answer.json()).items.map(({ name }) => name);
};
const other = "admin,read";

test("a view is kept as it was saved, and told by table", async () => {
  const view = await made("Ended agents");
  expect(view).toMatchObject({ table: "events", name: "Ended agents", shared: false, settings });
  expect(await names("admin", "?table=events")).toContain("Ended agents");
  expect(await names("admin", "?table=projects")).toEqual([]);
});

test("one's own views are one's own until they are shared", async () => {
  const view = await made("Of mine");
  expect(await names(other)).not.toContain("Of mine");
  const path = `/api/data/views/${view.id}`;
  expect((await server.ask(path, { method: "DELETE" }, other)).status).toBe(404);
  expect((await server.ask(path, { method: "PATCH", body: { name: "Taken" } }, other)).status).toBe(404);
  expect((await server.ask(path, { method: "PATCH", body: { shared: true } })).status).toBe(200);
  expect(await names(other)).toContain("Of mine");
});

test("a name is given once for each table, in whatever letters", async () => {
  await made("Doubled");
  const again = await make("DOUBLED");
  expect(again.status).toBe(409);
  expect(again.json()).toMatchObject({ code: "admin.view_exists" });
  expect((await make("Doubled", {}, other)).status).toBe(201);
  const view = await made("Another");
  const renamed = await server.ask(`/api/data/views/${view.id}`, {
    method: "PATCH",
    body: { name: "doubled" },
  });
  expect(renamed.status).toBe(409);
});

test("a view is renamed, given other settings, and deleted, and the audit log tells of each", async () => {
  const { id } = await made("Before");
  const path = `/api/data/views/${id}`;
  const change = { name: "After", settings: { ...settings, filter: [], order: "-position" } };
  const changed = await server.ask(path, { method: "PATCH", body: change });
  expect(changed.json()).toMatchObject(change);
  expect((await server.ask(path, { method: "DELETE" })).status).toBe(204);
  expect((await server.ask(path, { method: "DELETE" })).status).toBe(404);
  const { rows } = await db.pool.query(
    "select action, detail from auth_audit where subject_id = $1 order by id",
    [id],
  );
  expect(rows).toEqual([
    { action: "saved_view.created", detail: { table: "events", name: "Before", shared: false } },
    {
      action: "saved_view.changed",
      detail: { before: "Before", name: "After", changed: ["name", "settings"] },
    },
    { action: "saved_view.deleted", detail: { table: "events", name: "After" } },
  ]);
});

test("a view that its table can't show is refused", async () => {
  const wrong = { ...settings, order: "actor" };
  expect((await make("Wrong", { settings: wrong })).json()).toMatchObject({
    code: "admin.selection_invalid",
  });
  expect((await make("Nowhere", { table: "pg_class" })).json()).toMatchObject({
    code: "admin.table_unknown",
  });
  const { id } = await made("Right");
  const answer = await server.ask(`/api/data/views/${id}`, { method: "PATCH", body: { settings: wrong } });
  expect(answer.status).toBe(400);
  expect(
    (await server.ask(`/api/data/views/${newId()}`, { method: "PATCH", body: { settings } })).status,
  ).toBe(404);
});

test("views come in pages by table and name", async () => {
  const own = "admin,operate";
  for (const name of ["b", "C", "a"]) await made(name, {}, own);
  const first = routes.listSavedViews.replies[200].parse(
    (await server.ask("/api/data/views?limit=2", {}, own)).json(),
  );
  const rest = await names(own, `?cursor=${first.nextCursor}`);
  const mine = [...first.items.map(({ name }) => name), ...rest].filter((name) => name.length === 1);
  expect(mine).toEqual(["a", "b", "C"]);
});
