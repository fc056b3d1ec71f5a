import { z } from "zod";
import { defineRoute } from "./route.ts";

/**
 * A hook exactly as the CLI sends it. The body is the CLI's own payload, read leniently;
 * 202 (empty) means: committed together with its effects; 200 is the answer to what it asked, in the CLI's own words.
 */
export const receiveHook = defineRoute({
  method: "POST",
  path: "/hooks/:backend",
  permission: "signals:write",
  summary: "A hook of a CLI, as it is",
  params: z.object({ backend: z.string() }),
  replies: { 200: z.unknown(), 202: null },
  errors: [
    "signals.malformed",
    "signals.unknown_backend",
    "signals.too_large",
    "signals.queue_full",
    "signals.database_away",
    "database.disk_full",
    "database.read_only",
    "database.failing",
    "database.files_failed",
  ],
});
