import type { Subscriber } from "@signalbox/contract/subscribers";
import type { Selectable } from "kysely";
import type { Queryable, Tx } from "../../platform/database/database.ts";
import { inOrderOfNames, type NamedWindow } from "../../platform/database/order-of-names.ts";
import type { Subscribers } from "../../platform/database/tables.ts";

export type SubscriberRow = Selectable<Subscribers>;

/** What waits for a subscriber and what was given up, as far as it is counted. */
export interface Counted {
  waiting: number;
  dead: number;
}

/** Where a subscriber's secrets open. */
export const placeOf = (id: string): string => `subscribers/${id}`;

export const presentSubscriber = (row: SubscriberRow, counted: Counted, now: Date): Subscriber => ({
  ...{ id: row.id, name: row.name, url: row.url, types: row.types, enabled: row.enabled },
  ...{ projectId: row.project_id, botId: row.bot_id, disabledReason: row.disabled_reason },
  formerSecretUntil:
    row.former_until !== null && row.former_until > now ? row.former_until.toISOString() : null,
  ...counted,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

export const findSubscriber = (read: Queryable, id: string): Promise<SubscriberRow | undefined> =>
  read.selectFrom("subscribers").where("id", "=", id).selectAll().executeTakeFirst();

export const findEnabled = (read: Queryable): Promise<SubscriberRow[]> =>
  read.selectFrom("subscribers").where("enabled", "=", true).orderBy("id").selectAll().execute();

export const findSubscribers = (
  read: Queryable,
  window: NamedWindow,
): Promise<(SubscriberRow & { lower_name: string })[]> =>
  inOrderOfNames(read.selectFrom("subscribers").selectAll(), window).execute();

/** Of each subscriber that has any. */
export async function countMessages(
  read: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Counted>> {
  if (ids.length === 0) return new Map();
  const rows = await read
    .selectFrom("subscribers_messages")
    .where("subscriber_id", "in", ids)
    .where("state", "in", ["waiting", "dead"])
    .groupBy("subscriber_id")
    .select((of) => [
      "subscriber_id",
      of.fn.countAll().filterWhere("state", "=", "waiting").as("waiting"),
      of.fn.countAll().filterWhere("state", "=", "dead").as("dead"),
    ])
    .execute();
  return new Map(
    rows.map(({ subscriber_id: id, waiting, dead }) => [
      id,
      { waiting: Number(waiting), dead: Number(dead) },
    ]),
  );
}

export interface SubscriberContent {
  name: string;
  url: string;
  types: string[];
  projectId: string | null;
  botId: string | null;
  enabled: boolean;
}

const columnsOf = ({ projectId, botId, ...content }: SubscriberContent) => ({
  ...content,
  ...{ project_id: projectId, bot_id: botId, disabled_reason: null },
});

export const insertSubscriber = (
  tx: Tx,
  {
    id,
    sealed,
    actor,
    at,
    ...content
  }: SubscriberContent & {
    id: string;
    sealed: string;
    actor: string;
    at: Date;
  },
): Promise<SubscriberRow> =>
  tx
    .insertInto("subscribers")
    .values({ ...columnsOf(content), id, sealed_secret: sealed, actor, created_at: at, updated_at: at })
    .returningAll()
    .executeTakeFirstOrThrow();

export const updateSubscriber = (
  tx: Tx,
  id: string,
  { at, ...content }: SubscriberContent & { at: Date },
): Promise<SubscriberRow | undefined> =>
  tx
    .updateTable("subscribers")
    .set({ ...columnsOf(content), updated_at: at })
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirst();

/** The secret that was is kept for as long as receivers need to take the new one. */
export const replaceSecret = (
  tx: Tx,
  id: string,
  { sealed, formerUntil, at }: { sealed: string; formerUntil: Date; at: Date },
): Promise<SubscriberRow | undefined> =>
  tx
    .updateTable("subscribers")
    .set((of) => ({
      ...{ former_secret: of.ref("sealed_secret"), former_until: formerUntil },
      ...{ sealed_secret: sealed, updated_at: at },
    }))
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirst();

/** Undefined where it is off already. */
export const turnOff = (
  tx: Tx,
  id: string,
  { reason, at }: { reason: string; at: Date },
): Promise<SubscriberRow | undefined> =>
  tx
    .updateTable("subscribers")
    .set({ enabled: false, disabled_reason: reason, updated_at: at })
    .where("id", "=", id)
    .where("enabled", "=", true)
    .returningAll()
    .executeTakeFirst();

export const deleteSubscriber = (tx: Tx, id: string): Promise<SubscriberRow | undefined> =>
  tx.deleteFrom("subscribers").where("id", "=", id).returningAll().executeTakeFirst();
