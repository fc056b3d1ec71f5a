import type { Pool } from "pg";
import { AppError } from "../../kernel/errors.ts";
import { placeOf } from "../database/server-database.ts";

/** There as long as a restore lasts: what stands in `public` meanwhile is not whole, and nobody may use it. */
const mark = "signalbox_restore";
const ours = ["public", "pgboss"];

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
export async function moveAside(pool: Pool, end: string): Promise<string[]> {
  const schemas = await schemasOf(pool, "");
  await inOne(pool, [
    `create schema ${mark}`,
    `create table ${mark}.aside as select '${end}'::text as ending, ${schemas.length}::int as schemas`,
    ...schemas.map((schema) => `alter schema ${schema} rename to ${schema}${end}`),
  ]);
  return schemas.map((schema) => `${schema}${end}`);
}

/** Puts what was there before a restore that did not end back in its place; nothing where there was none. */
export async function putBack(pool: Pool): Promise<void> {
  if (!(await isMarked(pool))) return;
  const { rows } = await pool.query<{ ending: string; schemas: number }>(`select * from ${mark}.aside`);
  const [{ ending: end, schemas: moved } = { ending: "", schemas: Number.NaN }] = rows;
  const schemas = await schemasOf(pool, end);
  // What stands in their place may be all there is.
  if (schemas.length !== moved) throw errors.asideMissing(ours.map((schema) => `${schema}${end}`));
  await inOne(pool, [
    ...ours.map((schema) => `drop schema if exists ${schema} cascade`),
    ...schemas.map((schema) => `alter schema ${schema}${end} rename to ${schema}`),
    `drop schema ${mark} cascade`,
  ]);
}

/** What was restored may be used. */
export async function unmark(pool: Pool): Promise<void> {
  await pool.query(`drop schema ${mark} cascade`);
}

/**
 * Keeps a server from using what a restore that was not finished left.
 * @throws AppError `backups.half_restored`
 */
export async function refuseHalfRestored(pool: Pool, url: string): Promise<void> {
  if (await isMarked(pool)) throw errors.halfRestored(placeOf(url));
}

async function isMarked(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ marked: boolean }>(
    `select to_regclass('${mark}.aside') is not null as marked`,
  );
  return rows[0]?.marked ?? false;
}

/** Those of ours that are there, under their names with this end. */
async function schemasOf(pool: Pool, end: string): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>("select nspname as name from pg_namespace");
  return ours.filter((schema) => rows.some(({ name }) => name === `${schema}${end}`));
}

/** All of it or nothing: what is sent as one is one transaction. */
const inOne = (pool: Pool, statements: readonly string[]) => pool.query(statements.join(";\n"));
