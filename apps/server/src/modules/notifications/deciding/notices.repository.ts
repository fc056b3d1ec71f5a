import type { NotificationLevel, NotificationReason } from "@signalbox/contract/notification-channels";
import { type Selectable, sql } from "kysely";
import type { Queryable, Statement, Tx } from "../../../platform/database/database.ts";
import type { NotificationsNotices } from "../../../platform/database/tables.ts";

export type NoticeRow = Selectable<NotificationsNotices>;

export interface NewNotice {
  id: string;
  /** The same cause makes no second notice. */
  cause: string;
  reason: NotificationReason;
  /** Null where a bot tells it. */
  agentId: string | null;
  told?: { executionId: string; title: string; body: string; level: NotificationLevel };
  projectId: string | null;
  questionId: string | null;
  remindsUserId: string | null;
  held: boolean;
  at: Date;
  correlationId: string;
}

export const insertNotice = (notice: NewNotice): Statement => ({
  name: "notifications_notice",
  text: `
    insert into notifications_notices
      (id, cause, reason, agent_id, project_id, question_id, reminds_user_id, held, at, correlation_id)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    on conflict (cause) do nothing
    returning id`,
  values: [
    ...[notice.id, notice.cause, notice.reason, notice.agentId, notice.projectId, notice.questionId],
    ...[notice.remindsUserId, notice.held, notice.at, notice.correlationId],
  ],
});

/** The same within a transaction; false where its cause made one before. */
export const addNotice = async (tx: Tx, notice: NewNotice): Promise<boolean> => {
  const { told } = notice;
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("notifications_notices")
    .values({
      ...{ id: notice.id, cause: notice.cause, reason: notice.reason, agent_id: notice.agentId },
      ...{ project_id: notice.projectId, question_id: notice.questionId, held: notice.held, at: notice.at },
      ...{ reminds_user_id: notice.remindsUserId, correlation_id: notice.correlationId },
      ...{ execution_id: told?.executionId, title: told?.title, body: told?.body, level: told?.level },
    })
    .onConflict((conflict) => conflict.column("cause").doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
};

/** Notes whether a hook waits for the answer to a question. */
export const holdStatement = (questionId: string, held: boolean): Statement => ({
  name: "notifications_hold",
  text: "update notifications_notices set held = $2 where question_id = $1",
  values: [questionId, held],
});

export const findNotice = (read: Queryable, id: string): Promise<NoticeRow | undefined> =>
  read.selectFrom("notifications_notices").where("id", "=", id).selectAll().executeTakeFirst();

/** Notices of which nobody has decided yet, the oldest first. */
export const findUndecided = (read: Queryable, limit: number): Promise<NoticeRow[]> =>
  read
    .selectFrom("notifications_notices")
    .where("decided_at", "is", null)
    .orderBy("id")
    .limit(limit)
    .selectAll()
    .execute();

/** Those of some notices that were undecided until now. */
export const settleNotices = async (tx: Tx, ids: readonly string[], at: Date): Promise<Set<string>> => {
  const rows = await tx
    .updateTable("notifications_notices")
    .set({ decided_at: at })
    .where("id", "=", sql<string>`any(${ids}::uuid[])`)
    .where("decided_at", "is", null)
    .returning("id")
    .execute();
  return new Set(rows.map(({ id }) => id));
};
