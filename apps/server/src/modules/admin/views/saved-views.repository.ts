import { type SavedView, ViewSettings } from "@signalbox/contract/admin";
import { type SqlBool, sql } from "kysely";
import type { z } from "zod";
import { newId } from "../../../kernel/ids.ts";
import type { Queryable, Tx } from "../../../platform/database/database.ts";

export interface ViewRow {
  id: string;
  owner: string;
  shared: boolean;
  table_name: string;
  name: string;
  settings: unknown;
  created_at: Date;
  updated_at: Date;
}

/** The sort key of the list of views. */
export type ViewKey = [table: string, lowerName: string, id: string];

export interface ViewChange {
  name?: string | undefined;
  shared?: boolean | undefined;
  settings?: ViewSettings | undefined;
}

const columns = [
  "id",
  "owner",
  "shared",
  "table_name",
  "name",
  "settings",
  "created_at",
  "updated_at",
] as const;

/** Views that an owner sees: their own, and shared ones. */
export const listViews = (
  db: Queryable,
  wanted: { owner: string; table: string | undefined; after: ViewKey | undefined; limit: number },
): Promise<(ViewRow & { sort_name: string })[]> => {
  const sortName = sql<string>`lower(name)`;
  let query = db
    .selectFrom("admin_saved_views")
    .select([...columns, sortName.as("sort_name")])
    .where((where) => where.or([where("owner", "=", wanted.owner), where("shared", "=", true)]));
  if (wanted.table !== undefined) query = query.where("table_name", "=", wanted.table);
  if (wanted.after !== undefined) {
    const [table, name, id] = wanted.after;
    query = query.where(sql<SqlBool>`(table_name, lower(name), id) > (${table}, ${name}, ${id}::uuid)`);
  }
  return query.orderBy("table_name").orderBy(sortName).orderBy("id").limit(wanted.limit).execute();
};

const visibleView = (db: Queryable, id: string, owner: string) =>
  db
    .selectFrom("admin_saved_views")
    .select(columns)
    .where("id", "=", id)
    .where((where) => where.or([where("owner", "=", owner), where("shared", "=", true)]));

/** A view that an owner sees. */
export const findView = (db: Queryable, id: string, owner: string): Promise<ViewRow | undefined> =>
  visibleView(db, id, owner).executeTakeFirst();

/** The same, locked until the transaction ends. */
export const lockView = (tx: Tx, id: string, owner: string): Promise<ViewRow | undefined> =>
  visibleView(tx, id, owner).forUpdate().executeTakeFirst();

/** Writes a view; undefined where its owner has one of this name for the table. */
export const insertView = (
  tx: Tx,
  view: { owner: string; table: string; name: string; shared: boolean; settings: ViewSettings; at: Date },
): Promise<ViewRow | undefined> =>
  tx
    .insertInto("admin_saved_views")
    .values({
      id: newId(),
      owner: view.owner,
      shared: view.shared,
      table_name: view.table,
      name: view.name,
      settings: JSON.stringify(view.settings),
      created_at: view.at,
      updated_at: view.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(columns)
    .executeTakeFirst();

/** Whether another view of the same owner and table has this name. */
export const isNameTaken = async (tx: Tx, view: ViewRow, name: string): Promise<boolean> => {
  const other = await tx
    .selectFrom("admin_saved_views")
    .select("id")
    .where("owner", "=", view.owner)
    .where("table_name", "=", view.table_name)
    .where(sql<SqlBool>`lower(name) = lower(${name})`)
    .where("id", "<>", view.id)
    .executeTakeFirst();
  return other !== undefined;
};

export const updateView = (
  tx: Tx,
  id: string,
  { name, shared, settings }: ViewChange,
  at: Date,
): Promise<ViewRow> =>
  tx
    .updateTable("admin_saved_views")
    .set({
      ...(name === undefined ? {} : { name }),
      ...(shared === undefined ? {} : { shared }),
      ...(settings === undefined ? {} : { settings: JSON.stringify(settings) }),
      updated_at: at,
    })
    .where("id", "=", id)
    .returning(columns)
    .executeTakeFirstOrThrow();

export const deleteView = async (tx: Tx, id: string): Promise<void> => {
  await tx.deleteFrom("admin_saved_views").where("id", "=", id).execute();
};

export const presentView = (row: ViewRow): z.input<typeof SavedView> => ({
  id: row.id,
  table: row.table_name,
  name: row.name,
  shared: row.shared,
  settings: ViewSettings.parse(row.settings),
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
