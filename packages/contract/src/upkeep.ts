import { z } from "zod";
import { Instant } from "./common.ts";
import { Enqueued } from "./jobs.ts";
import { defineRoute } from "./route.ts";

/** What retention would remove of one table or folder. */
export const Expired = z
  .object({
    name: z.string(),
    /** What is kept, and how long. */
    rule: z.string(),
    /** Rows or files. */
    count: z.number().int(),
    /** Where it is known: files have a size of their own. */
    bytes: z.number().nullable(),
  })
  .meta({ id: "Expired" });
export type Expired = z.infer<typeof Expired>;

/** A file of the event log, one event a line. */
export const EventExport = z
  .object({ name: z.string(), bytes: z.number(), createdAt: Instant })
  .meta({ id: "EventExport" });
export type EventExport = z.infer<typeof EventExport>;

export const Backup = z
  .object({
    name: z.string(),
    path: z.string(),
    engine: z.enum(["embedded", "postgresql"]),
    version: z.string(),
    createdAt: Instant,
    bytes: z.number(),
    /** Rows that were counted; null for a dump of an older version. */
    rows: z.number().nullable(),
  })
  .meta({ id: "Backup" });
export type Backup = z.infer<typeof Backup>;

export const previewRetention = defineRoute({
  method: "GET",
  path: "/api/retention",
  permission: "read",
  summary: "Exactly what retention would remove now",
  replies: { 200: z.object({ items: z.array(Expired), nextCursor: z.null() }) },
});

export const runRetention = defineRoute({
  method: "POST",
  path: "/api/retention/run",
  permission: "operate",
  summary: "Remove what is kept no longer",
  replies: { 202: Enqueued },
});

export const listExports = defineRoute({
  method: "GET",
  path: "/api/exports",
  permission: "read",
  summary: "Exports of the event log on this host, the newest first",
  replies: { 200: z.object({ items: z.array(EventExport), nextCursor: z.null() }) },
});

export const startExport = defineRoute({
  method: "POST",
  path: "/api/exports",
  permission: "operate",
  summary: "Export the event log to a file",
  replies: { 202: Enqueued },
});

export const downloadExport = defineRoute({
  method: "GET",
  path: "/api/exports/:name",
  permission: "read",
  summary: "An export as newline-delimited JSON",
  params: z.object({ name: z.string().regex(/^events-[\w-]{1,60}\.ndjson$/) }),
  query: z.object({ ticket: z.string().max(200).optional() }),
  replies: { 200: z.string() },
  contentType: "application/x-ndjson",
  errors: ["exports.not_found"],
});

export const listBackups = defineRoute({
  method: "GET",
  path: "/api/backups",
  permission: "read",
  summary: "Verified backups on this host, the newest first",
  replies: { 200: z.object({ items: z.array(Backup), nextCursor: z.null() }) },
});

export const startBackup = defineRoute({
  method: "POST",
  path: "/api/backups",
  permission: "operate",
  summary: "Back up the database while it is in use",
  replies: { 202: Enqueued },
});
