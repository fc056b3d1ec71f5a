import type { Source, SourceStyle } from "@signalbox/contract/deliveries";
import type { Selectable } from "kysely";
import type { Queryable, Tx } from "../../../platform/database/database.ts";
import { inOrderOfNames, type NamedWindow } from "../../../platform/database/order-of-names.ts";
import type { TriggersSources } from "../../../platform/database/tables.ts";

export type SourceRow = Selectable<TriggersSources>;

/** Where its secret is sealed for. */
export const placeOf = (id: string): string => `sources/${id}`;

export const presentSource = (row: SourceRow, origin: string): Source => ({
  ...{ id: row.id, name: row.name, style: row.style, perMinute: row.per_minute, enabled: row.enabled },
  url: `${origin}/api/sources/${row.id}/deliveries`,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
  lastDeliveryAt: row.last_delivery_at?.toISOString() ?? null,
});

export const findSource = (read: Queryable, id: string): Promise<SourceRow | undefined> =>
  read.selectFrom("triggers_sources").where("id", "=", id).selectAll().executeTakeFirst();

export const findSources = (
  read: Queryable,
  window: NamedWindow,
): Promise<(SourceRow & { lower_name: string })[]> =>
  inOrderOfNames(read.selectFrom("triggers_sources").selectAll(), window).execute();

export interface NewSource {
  id: string;
  name: string;
  style: SourceStyle;
  /** Encrypted. */
  secret: string;
  perMinute: number;
  enabled: boolean;
  at: Date;
}

export const insertSource = (tx: Tx, { perMinute, at, ...source }: NewSource): Promise<SourceRow> =>
  tx
    .insertInto("triggers_sources")
    .values({ ...source, per_minute: perMinute, created_at: at, updated_at: at })
    .returningAll()
    .executeTakeFirstOrThrow();

export const updateSource = (
  tx: Tx,
  id: string,
  {
    perMinute,
    at,
    ...source
  }: { at: Date; perMinute?: number } & Partial<Pick<NewSource, "name" | "secret" | "enabled">>,
): Promise<SourceRow | undefined> =>
  tx
    .updateTable("triggers_sources")
    .set({ ...source, ...(perMinute === undefined ? {} : { per_minute: perMinute }), updated_at: at })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirst();

export const isNeeded = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.selectFrom("triggers").where("source_id", "=", id).select("id").limit(1).executeTakeFirst()) !==
  undefined;

export const deleteSource = (tx: Tx, id: string): Promise<unknown> =>
  tx.deleteFrom("triggers_sources").where("id", "=", id).execute();
