import { z } from "zod";
import { Instant, PageQuery, pageOf } from "./common.ts";
import { defineRoute } from "./route.ts";

/** How much a line of the log matters, the least first. */
export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal"] as const;
export const LogLevel = z.enum(logLevels);
export type LogLevel = z.infer<typeof LogLevel>;

/** Where a line stands in the log of a node; it stays true when the file is put aside. */
export const LogPosition = z.string().regex(/^[\w-]{22}\.\d{1,15}$/, "is no position in a log");

/** A line of the log, secrets taken out when it was written. */
export const LogLine = z
  .object({
    /** Where it ends. */
    position: LogPosition,
    /** Null for what is no line of ours. */
    at: Instant.nullable(),
    level: LogLevel,
    /** The part of the server that speaks. */
    part: z.string().nullable(),
    message: z.string(),
    correlationId: z.string().nullable(),
    /** Everything else that it says. */
    fields: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "LogLine" });
export type LogLine = z.infer<typeof LogLine>;

/**
 * The newest lines first, page by page. With `after`, the `end` of an earlier answer, the lines written since, the
 * oldest first: ask again with the new `end` to follow. A page may be short, or empty, while `nextCursor` tells that
 * there is more: so much was looked through.
 */
export const listLogs = defineRoute({
  method: "GET",
  path: "/api/logs",
  permission: "admin",
  summary: "The log of the node that answers",
  query: PageQuery.extend({
    after: LogPosition.optional(),
    level: LogLevel.optional().describe("Lines of this level and above"),
    text: z.string().min(1).max(200).optional().describe("Lines that hold this text, in any case"),
    part: z.string().min(1).max(100).optional(),
    correlationId: z.string().min(1).max(100).optional(),
    since: Instant.optional(),
    until: Instant.optional(),
  }),
  replies: {
    200: pageOf(LogLine).extend({
      /** Up to here it was read, to follow from. Null where nothing was logged yet. */
      end: LogPosition.nullable(),
      node: z.object({ host: z.string(), pid: z.number().int() }),
    }),
  },
  errors: ["request.cursor_invalid"],
});
