import { sql } from "kysely";
import { DatabaseError } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../kernel/ids.ts";
import { afterCommit, beforeCommit, type Statement, type Tx } from "./database.ts";
import { type TestDatabase, testDatabase } from "./testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const host = (name: string) => ({
  id: newId(),
  key: newId(),
  name,
  platform: "linux",
  created_at: new Date(),
  last_seen_at: new Date(),
});
const hostsNamed = (name: string) =>
  db.read.selectFrom("projects_hosts").selectAll().where("name", "=", name).execute();
const insertHost = (tx: Tx, name: string) => tx.insertInto("projects_hosts").values(host(name)).execute();
const insertStatement = (name: string): Statement => ({
  name: "insert-host",
  text: "insert into projects_hosts values ($1, $2, $3, $4, $5, $6) returning name",
  values: Object.values(host(name)),
});

test("what a transaction wrote is read after it, its steps ran around the commit", async () => {
  const ran: string[] = [];
  await db.transaction(async (tx) => {
    afterCommit(tx, () => ran.push("after"));
    beforeCommit(tx, async () => {
      ran.push(`before, sees ${(await tx.selectFrom("projects_hosts").selectAll().execute()).length}`);
    });
    await insertHost(tx, "committed");
    ran.push("work");
  });
  expect(ran).toEqual(["work", "before, sees 1", "after"]);
  expect(await hostsNamed("committed")).toHaveLength(1);
});

test("a transaction that throws leaves nothing, and its own error is the one thrown", async () => {
  let told = false;
  const failing = db.transaction(async (tx) => {
    afterCommit(tx, () => {
      told = true;
    });
    await insertHost(tx, "rolled back");
    throw new Error("changed my mind");
  });
  await expect(failing).rejects.toThrow("changed my mind");
  expect(await hostsNamed("rolled back")).toEqual([]);
  expect(told).toBe(false);
});

test("a step before the commit that fails undoes the transaction", async () => {
  const failing = db.transaction(async (tx) => {
    await insertHost(tx, "undone");
    beforeCommit(tx, async () => {
      throw new Error("no position");
    });
  });
  await expect(failing).rejects.toThrow("no position");
  expect(await hostsNamed("undone")).toEqual([]);
});

test("a transaction that went on after an error of SQL is not taken for committed", async () => {
  const aborted = db.transaction(async (tx) => {
    await insertHost(tx, "aborted");
    await sql`select 1 / 0`.execute(tx).catch(() => {});
  });
  await expect(aborted).rejects.toThrow();
  expect(await hostsNamed("aborted")).toEqual([]);
});

test("the outer handle inside a transaction fails at once, in every form", async () => {
  const outer = { code: "database.outer_handle_in_transaction" };
  await expect(db.transaction(() => db.write(insertStatement("inner")))).rejects.toMatchObject(outer);
  const emptied = db.transaction(() => db.writeBuilt((tables) => tables.deleteFrom("projects_hosts")));
  await expect(emptied).rejects.toMatchObject(outer);
  await expect(db.transaction(() => hostsNamed("any"))).rejects.toMatchObject(outer);
  await expect(db.transaction(() => db.transaction(async () => {}))).rejects.toMatchObject(outer);
  await expect(db.transaction(() => db.batch([]))).rejects.toMatchObject(outer);
  await expect(db.transaction(() => db.pool.query("select 1"))).rejects.toMatchObject(outer);
});

test("what a transaction left running may use the outer handle once it has ended", async () => {
  const ended = Promise.withResolvers<void>();
  let later: Promise<unknown> | undefined;
  await db.transaction(async () => {
    later = ended.promise.then(() => hostsNamed("any"));
  });
  ended.resolve();
  await expect(later).resolves.toEqual([]);
});

test("twenty transactions at once each count one up", async () => {
  await db.pool.query("create table counters (id int primary key, value int not null)");
  await db.pool.query("insert into counters values (1, 0)");
  const increment = () =>
    db.transaction(async (tx) => {
      const { rows } = await sql<{
        value: number;
      }>`select value from counters where id = 1 for update`.execute(tx);
      await sql`update counters set value = ${(rows[0]?.value ?? 0) + 1} where id = 1`.execute(tx);
    });
  await Promise.all(Array.from({ length: 20 }, increment));
  expect((await db.pool.query("select value from counters")).rows).toEqual([{ value: 20 }]);
});

test("rolling back to a savepoint keeps what was before it", async () => {
  await db.transaction(async (tx) => {
    await insertHost(tx, "before the savepoint");
    await sql`savepoint here`.execute(tx);
    await insertHost(tx, "after the savepoint");
    await sql`rollback to here`.execute(tx);
  });
  expect(await hostsNamed("before the savepoint")).toHaveLength(1);
  expect(await hostsNamed("after the savepoint")).toEqual([]);
});

test("a batch commits as a whole and answers the rows of each statement", async () => {
  const count: Statement = {
    name: "count-hosts",
    text: "select count(*) from projects_hosts where name like $1",
    values: ["batch %"],
  };
  const rows = await db.batch([insertStatement("batch 1"), insertStatement("batch 2"), count]);
  expect(rows).toEqual([[{ name: "batch 1" }], [{ name: "batch 2" }], [{ count: "2" }]]);
});

