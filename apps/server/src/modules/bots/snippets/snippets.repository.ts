import { type Selectable, sql } from "kysely";
import type { Queryable, Tx } from "../../../platform/database/database.ts";
import type { BotsSnippets } from "../../../platform/database/tables.ts";
import type { Snippets } from "./needed.ts";

export type SnippetRow = Selectable<BotsSnippets>;

const renders = /\{%-?\s*render\b/;

/** What a template may render; nothing is read for one that renders none. */
export const snippetsOf = async (read: Queryable, template: string): Promise<Snippets> =>
  renders.test(template) ? allSnippets(read) : {};

export async function allSnippets(read: Queryable): Promise<Snippets> {
  const rows = await read.selectFrom("bots_snippets").select(["name", "text"]).execute();
  return Object.fromEntries(rows.map(({ name, text }) => [name, text]));
}

export const findSnippet = (read: Queryable, name: string): Promise<SnippetRow | undefined> =>
  read.selectFrom("bots_snippets").where("name", "=", name).selectAll().executeTakeFirst();

export function findSnippets(
  read: Queryable,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<SnippetRow[]> {
  const query = read.selectFrom("bots_snippets").selectAll().orderBy("name").limit(limit);
  return (after === undefined ? query : query.where("name", ">", after)).execute();
}

/** The version behind the one that was seen; undefined where that is not the latest any more. */
export function writeSnippetRow(tx: Tx, row: SnippetRow): Promise<SnippetRow | undefined> {
  const { name, ...set } = row;
  return row.version === 1
    ? tx
        .insertInto("bots_snippets")
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst()
    : tx
        .updateTable("bots_snippets")
        .set(set)
        .where("name", "=", name)
        .where("version", "=", row.version - 1)
        .returningAll()
        .executeTakeFirst();
}

export async function deleteSnippet(tx: Tx, name: string, version: number): Promise<boolean> {
  const gone = await tx
    .deleteFrom("bots_snippets")
    .where("name", "=", name)
    .where("version", "=", version)
    .returning("name")
    .executeTakeFirst();
  return gone !== undefined;
}

/** One after the other: each sees what the one before has written. */
export const lockSnippets = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended('bots_snippets', 0))`.execute(tx);
};

/** Bots whose prompts may render something. */
export const findRendering = (read: Queryable): Promise<{ id: string; name: string; content: unknown }[]> =>
  read
    .selectFrom("bots")
    .where(sql<boolean>`content ->> 'prompt' like '%render%'`)
    .select(["id", "name", "content"])
    .orderBy("name")
    .execute();
