import { z } from "zod";
import { defineEvent } from "./event.ts";
import { Enqueued } from "./jobs.ts";
import { defineRoute } from "./route.ts";

/** Further back nothing is imported. */
export const mostImportDays = 365;

/** How far back sessions are imported: those whose transcripts were written to within so many days. */
export const importRequest = z.object({ days: z.number().int().min(1).max(mostImportDays).default(7) });

export const startImport = defineRoute({
  method: "POST",
  path: "/api/imports",
  permission: "operate",
  summary: "Import the sessions of the last days that were not heard, from their transcripts",
  body: importRequest,
  replies: { 202: Enqueued },
});

export const agentsImported = defineEvent({
  type: "agents.imported",
  version: 1,
  producer: "agents",
  consumers: ["web app"],
  summary:
    "Sessions were taken in from what their CLIs wrote down, of which no event tells: the job is the subject, and has taken in so many so far",
  data: z.object({ sessions: z.number().int(), signals: z.number().int() }),
});
