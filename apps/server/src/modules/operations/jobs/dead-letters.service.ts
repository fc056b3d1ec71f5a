import type { Page } from "@signalbox/contract/common";
import type { DeadLetter } from "@signalbox/contract/jobs";
import { z } from "zod";
import type { Db } from "../../../platform/database/database.ts";
import type { Reactions } from "../../../platform/events/reactions.ts";
import { keysetCursor, pageOfRows } from "../../../platform/http/cursor.ts";
import type { Cause } from "../../../platform/http/http.ts";
import type { Audit } from "../../auth/index.ts";

export interface DeadLettersOptions {
  db: Db;
  audit: Audit;
  reactions: Pick<Reactions, "deadLetters" | "retry" | "discard">;
}

/** What people do about events that a reaction gave up on. */
export interface DeadLettersService {
  list(paging: { limit: number; cursor?: string | undefined }): Promise<Page<DeadLetter>>;
  retry(id: string, cause: Cause): Promise<void>;
  discard(id: string, cause: Cause): Promise<void>;
}

const letterCursor = keysetCursor("dead_letters", z.uuid());

export const createDeadLetters = ({ db, audit, reactions }: DeadLettersOptions): DeadLettersService => {
  /** The reaction may have a transaction of its own, so the entry follows it. */
  const record = (id: string, action: string, cause: Cause) =>
    db.transaction((tx) => audit.record(tx, { ...cause, action, subject: { kind: "dead_letter", id } }));
  return {
    async list({ limit, cursor }) {
      const after = letterCursor.decode(cursor);
      const letters = await reactions.deadLetters({
        limit: limit + 1,
        ...(after === undefined ? {} : { after }),
      });
      const page = pageOfRows(letters, limit, ({ id }) => letterCursor.encode(id));
      const items = page.items.map(({ position, parkedAt, ...letter }) => ({
        ...letter,
        position: String(position),
        parkedAt: parkedAt.toISOString(),
      }));
      return { ...page, items };
    },
    async retry(id, cause) {
      await reactions.retry(id);
      await record(id, "dead_letter.retried", cause);
    },
    async discard(id, cause) {
      await reactions.discard(id);
      await record(id, "dead_letter.discarded", cause);
    },
  };
};