test("a batch with one bad statement leaves nothing and throws the first error", async () => {
  const bad: Statement = { name: "bad", text: "select 1 / $1::int", values: [0] };
  const failing = db.batch([insertStatement("lost batch"), bad, insertStatement("lost batch")]);
  await expect(failing).rejects.toMatchObject({ code: "22012" });
  expect(await hostsNamed("lost batch")).toEqual([]);
  expect(await db.batch([insertStatement("next batch")])).toEqual([[{ name: "next batch" }]]);
});

test("a batch whose statement can't be parsed does not spoil the next use of its name", async () => {
  const statement = (text: string): Statement => ({ name: "renamed", text, values: [] });
  await expect(db.batch([statement("select nonsense")])).rejects.toMatchObject({ code: "42703" });
  await expect(db.batch([statement("select nonsense")])).rejects.toMatchObject({ code: "42703" });
  expect(await db.batch([insertStatement("still well")])).toEqual([[{ name: "still well" }]]);
});

test("one statement is a transaction by itself: it answers its rows, or leaves nothing", async () => {
  expect(await db.write(insertStatement("written"))).toEqual([{ name: "written" }]);
  const text =
    "insert into projects_hosts select id, 'half written', created_at from projects_hosts returning 1 / 0";
  await expect(db.write({ name: "half", text, values: [] })).rejects.toMatchObject({ code: "22012" });
  expect(await hostsNamed("half written")).toEqual([]);
});

test("so is one that is built anew each time", async () => {
  const rename = (name: string, to: string) =>
    db.writeBuilt((tables) =>
      tables.updateTable("projects_hosts").where("name", "=", name).set({ name: to }).returning("name"),
    );
  await db.write(insertStatement("to be renamed"));
  expect(await rename("to be renamed", "renamed")).toEqual([{ name: "renamed" }]);
  expect(await rename("to be renamed", "renamed again")).toEqual([]);
});

test("statements of the same name do not meet across connections", async () => {
  const ask = async (text: string) => {
    const client = await db.pool.connect();
    try {
      const first = await client.query<{ answer: number }>({ name: "same", text, values: [] });
      const again = await client.query<{ answer: number }>({ name: "same", text, values: [] });
      return [first.rows[0]?.answer, again.rows[0]?.answer];
    } finally {
      client.release(true);
    }
  };
  const answers = Promise.all([
    ask("select 1 as answer"),
    ask("select 2 as answer"),
    ask("select 3 as answer"),
  ]);
  expect(await answers).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
});

test("values come back as they went in", async () => {
  const at = new Date("2026-11-21T09:00:00.123Z");
  const values = [
    "9007199254740993",
    at,
    '{"deep":[1,"é",null]}',
    ["a,b", 'c"d', "NULL"],
    true,
    0.1,
    "€ \u{1f680}\n'",
  ];
  const { rows } = await db.pool.query(
    "select $1::bigint a, $2::timestamptz b, $3::jsonb c, $4::text[] d, $5::boolean e, $6::float8 f, $7::text g",
    values,
  );
  expect(rows).toEqual([
    { a: values[0], b: at, c: { deep: [1, "é", null] }, d: values[3], e: true, f: 0.1, g: values[6] },
  ]);
  const bytes = Buffer.from([0, 1, 255]);
  const others = "select $1::bytea a, $2::numeric b, null::text c, 7::smallint d, $3::uuid e";
  const id = newId();
  expect((await db.pool.query(others, [bytes, "1.50", id])).rows).toEqual([
    { a: bytes, b: "1.50", c: null, d: 7, e: id },
  ]);
});

test("a large value and a long list come through whole", async () => {
  const large = "x".repeat(5_000_000);
  const { rows } = await db.pool.query("select $1::text as large", [large]);
  expect(rows[0].large === large).toBe(true);
  expect((await db.pool.query("select generate_series(1, 50000)")).rows).toHaveLength(50_000);
});

test("errors are PostgreSQL's own, with code, constraint and detail", async () => {
  const twice = host("twice");
  await db.transaction((tx) => tx.insertInto("projects_hosts").values(twice).execute());
  const again = db.transaction((tx) => tx.insertInto("projects_hosts").values(twice).execute());
  await expect(again).rejects.toBeInstanceOf(DatabaseError);
  await expect(again).rejects.toMatchObject({
    code: "23505",
    constraint: "projects_hosts_pkey",
    table: "projects_hosts",
    detail: expect.stringContaining(twice.id),
  });
});

test("listeners hear what was committed, and only that", async () => {
  const [listener, bystander] = [await db.pool.connect(), await db.pool.connect()];
  const heard: string[] = [];
  const last = Promise.withResolvers<void>();
  listener.on("notification", ({ channel, payload }) => {
    heard.push(`${channel}: ${payload}`);
    if (payload === "last") last.resolve();
  });
  bystander.on("notification", () => heard.push("bystander"));
  await listener.query('listen "News"');
  await db
    .transaction(async (tx) => {
      await sql`select pg_notify('News', 'lost')`.execute(tx);
      throw new Error("rolled back");
    })
    .catch(() => {});
  await db.pool.query("select pg_notify('News', 'first'), pg_notify('elsewhere', 'x')");
  await db.pool.query("select pg_notify('News', 'last')");
  await last.promise;
  expect(heard).toEqual(["News: first", "News: last"]);
  await listener.query('unlisten "News"');
  listener.release(true);
  bystander.release(true);
});

test("after closing, callers are told so", async () => {
  const other = await testDatabase();
  await other.close();
  await other.close();
  await expect(other.pool.query("select 1")).rejects.toMatchObject({ code: "database.closed" });
});
