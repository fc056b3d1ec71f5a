import type { Queryable } from "../../../platform/database/database.ts";

/** Where in the audit a page ends. */
export interface Place {
  at: Date;
  id: string;
}

export interface AuditSelection {
  userId?: string | undefined;
  actor?: string | undefined;
  /** `api_key.created`, or a family: `api_key.*`. */
  action?: string | undefined;
  subjectId?: string | undefined;
  correlationId?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

interface Page {
  order: "asc" | "desc";
  after: Place | undefined;
  limit: number;
}

/** Entries in the order of their time. Two of one moment are told apart by their ids. */
export const readAudit = (db: Queryable, selection: AuditSelection, { order, after, limit }: Page) => {
  const { userId, actor, action, subjectId, correlationId, from, to } = selection;
  let query = db.selectFrom("auth_audit").selectAll();
  if (userId !== undefined) query = query.where("user_id", "=", userId);
  if (actor !== undefined) query = query.where("actor", "=", actor);
  if (action?.endsWith(".*")) query = query.where("action", "like", `${familyPattern(action)}%`);
  else if (action !== undefined) query = query.where("action", "=", action);
  if (subjectId !== undefined) query = query.where("subject_id", "=", subjectId);
  if (correlationId !== undefined) query = query.where("correlation_id", "=", correlationId);
  if (from !== undefined) query = query.where("at", ">=", from);
  if (to !== undefined) query = query.where("at", "<", to);
  if (after !== undefined) {
    const beyond = order === "desc" ? "<" : ">";
    query = query.where((by) => by(by.refTuple("at", "id"), beyond, by.tuple(after.at, after.id)));
  }
  return query.orderBy("at", order).orderBy("id", order).limit(limit).execute();
};

export type AuditRow = Awaited<ReturnType<typeof readAudit>>[number];

/** An underscore of the pattern would be any letter. */
const familyPattern = (action: string): string => action.slice(0, -1).replaceAll("_", "\\_");
