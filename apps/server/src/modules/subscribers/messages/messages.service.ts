import type { Page } from "@signalbox/contract/common";
import type { Message, MessageDetail, MessageState } from "@signalbox/contract/subscribers";
import { z } from "zod";
import { newId } from "../../../kernel/ids.ts";
import { afterCommit, type Tx } from "../../../platform/database/database.ts";
import { keysetCursor, pageOfRows } from "../../../platform/http/cursor.ts";
import type { Cause } from "../../../platform/http/http.ts";
import type { SubscribersOptions } from "../options.ts";
import { subscriberErrors } from "../subscribers.errors.ts";
import { findSubscriber } from "../subscribers.repository.ts";
import {
  findMessage,
  findMessages,
  insertTaken,
  moveBackToWaiting,
  moveDeadToWaiting,
  presentDetail,
  presentMessage,
} from "./messages.repository.ts";
import { claimMs, sendOnce } from "./send.ts";

interface Which {
  subscriberId: string;
  messageId: string;
}

interface MessagesPage {
  state?: MessageState | undefined;
  limit: number;
  cursor?: string | undefined;
}

export interface MessagesService {
  /** @throws AppError `subscribers.not_found` */
  list(subscriberId: string, page: MessagesPage): Promise<Page<Message>>;
  /** @throws AppError `subscribers.message_not_found` */
  get(which: Which): Promise<MessageDetail>;
  /** @throws AppError `subscribers.not_found` */
  test(subscriberId: string, by: Cause): Promise<Message>;
  /** @throws AppError `subscribers.message_not_found`, `subscribers.message_waits` */
  replay(which: Which, by: Cause): Promise<Message>;
  /** @throws AppError `subscribers.not_found` */
  replayDead(subscriberId: string, by: Cause): Promise<{ replayed: number }>;
}

const cursors = keysetCursor("subscriber messages", z.uuid());
const testType = "subscriber.tested";

export function createMessages(options: SubscribersOptions, ring: () => void): MessagesService {
  const { db, clock, audit } = options;
  const nameOf = async (id: string): Promise<string> => {
    const found = await findSubscriber(db.read, id);
    if (found === undefined) throw subscriberErrors.notFound(id);
    return found.name;
  };
  const record = (
    tx: Tx,
    by: Cause,
    { id, action, detail }: { id: string; action: string; detail: object },
  ) => audit.record(tx, { ...by, action, subject: { kind: "subscriber", id }, detail: { ...detail } });
  return {
    async list(subscriberId, { state, limit, cursor }) {
      await nameOf(subscriberId);
      const after = cursors.decode(cursor);
      const rows = await findMessages(db.read, { subscriberId, state, after, limit: limit + 1 });
      const page = pageOfRows(rows, limit, ({ id }) => cursors.encode(id));
      return { ...page, items: page.items.map(presentMessage) };
    },
    async get(which) {
      const row = await findMessage(db.read, which);
      if (row === undefined) throw subscriberErrors.messageNotFound(which.messageId);
      return presentDetail(row);
    },
    async test(subscriberId, by) {
      const name = await nameOf(subscriberId);
      const [at, id] = [clock.now(), newId()];
      const body = JSON.stringify({
        type: testType,
        timestamp: at.toISOString(),
        data: { subscriberId, name },
      });
      const message = { id, subscriberId, eventId: id, type: testType, body, at };
      const row = await db.transaction(async (tx) => {
        await record(tx, by, { id: subscriberId, action: "subscriber.tested", detail: { name } });
        return insertTaken(tx, message, new Date(at.getTime() + claimMs));
      });
      return presentMessage(await sendOnce(row, options, new AbortController().signal));
    },
    async replay(which, by) {
      const { subscriberId, messageId } = which;
      return db.transaction(async (tx) => {
        if ((await findMessage(tx, which)) === undefined) throw subscriberErrors.messageNotFound(messageId);
        const moved = await moveBackToWaiting(tx, messageId, clock.now());
        if (moved === undefined) throw subscriberErrors.messageWaits();
        const detail = { messageId, type: moved.type };
        await record(tx, by, { id: subscriberId, action: "subscriber.replayed", detail });
        afterCommit(tx, ring);
        return presentMessage(moved);
      });
    },
    async replayDead(subscriberId, by) {
      const name = await nameOf(subscriberId);
      return db.transaction(async (tx) => {
        const replayed = await moveDeadToWaiting(tx, subscriberId, clock.now());
        const detail = { name, replayed };
        await record(tx, by, { id: subscriberId, action: "subscriber.replayed", detail });
        afterCommit(tx, ring);
        return { replayed };
      });
    },
  };
}
