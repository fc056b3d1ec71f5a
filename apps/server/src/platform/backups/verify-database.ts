import type { ClientBase, Pool, PoolClient } from "pg";
import { AppError } from "../../kernel/errors.ts";

interface Table {
  name: string;
  /** The columns of its primary key; empty where it has none. */
  key: string[];
}

const tablesSql = `
  select format('%I.%I', n.nspname, c.relname) as name, coalesce((
    select array_agg(format('%I', a.attname) order by array_position(i.indkey::int2[], a.attnum))
    from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey::int2[])
    where i.indrelid = c.oid and i.indisprimary), '{}') as key
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'pgboss') and c.relkind = 'r' order by 1`;

/**
 * Reads every row of every table, and every entry of its key's index; answers how many rows each has.
 * @throws AppError `backups.damaged` where the two differ, or where something can't be read
 */
export async function verifyDatabase(pool: Pool, signal?: AbortSignal): Promise<Record<string, number>> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<Table>(tablesSql);
    const counts: Record<string, number> = {};
    for (const table of rows) {
      signal?.throwIfAborted();
      counts[table.name] = await countBothWays(client, table);
    }
    return counts;
  } finally {
    client.release();
  }
}

/** How many rows each table has, in the transaction that the client is in. */
export async function countTables(client: ClientBase, signal?: AbortSignal): Promise<Record<string, number>> {
  const { rows } = await client.query<Table>(tablesSql);
  const counts: Record<string, number> = {};
  for (const { name } of rows) {
    signal?.throwIfAborted();
    const counted = await client.query<{ count: number }>(`select count(*)::int as count from ${name}`);
    counts[name] = counted.rows[0]?.count ?? 0;
  }
  return counts;
}

async function countBothWays(client: PoolClient, { name, key }: Table): Promise<number> {
  const inRows = await countWith(client, "index", `select count(*)::int as count from ${name}`);
  if (key.length === 0) return inRows;
  const columns = key.join(", ");
  const ordered = `select count(*)::int as count from (select ${columns} from ${name} order by ${columns} offset 0) t`;
  const inIndex = await countWith(client, "sequence", ordered);
  if (inIndex !== inRows)
    throw new AppError("conflict", "backups.damaged", `${name} has ${inRows} rows, and its index ${inIndex}`);
  return inRows;
}

const without = {
  index: ["enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan"],
  sequence: ["enable_seqscan", "enable_sort", "enable_bitmapscan"],
};

/** Counts on a way that does not use what is named. */
async function countWith(client: PoolClient, avoided: keyof typeof without, text: string): Promise<number> {
  await client.query("begin");
  try {
    const settings = without[avoided].map((name) => `set_config('${name}', 'off', true)`);
    if (avoided === "index") settings.push("set_config('enable_seqscan', 'on', true)");
    await client.query(`select ${settings.join(", ")}`);
    const { rows } = await client.query<{ count: number }>(text);
    return rows[0]?.count ?? 0;
  } finally {
    await client.query("rollback");
  }
}
