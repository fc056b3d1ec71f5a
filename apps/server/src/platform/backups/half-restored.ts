import type { ClientBase } from "pg";
import { AppError } from "../../kernel/errors.ts";
import { placeOf } from "../database/server-database.ts";

/** There as long as a restore lasts: what stands in `public` meanwhile is not whole, and nobody may use it. */
const mark = "signalbox_restore";
const ours = ["public", "pgboss"];

type Asked = Pick<ClientBase, "query">;

const errors = {
  halfRestored: (where: string) =>
    new AppError(
      "conflict",
      "backups.half_restored",
      `A backup is being restored into ${where}, or that was interrupted: run bin/signalbox restore once more`,
    ),
  asideMissing: (names: readonly string[]) =>
    new AppError(
      "conflict",
      "backups.aside_missing",
      `A restore was interrupted, and of ${names.join(" and ")}, which it moved aside, something is missing: ` +
        `put in place what is to be used, and drop the schema ${mark}`,
    ),
};

/** Moves the schemas that are there aside, and marks the database; answers their new names. */
export async function moveAside(client: Asked, end: string): Promise<string[]> {
  const schemas = await schemasOf(client, "");
  await inOne(client, [
    `create schema ${mark}`,
    `create table ${mark}.aside as select '${end}'::text as ending, ${schemas.length}::int as schemas`,
    ...schemas.map((schema) => `alter schema ${schema} rename to ${schema}${end}`),
  ]);
  return schemas.map((schema) => `${schema}${end}`);
}

/** Puts what was there before a restore that did not end back in its place; nothing where there was none. */
export async function putBack(client: Asked): Promise<void> {
  if (!(await isMarked(client))) return;
  const { rows } = await client.query<{ ending: string; schemas: number }>(`select * from ${mark}.aside`);
  const [{ ending: end, schemas: moved } = { ending: "", schemas: Number.NaN }] = rows;
  const schemas = await schemasOf(client, end);
  // What stands in their place may be all there is.
  if (schemas.length !== moved) throw errors.asideMissing(ours.map((schema) => `${schema}${end}`));
  await inOne(client, [
    ...ours.map((schema) => `drop schema if exists ${schema} cascade`),
    ...schemas.map((schema) => `alter schema ${schema}${end} rename to ${schema}`),
    `drop schema ${mark} cascade`,
  ]);
}

/** What was restored may be used. */
export async function unmark(client: Asked): Promise<void> {
  await client.query(`drop schema ${mark} cascade`);
}

/**
 * Keeps a server from using what a restore that was not finished left.
 * @throws AppError `backups.half_restored`
 */
export async function refuseHalfRestored(client: Asked, url: string): Promise<void> {
  if (await isMarked(client)) throw errors.halfRestored(placeOf(url));
}

async function isMarked(client: Asked): Promise<boolean> {
  const { rows } = await client.query<{ marked: boolean }>(
    `select to_regclass('${mark}.aside') is not null as marked`,
  );
  return rows[0]?.marked ?? false;
}

/** Those of ours that are there, under their names with this end. */
async function schemasOf(client: Asked, end: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>("select nspname as name from pg_namespace");
  return ours.filter((schema) => rows.some(({ name }) => name === `${schema}${end}`));
}

/** All of it or nothing: what is sent as one is one transaction. */
const inOne = (client: Asked, statements: readonly string[]) => client.query(statements.join(";\n"));
