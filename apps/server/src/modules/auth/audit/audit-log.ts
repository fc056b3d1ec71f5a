import type { AuditEntry, AuditFilter } from "@signalbox/contract/audit";
import { Id, Instant, type Page } from "@signalbox/contract/common";
import { z } from "zod";
import { isObject } from "../../../kernel/json.ts";
import type { Db } from "../../../platform/database/database.ts";
import { keysetCursor, pageOfRows } from "../../../platform/http/cursor.ts";
import type { Cause } from "../../../platform/http/http.ts";
import { type AuditRow, type AuditSelection, readAudit } from "./audit.repository.ts";
import type { Audit } from "./audit.ts";

const pageSize = 500;
const cursors = keysetCursor("audit", z.tuple([Instant, Id]));

/** The audit, for those who read it. */
export interface AuditLog {
  list(filter: AuditFilter, page: { limit: number; cursor?: string | undefined }): Promise<Page<AuditEntry>>;
  /** All entries, oldest first, a page at a time; that they were taken away is recorded before. */
  export(filter: AuditFilter, format: string, cause: Cause): Promise<AsyncIterable<readonly AuditEntry[]>>;
}

export const createAuditLog = ({ db, audit }: { db: Db; audit: Audit }): AuditLog => ({
  async list(filter, { limit, cursor }) {
    const place = cursors.decode(cursor);
    const after = place && { at: new Date(place[0]), id: place[1] };
    const rows = await readAudit(db.read, selectionOf(filter), { order: "desc", after, limit: limit + 1 });
    const page = pageOfRows(rows, limit, ({ at, id }) => cursors.encode([at.toISOString(), id]));
    return { ...page, items: page.items.map(present) };
  },
  async export(filter, format, cause) {
    const selection = selectionOf(filter);
    await db.transaction((tx) =>
      audit.record(tx, {
        ...cause,
        action: "audit.exported",
        subject: { kind: "audit", id: format },
        detail: { ...filter },
      }),
    );
    return pages(db, selection);
  },
});

async function* pages(db: Db, selection: AuditSelection) {
  let after: { at: Date; id: string } | undefined;
  for (;;) {
    const rows = await readAudit(db.read, selection, { order: "asc", after, limit: pageSize });
    yield rows.map(present);
    after = rows.at(-1);
    if (rows.length < pageSize) return;
  }
}

const selectionOf = ({ from, to, ...filter }: AuditFilter): AuditSelection => ({
  ...filter,
  from: from === undefined ? undefined : new Date(from),
  to: to === undefined ? undefined : new Date(to),
});

const present = (row: AuditRow): AuditEntry => ({
  id: row.id,
  at: row.at.toISOString(),
  actor: row.actor,
  actorName: row.actor_name ?? "Nobody signed in",
  userId: row.user_id,
  action: row.action,
  subject: { kind: row.subject_kind, id: row.subject_id },
  address: row.address,
  correlationId: row.correlation_id,
  detail: isObject(row.detail) ? { ...row.detail } : {},
});
