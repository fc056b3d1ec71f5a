import type { Message, MessageDetail, MessageState } from "@signalbox/contract/subscribers";
import { type Selectable, sql } from "kysely";
import type { Queryable, Statement, Tx } from "../../../platform/database/database.ts";
import type { SubscribersMessages } from "../../../platform/database/tables.ts";

export type MessageRow = Selectable<SubscribersMessages>;

export interface NewMessage {
  id: string;
  subscriberId: string;
  eventId: string;
  type: string;
  body: string;
  at: Date;
}

/** Written down once for an event, and not at all for a subscriber that is gone. */
export const messageStatement = ({ id, subscriberId, eventId, type, body, at }: NewMessage): Statement => ({
  name: "subscribers_message",
  text: `
    insert into subscribers_messages (id, subscriber_id, event_id, type, body, state, next_at, created_at)
    select $1, subscribers.id, $3, $4, $5, 'waiting', $6, $6 from subscribers where subscribers.id = $2
    on conflict (subscriber_id, event_id) do nothing`,
  values: [id, subscriberId, eventId, type, body, at],
});

/** One that is taken already by whoever writes it down. */
export const insertTaken = (
  tx: Tx,
  { subscriberId, eventId, at, ...message }: NewMessage,
  until: Date,
): Promise<MessageRow> =>
  tx
    .insertInto("subscribers_messages")
    .values({
      ...{ ...message, subscriber_id: subscriberId, event_id: eventId, created_at: at, next_at: at },
      ...{ state: "waiting", attempts: 1, claimed_until: until },
    })
    .returningAll()
    .executeTakeFirstOrThrow();

/** Nodes take messages one after the other, so that none of them takes what another is about to take. */
const claimLock = 7_373_012;
/** A slow one keeps no more than that of the others waiting. */
const mostAtOnce = 3;

/** Takes the first that is due of a subscriber that has not too many on their way. */
export async function claimDue(
  tx: Tx,
  { at, until }: { at: Date; until: Date },
): Promise<MessageRow | undefined> {
  await sql`select pg_advisory_xact_lock(${claimLock})`.execute(tx);
  const { rows } = await sql<MessageRow>`
    update subscribers_messages set attempts = attempts + 1, claimed_until = ${until}
    where id = (
      select due.id from subscribers
      cross join lateral (
        select id, next_at from subscribers_messages
        where subscriber_id = subscribers.id and state = 'waiting' and next_at <= ${at}
          and (claimed_until is null or claimed_until <= ${at})
        order by next_at, id limit 1
      ) due
      where subscribers.enabled and (
        select count(*) from subscribers_messages busy
        where busy.subscriber_id = subscribers.id and busy.state = 'waiting' and busy.claimed_until > ${at}
      ) < ${mostAtOnce}
      order by due.next_at, due.id limit 1
    ) returning *`.execute(tx);
  return rows[0];
}

/** What a try came to. */
export interface Tried {
  status: number | null;
  reason: string | null;
  tookMs: number;
}

/** Undefined where somebody else has taken it since. */
const claimed = (tx: Tx, { id, claimed_until }: MessageRow) =>
  tx
    .updateTable("subscribers_messages")
    .where("id", "=", id)
    .where("claimed_until", "=", claimed_until)
    .where("state", "=", "waiting");

export const moveToSettled = (
  tx: Tx,
  row: MessageRow,
  { state, at, status, reason, tookMs }: Tried & { state: "sent" | "dead"; at: Date },
): Promise<MessageRow | undefined> =>
  claimed(tx, row)
    .set({
      ...{ state, status, reason, took_ms: tookMs },
      ...{ next_at: null, claimed_until: null, settled_at: at },
    })
    .returningAll()
    .executeTakeFirst();

export const putOff = (
  tx: Tx,
  row: MessageRow,
  { at, status, reason, tookMs }: Tried & { at: Date },
): Promise<MessageRow | undefined> =>
  claimed(tx, row)
    .set({ status, reason, took_ms: tookMs, next_at: at, claimed_until: null })
    .returningAll()
    .executeTakeFirst();

const afresh = (at: Date) => ({
  ...{ state: "waiting" as const, attempts: 0, next_at: at, settled_at: null },
});

/** Undefined where it waits already. */
export const moveBackToWaiting = (tx: Tx, id: string, at: Date): Promise<MessageRow | undefined> =>
  tx
    .updateTable("subscribers_messages")
    .set(afresh(at))
    .where("id", "=", id)
    .where("state", "!=", "waiting")
    .returningAll()
    .executeTakeFirst();

export async function moveDeadToWaiting(tx: Tx, subscriberId: string, at: Date): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable("subscribers_messages")
    .set(afresh(at))
    .where("subscriber_id", "=", subscriberId)
    .where("state", "=", "dead")
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

export const findMessage = (
  read: Queryable,
  { subscriberId, messageId }: { subscriberId: string; messageId: string },
): Promise<MessageRow | undefined> =>
  read
    .selectFrom("subscribers_messages")
    .where("id", "=", messageId)
    .where("subscriber_id", "=", subscriberId)
    .selectAll()
    .executeTakeFirst();

export function findMessages(
  read: Queryable,
  {
    subscriberId,
    state,
    after,
    limit,
  }: { subscriberId: string; state: MessageState | undefined; after: string | undefined; limit: number },
): Promise<MessageRow[]> {
  let query = read
    .selectFrom("subscribers_messages")
    .where("subscriber_id", "=", subscriberId)
    .selectAll()
    .orderBy("id", "desc")
    .limit(limit);
  if (state !== undefined) query = query.where("state", "=", state);
  if (after !== undefined) query = query.where("id", "<", after);
  return query.execute();
}

export const webhookIdOf = (id: string): string => `msg_${id}`;

export const presentMessage = (row: MessageRow): Message => ({
  ...{ id: row.id, webhookId: webhookIdOf(row.id), eventId: row.event_id, type: row.type },
  ...{ state: row.state, attempts: row.attempts, status: row.status, reason: row.reason },
  tookMs: row.took_ms,
  createdAt: row.created_at.toISOString(),
  nextAt: row.next_at?.toISOString() ?? null,
  settledAt: row.settled_at?.toISOString() ?? null,
});

export const presentDetail = (row: MessageRow): MessageDetail => ({ ...presentMessage(row), body: row.body });
