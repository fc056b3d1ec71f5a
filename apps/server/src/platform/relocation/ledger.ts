import { z } from "zod";
import type { MovedTable } from "./moved-tables.ts";
import type { Target } from "./target.ts";

/**
 * How far a move is, kept in the target itself in a schema that is there as long as the move lasts. A page and its
 * place in the ledger are one statement, so that whoever goes on after a kill neither leaves out a row nor doubles one.
 */
const Ledger = z.object({
  /** The database that is moved, and how far that was used when it was. */
  source: z.string(),
  used: z.string(),
  /** The migrations that both have. */
  migrations: z.string(),
});
export type Ledger = z.infer<typeof Ledger>;

export interface Place {
  rows: number;
  /** The key of the last row that is there; null before the first. */
  reached: string[] | null;
  done: boolean;
}

/** Whether a move was begun and not finished. */
export const isHalfMovedSql = "select to_regclass('signalbox_move.move') is not null as half";

const occupiedSql = `
  select exists (
    select from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'pgboss') and c.relkind in ('r', 'p', 'S')
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')) as occupied`;

/** What stands in the target: the ledger of a move, and whether there are tables. */
export async function look({ ask }: Target): Promise<{ ledger: Ledger | null; occupied: boolean }> {
  const [[half], [tables]] = [
    await ask<{ half: boolean }>(isHalfMovedSql),
    await ask<{ occupied: boolean }>(occupiedSql),
  ];
  const [row] = half?.half ? await ask("select source::text, used, migrations from signalbox_move.move") : [];
  return { ledger: row === undefined ? null : Ledger.parse(row), occupied: tables?.occupied ?? true };
}

export async function begin({ ask }: Target, { source, used, migrations }: Ledger): Promise<void> {
  await ask(`begin;
create schema signalbox_move;
create table signalbox_move.move (source uuid not null, used text not null, migrations text not null);
create table signalbox_move.foreign_keys (owner text, name text, definition text not null, primary key (owner, name));
create table signalbox_move.tables
  (name text primary key, rows bigint not null default 0, reached text[], done boolean not null default false);
insert into signalbox_move.move values ('${source}', '${used}', '${migrations}');
commit`);
}

/**
 * Rows come in an order of their own, and may refer to later ones, of their own table too. What a role without special
 * rights can do about that is to take the keys away, and to put them back, which checks them all.
 */
const putForeignKeysAside = `do $$
declare key record;
begin
  for key in
    select conrelid::regclass::text as owner, format('%I', conname) as name, pg_get_constraintdef(oid) as definition
    from pg_constraint
    where contype = 'f' and conparentid = 0
      and connamespace in ('public'::regnamespace, 'pgboss'::regnamespace)
  loop
    insert into signalbox_move.foreign_keys values (key.owner, key.name, key.definition);
    execute format('alter table %s drop constraint %s', key.owner, key.name);
  end loop;
end $$`;

export const putForeignKeysBack = ({ ask }: Target) =>
  ask(`do $$
declare key record;
begin
  for key in delete from signalbox_move.foreign_keys returning * loop
    execute format('alter table %s add constraint %s %s', key.owner, key.name, key.definition);
  end loop;
end $$`);

/** Empties all tables, of what migrations put there too, and writes each at its beginning. */
export async function startOver({ ask }: Target, tables: readonly MovedTable[]): Promise<void> {
  const names = tables.map(({ name }) => name);
  await ask(`begin;
${putForeignKeysAside};
truncate ${names.join(", ")};
truncate signalbox_move.tables;
insert into signalbox_move.tables (name) values ${names.map((name) => `('${name}')`).join(", ")};
commit`);
}

export const noteUsage = ({ ask }: Target, used: string) =>
  ask("update signalbox_move.move set used = $1", [used]);

export async function readPlaces({ ask }: Target): Promise<Map<string, Place>> {
  const rows = await ask<Place & { name: string }>(
    "select name, rows::int, reached, done from signalbox_move.tables",
  );
  return new Map(rows.map(({ name, ...place }) => [name, place]));
}

/** Gives up the ledger: what is there is whole from now on. */
export const finish = ({ ask }: Target) => ask("drop schema signalbox_move cascade");
