import { z } from "zod";
import { Id, Instant, PageQuery, pageOf } from "./common.ts";
import { Subject } from "./event.ts";
import { defineRoute } from "./route.ts";

/** One change that somebody made, or was refused. */
export const AuditEntry = z
  .object({
    id: Id,
    at: Instant,
    /** `sign_in:<id>`, `api_key:<id>`, `system`, or `nobody` who was let in. */
    actor: z.string(),
    /** The person, or what did it for them, in the words of that time. */
    actorName: z.string(),
    userId: Id.nullable(),
    action: z.string(),
    subject: Subject,
    address: z.string().nullable(),
    correlationId: z.string(),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "AuditEntry" });
export type AuditEntry = z.infer<typeof AuditEntry>;

/** Narrows the audit; what is not said narrows nothing. */
export const AuditFilter = z.object({
  userId: Id.optional(),
  /** An actor in one word: `api_key:…`. */
  actor: z.string().max(100).optional(),
  /** `api_key.created`, or a family: `api_key.*`. */
  action: z
    .string()
    .regex(/^[a-z_]+\.(?:[a-z_]+|\*)$/, "must be an action or a family")
    .optional(),
  /** The id of what was changed. */
  subjectId: z.string().max(200).optional(),
  correlationId: z.string().max(200).optional(),
  /** Not before. */
  from: Instant.optional(),
  /** Before. */
  to: Instant.optional(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

export const listAudit = defineRoute({
  method: "GET",
  path: "/api/audit",
  permission: "admin",
  summary: "Who changed what, newest first",
  query: PageQuery.extend(AuditFilter.shape),
  replies: { 200: pageOf(AuditEntry) },
  errors: ["request.cursor_invalid"],
});

export const exportAudit = defineRoute({
  method: "GET",
  path: "/api/audit/export",
  permission: "admin",
  summary: "The same as one file, oldest first; `?ticket=` opens it in a browser",
  query: AuditFilter.extend({ format: z.enum(["csv", "ndjson"]), ticket: z.string().max(200).optional() }),
  replies: { 200: z.string() },
  contentType: "text/plain",
});
