import { hostname } from "node:os";
import { LogPosition, listLogs } from "@signalbox/contract/logs";
import { AppError } from "../../kernel/errors.ts";
import { type MountedRoute, reply, serve } from "../http/http.ts";
import type { LogReader } from "./log-reader.ts";

/** The log of this node in pages. */
export const logRoutes = (logs: LogReader): MountedRoute[] => [
  serve(listLogs, async ({ query: { limit, cursor, after, ...filter } }) => {
    const node = { host: hostname(), pid: process.pid };
    if (after !== undefined) {
      const { items, next } = await logs.after(after, filter, limit);
      return reply(200, { items, nextCursor: null, end: next, node });
    }
    // Before the lines: what is logged meanwhile is met by whoever follows from here.
    const end = await logs.end();
    const { items, next } = await logs.before(positionOf(cursor) ?? end ?? undefined, filter, limit);
    return reply(200, { items, nextCursor: next, end, node });
  }),
];

/** A position is told by its shape, and holds after a restart: nothing to be guarded stands in it. */
const positionOf = (cursor: string | undefined): string | undefined => {
  const read = LogPosition.optional().safeParse(cursor);
  if (read.success) return read.data;
  throw new AppError("invalid", "request.cursor_invalid", "The cursor is not one of this list");
};
