import { createHash } from "node:crypto";
import { describeSchema, readSchema } from "../database/schema.ts";
import { withPool } from "../database/with-pool.testing.ts";

const tablesSql = `
  select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'pgboss') and c.relkind = 'r' order by 1`;
const sequencesSql = `
  select schemaname || '.' || sequencename as name, last_value::text as last from pg_sequences
  where schemaname in ('public', 'pgboss') order by 1`;
/** What `readSchema` leaves out: the queue's own. */
const queueSql = `
  select c.relname as name, c.relkind as kind, pg_get_indexdef(c.oid) as definition
  from pg_class c where c.relnamespace = 'pgboss'::regnamespace order by 1`;

/** Every value of every table, where each sequence stands, and the schema, in a form to compare. */
type Content = Awaited<ReturnType<typeof contentOf>>;

/** What a restore leaves as it was: the log becomes one of its own, and nodes that ran have stopped. */
export const lasting = ({ tables, ...others }: Content) => {
  const { "public.nodes": _nodes, "public.events_identity": _identity, ...rest } = tables;
  return { ...others, tables: rest };
};

export const contentOf = (url: string) =>
  withPool(url, async (pool) => {
    const names = (await pool.query<{ name: string }>(tablesSql)).rows;
    const tables: Record<string, string> = {};
    for (const { name } of names) {
      const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${name} t`);
      const text = rows.map(({ row }) => row).sort();
      tables[name] = `${rows.length} ${createHash("sha256").update(text.join("\n")).digest("hex")}`;
    }
    const sequences = (await pool.query(sequencesSql)).rows;
    const queue = (await pool.query(queueSql)).rows;
    return { tables, sequences, queue, schema: describeSchema(await readSchema(pool)) };
  });
