import type { OpenDatabase, Statement } from "../../apps/server/src/platform/database/database.ts";

/** Two reads, two inserts, an update and a sequence: about what a signal costs at least. */
export function signalOf(row: number): Statement[] {
  const key = String(row % 50);
  return [
    { name: "read-1", text: "select * from counters where key = $1", values: [key] },
    { name: "read-2", text: "select count(*) from facts where key = $1 and id < 0", values: [key] },
    {
      name: "write-1",
      text: "insert into facts (key, data) values ($1, $2)",
      values: [key, '{"tool":"Bash"}'],
    },
    {
      name: "write-2",
      text: "insert into facts (key, data) values ($1, $2)",
      values: [key, '{"tool":"Read"}'],
    },
    { name: "move", text: "update counters set value = value + 1 where key = $1", values: [key] },
    { name: "number", text: "select nextval('events_position')", values: [] },
  ];
}

export async function createTables(db: OpenDatabase): Promise<void> {
  await db.pool.query(
    "create table facts (id bigint generated always as identity primary key, key text, data jsonb)",
  );
  await db.pool.query("create index facts_by_key on facts (key, id)");
  await db.pool.query(
    "create table counters (key text primary key, value int not null) with (fillfactor = 50)",
  );
  await db.pool.query("insert into counters select n::text, 0 from generate_series(0, 49) n");
}
