import type { Pool } from "pg";

/** A column as PostgreSQL's catalogue describes it. */
export interface Column {
  table: string;
  name: string;
  type: string;
  nullable: boolean;
  default: string | null;
}

/** A constraint; `column` is set where it concerns a single one. */
export interface Constraint {
  table: string;
  name: string;
  column: string | null;
  definition: string;
}

interface Definition {
  owner: string;
  definition: string;
}

/** The schema of a migrated database, without the ledger of migrations itself. */
export interface Schema {
  columns: Column[];
  constraints: Constraint[];
  indexes: Definition[];
  triggers: Definition[];
  options: Definition[];
  sequences: Definition[];
  functions: Definition[];
}

const ours = "c.relnamespace = 'public'::regnamespace and c.relname <> 'schema_migrations'";

const columnsSql = `
  select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
    not a.attnotnull as nullable, pg_get_expr(d.adbin, d.adrelid) as default
  from pg_class c join pg_attribute a on a.attrelid = c.oid
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where ${ours} and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
  order by c.relname, a.attnum`;

const constraintsSql = `
  select c.relname as table, k.conname as name, pg_get_constraintdef(k.oid) as definition,
    case when cardinality(k.conkey) = 1
      then (select attname from pg_attribute where attrelid = c.oid and attnum = k.conkey[1]) end as column
  from pg_constraint k join pg_class c on c.oid = k.conrelid
  where ${ours} and k.contype in ('p', 'u', 'f', 'c')
  order by c.relname, k.contype, k.conname`;

const indexesSql = `
  select c.relname as owner, pg_get_indexdef(i.indexrelid) as definition
  from pg_index i join pg_class c on c.oid = i.indrelid
  where ${ours} and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u'))
  order by c.relname, 2`;

const triggersSql = `
  select c.relname as owner, pg_get_triggerdef(t.oid) as definition
  from pg_trigger t join pg_class c on c.oid = t.tgrelid
  where ${ours} and not t.tgisinternal order by c.relname, t.tgname`;

const optionsSql = `
  select c.relname as owner, array_to_string(c.reloptions, ', ') as definition
  from pg_class c where ${ours} and c.relkind = 'r' and c.reloptions is not null order by c.relname`;

const sequencesSql = `
  select c.relname as owner, format('%s start %s increment %s', format_type(s.seqtypid, null), s.seqstart, s.seqincrement) as definition
  from pg_sequence s join pg_class c on c.oid = s.seqrelid where ${ours} order by c.relname`;

const functionsSql = `
  select p.proname as owner, pg_get_functiondef(p.oid) as definition
  from pg_proc p where p.pronamespace = 'public'::regnamespace order by p.proname`;

/** Reads the schema out of PostgreSQL's catalogue, in an order that is always the same. */
export async function readSchema(pool: Pool): Promise<Schema> {
  const definitions = async (sql: string) => (await pool.query<Definition>(sql)).rows;
  return {
    columns: (await pool.query<Column>(columnsSql)).rows,
    constraints: (await pool.query<Constraint>(constraintsSql)).rows,
    indexes: await definitions(indexesSql),
    triggers: await definitions(triggersSql),
    options: await definitions(optionsSql),
    sequences: await definitions(sequencesSql),
    functions: await definitions(functionsSql),
  };
}

/** The schema as text, for comparing and for reading. */
export function describeSchema(schema: Schema): string {
  const tables = [...new Set(schema.columns.map(({ table }) => table))];
  const sequences = schema.sequences.map(({ owner, definition }) => `sequence ${owner} ${definition}`);
  const functions = schema.functions.map(({ definition }) => definition.trim());
  return `${[...tables.map((table) => describeTable(schema, table)), ...sequences, ...functions].join("\n\n")}\n`;
}

function describeTable(schema: Schema, table: string): string {
  const owned = (definitions: readonly Definition[]) =>
    definitions.filter(({ owner }) => owner === table).map(({ definition }) => `  ${definition}`);
  return [
    `table ${table}`,
    ...schema.columns.filter((column) => column.table === table).map(describeColumn),
    ...schema.constraints
      .filter((constraint) => constraint.table === table)
      .map(({ name, definition }) => `  constraint ${name} ${definition}`),
    ...owned(schema.indexes),
    ...owned(schema.triggers),
    ...owned(schema.options),
  ].join("\n");
}

function describeColumn(column: Column): string {
  const nullable = column.nullable ? "" : " not null";
  const initial = column.default === null ? "" : ` default ${column.default}`;
  return `  ${column.name} ${column.type}${nullable}${initial}`;
}
