import { routes } from "@signalbox/contract/routes";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describedTables } from "../../app/described-tables.ts";
import { newId } from "../../kernel/ids.ts";
import {
  type CatalogueColumn,
  type CatalogueTable,
  readCatalogue,
} from "../../platform/database/catalogue.ts";
import type { AnyDescriptor } from "../../platform/database/descriptor.ts";
import { type TestDatabase, testDatabase } from "../../platform/database/testing.ts";
import { aDataServer, queryOf } from "./testing.ts";

const marker = "planted-marker";
const descriptors: Readonly<Record<string, AnyDescriptor>> = describedTables;
const secretsOf = (table: string): string[] =>
  Object.entries(descriptors[table]?.columns ?? {}).flatMap(([name, words]) =>
    typeof words !== "string" && words.secret ? [name] : [],
  );
const withSecrets = Object.keys(descriptors).filter((table) => secretsOf(table).length > 0);

let db: TestDatabase;
let server: Awaited<ReturnType<typeof aDataServer>>;
beforeAll(async () => {
  db = await testDatabase();
  server = await aDataServer(db);
  for (const table of withSecrets) await dropChecks(table);
  const catalogue = await readCatalogue(db.read);
  for (const table of withSecrets) await plant(catalogue, table);
});
afterAll(async () => {
  await server.stop();
  await db.close();
});

/** They keep some rows from holding all their secrets at once. */
async function dropChecks(table: string): Promise<void> {
  const { rows } = await db.pool.query<{ name: string }>(
    "select quote_ident(conname) as name from pg_constraint where contype = 'c' and conrelid = $1::regclass",
    [table],
  );
  for (const { name } of rows) await db.pool.query(`alter table ${table} drop constraint ${name}`);
}

/** Rows that were made, by table: what names them takes their key. */
const made = new Map<string, string>();

/** Makes a row with the marker in every secret column, and the rows that it must name before. */
async function plant(catalogue: ReadonlyMap<string, CatalogueTable>, name: string): Promise<string> {
  const known = made.get(name);
  if (known !== undefined) return known;
  const table = catalogue.get(name);
  if (table === undefined) throw new Error(`No table ${name}`);
  const values: Record<string, unknown> = {};
  for (const [index, column] of table.columns.entries()) {
    const isSecret = secretsOf(name).includes(column.name);
    if (column.nullable && !isSecret) continue;
    values[column.name] =
      column.references !== null && column.references !== name
        ? await plant(catalogue, column.references)
        : valueFor(column, isSecret, index);
  }
  await sql`insert into ${sql.table(name)} (${sql.join(Object.keys(values).map((key) => sql.ref(key)))})
    values (${sql.join(Object.values(values))})`.execute(db.read);
  const key = String(values[table.primaryKey[0] ?? ""]);
  made.set(name, key);
  return key;
}

function valueFor({ type, words, name }: CatalogueColumn, isSecret: boolean, index: number): unknown {
  const text = isSecret ? `${marker} ${name}` : "a text";
  if (type === "text") return words?.[0] ?? text;
  if (type === "jsonb") return JSON.stringify({ [text]: text });
  if (type === "text[]") return [words?.[0] ?? (isSecret ? text : "read")];
  if (type === "bytea") return Buffer.from(text);
  if (type === "uuid") return newId();
  if (type === "boolean") return false;
  // Later columns are later: what expires does so after it began.
  return type.startsWith("timestamp") ? new Date(Date.UTC(2026, 0, 1 + index)) : 1;
}

const planted = async (): Promise<number> => {
  let found = 0;
  for (const table of withSecrets) {
    for (const column of secretsOf(table)) {
      const { rows } = await sql<{ count: number }>`
        select count(*)::integer as count from ${sql.table(table)}
        where cast(${sql.ref(column)} as text) like any(${[`%${marker}%`, `%${Buffer.from(marker).toString("hex")}%`]})`.execute(
        db.read,
      );
      found += rows[0]?.count ?? 0;
    }
  }
  return found;
};

test("what guesses at passwords were aimed at is a secret: it may be a password in the wrong field", () => {
  expect(secretsOf("auth_attempts")).toEqual(["target"]);
});

test("what secret columns hold is in no reply and no export", async () => {
  expect(await planted()).toBe(withSecrets.flatMap(secretsOf).length);
  const hex = Buffer.from(marker).toString("hex");
  const texts: string[] = [];
  const look = async (path: string) => {
    const answer = await server.ask(path);
    expect(answer.status, `${path} ${answer.text}`).toBe(200);
    texts.push(`${JSON.stringify(answer.headers)} ${answer.text}`);
    return answer;
  };
  await look("/api/data/tables");
  let rows = 0;
  for (const table of Object.keys(descriptors)) {
    const base = `/api/data/tables/${table}`;
    const list = routes.listDataRows.replies[200].parse((await look(`${base}/rows?limit=1`)).json());
    rows += list.items.length;
    for (const { key } of list.items) await look(`${base}/rows/${encodeURIComponent(key)}`);
    if (list.nextCursor !== null) {
      texts.push(Buffer.from(list.nextCursor, "base64url").toString());
      await look(`${base}/rows${queryOf({ limit: "1", cursor: list.nextCursor })}`);
    }
    await look(`${base}/rows${queryOf({ search: marker })}`);
    for (const format of ["csv", "json", "ndjson"]) await look(`${base}/export${queryOf({ format })}`);
  }
  expect(rows).toBeGreaterThanOrEqual(withSecrets.length);
  for (const text of texts) {
    expect(text).not.toContain(marker);
    expect(text).not.toContain(hex);
  }
});

test("a search finds nothing by a secret", async () => {
  for (const table of withSecrets) {
    const answer = await server.ask(`/api/data/tables/${table}/rows${queryOf({ search: marker })}`);
    expect(routes.listDataRows.replies[200].parse(answer.json()).items).toEqual([]);
  }
});

test("no condition, order or choice of columns names a secret column", async () => {
  for (const table of withSecrets) {
    for (const column of secretsOf(table)) {
      for (const query of [
        { filter: [{ column, operator: "starts_with", value: marker }] },
        { filter: [{ column, operator: "not_empty" }] },
        { order: column },
        { columns: column },
      ]) {
        for (const kind of ["rows", "export"]) {
          const answer = await server.ask(`/api/data/tables/${table}/${kind}${queryOf(query)}`);
          expect(answer.status).toBe(400);
          expect(answer.json()).toMatchObject({ code: "admin.selection_invalid" });
        }
      }
    }
  }
});

test("a secret told by its shape is not shown, whatever column it came into", async () => {
  const secret = `ghp_${"a1B2".repeat(9)}`;
  // Longer than a list shows, so that its JSON is cut.
  const long = "words ".repeat(100);
  await sql`insert into auth_audit values
    (${newId()}, now(), 'system', ${`said ${secret}`}, 'kind', 'id', 'c', ${JSON.stringify({ password: "hunter22", note: secret, long })})`.execute(
    db.read,
  );
  const list = await server.ask("/api/data/tables/auth_audit/rows");
  const { items } = routes.listDataRows.replies[200].parse(list.json());
  const row = await server.ask(`/api/data/tables/auth_audit/rows/${items[0]?.key}`);
  const file = await server.ask("/api/data/tables/auth_audit/export?format=json");
  for (const { text } of [list, row, file]) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain("hunter22");
    expect(text).toContain("said [redacted]");
  }
});
