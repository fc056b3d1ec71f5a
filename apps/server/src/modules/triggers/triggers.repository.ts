import { type Trigger, TriggerContent } from "@signalbox/contract/triggers";
import { type Selectable, sql } from "kysely";
import type { Queryable, Tx } from "../../platform/database/database.ts";
import type { Triggers } from "../../platform/database/tables.ts";

export type TriggerRow = Selectable<Triggers>;

export const contentOf = ({ content }: Pick<TriggerRow, "content">): TriggerContent =>
  TriggerContent.parse(content);

export const presentTrigger = (row: TriggerRow): Trigger => ({
  ...{ id: row.id, botId: row.bot_id, content: contentOf(row), enabled: row.enabled },
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
  nextAt: row.due_at?.toISOString() ?? null,
  fault: row.fault,
  hasAuthorization: row.sealed_authorization !== null,
});

/** Where what a trigger shows its address opens. */
export const authorizationPlace = (id: string): string => `triggers/${id}`;

export const findTrigger = (read: Queryable, id: string): Promise<TriggerRow | undefined> =>
  read.selectFrom("triggers").where("id", "=", id).selectAll().executeTakeFirst();

export const lockTrigger = (tx: Tx, id: string): Promise<TriggerRow | undefined> =>
  tx.selectFrom("triggers").where("id", "=", id).selectAll().forUpdate().executeTakeFirst();

export function findTriggers(
  read: Queryable,
  { after, limit, botId }: { after: string | undefined; limit: number; botId: string | undefined },
): Promise<TriggerRow[]> {
  let query = read.selectFrom("triggers").selectAll().orderBy("id").limit(limit);
  if (after !== undefined) query = query.where("id", ">", after);
  if (botId !== undefined) query = query.where("bot_id", "=", botId);
  return query.execute();
}

/** Those that look at what a source delivers. */
export const findTriggersOfSources = (read: Queryable, sourceIds: readonly string[]): Promise<TriggerRow[]> =>
  read
    .selectFrom("triggers")
    .where("source_id", "in", sourceIds)
    .where("enabled", "=", true)
    .selectAll()
    .orderBy("id")
    .execute();

export const findEventTriggers = (read: Queryable): Promise<TriggerRow[]> =>
  read
    .selectFrom("triggers")
    .where("kind", "=", "event")
    .where("enabled", "=", true)
    .selectAll()
    .orderBy("id")
    .execute();

/** Those of a kind that the clock begins. */
type DueKind = "schedule" | "poll";

export const findDue = (read: Queryable, kind: DueKind, at: Date, limit: number): Promise<TriggerRow[]> =>
  read
    .selectFrom("triggers")
    .where("kind", "=", kind)
    .where("due_at", "<=", at)
    .selectAll()
    .orderBy("due_at")
    .orderBy("id")
    .limit(limit)
    .execute();

/** When anything of a kind comes due next. */
export const findNextDue = async (read: Queryable, kind: DueKind): Promise<Date | null> =>
  (
    await read
      .selectFrom("triggers")
      .where("kind", "=", kind)
      .where("due_at", "is not", null)
      .select("due_at")
      .orderBy("due_at")
      .limit(1)
      .executeTakeFirst()
  )?.due_at ?? null;

export interface WrittenTrigger {
  id: string;
  botId: string;
  /** Whose what it starts is; null where nobody made it. */
  userId: string | null;
  content: TriggerContent;
  enabled: boolean;
  at: Date;
  next: Due | null;
  /** What was answered last is still what it is compared with. */
  keepsSeen?: boolean;
  /** It asks the same origin as before: what was given for that may be shown there still. */
  keepsAuthorization?: boolean;
}

/** A time of a schedule, and when it is due, put off by its jitter. */
export interface Due {
  nextAt: Date;
  dueAt: Date;
}

const columnsOf = ({
  content,
  enabled,
  at,
  next,
  keepsSeen = false,
  keepsAuthorization = false,
}: Omit<WrittenTrigger, "id" | "botId" | "userId">) => ({
  ...{ kind: content.kind, source_id: "sourceId" in content ? content.sourceId : null },
  ...{ content: JSON.stringify(content), enabled, updated_at: at },
  ...{ next_at: next?.nextAt ?? null, due_at: next?.dueAt ?? null },
  ...{ fault: null, faults: 0, ...(keepsSeen ? {} : { seen: null }) },
  ...(keepsAuthorization ? {} : { sealed_authorization: null }),
});

export const insertTrigger = (
  tx: Tx,
  { id, botId, userId, ...written }: WrittenTrigger,
): Promise<TriggerRow> =>
  tx
    .insertInto("triggers")
    .values({ id, bot_id: botId, user_id: userId, created_at: written.at, ...columnsOf(written) })
    .returningAll()
    .executeTakeFirstOrThrow();

export const updateTrigger = (
  tx: Tx,
  { id, ...written }: Omit<WrittenTrigger, "botId" | "userId">,
): Promise<TriggerRow | undefined> =>
  tx.updateTable("triggers").set(columnsOf(written)).where("id", "=", id).returningAll().executeTakeFirst();

/** It is asked anew, at once: what it answers to somebody else is no news. Undefined where it asks no address. */
export const updateAuthorization = (
  tx: Tx,
  { id, sealed, at }: { id: string; sealed: string | null; at: Date },
): Promise<TriggerRow | undefined> =>
  tx
    .updateTable("triggers")
    .set({
      ...{ sealed_authorization: sealed, updated_at: at, seen: null, fault: null, faults: 0 },
      next_at: sql<Date | null>`case when enabled then ${at}::timestamptz end`,
      due_at: sql<Date | null>`case when enabled then ${at}::timestamptz end`,
    })
    .where("id", "=", id)
    .where("kind", "=", "poll")
    .returningAll()
    .executeTakeFirst();

/** Moves a schedule on; undefined where another node did. */
export const moveSchedule = (
  tx: Tx,
  { id, next_at }: Pick<TriggerRow, "id" | "next_at">,
  next: Due | null,
): Promise<TriggerRow | undefined> =>
  tx
    .updateTable("triggers")
    .set({ next_at: next?.nextAt ?? null, due_at: next?.dueAt ?? null })
    .where("id", "=", id)
    .where("next_at", next_at === null ? "is" : "=", next_at)
    .returningAll()
    .executeTakeFirst();

export const deleteTrigger = (tx: Tx, id: string): Promise<TriggerRow | undefined> =>
  tx.deleteFrom("triggers").where("id", "=", id).returningAll().executeTakeFirst();
