import { z } from "zod";
import { Id } from "./common.ts";
import { LogLine } from "./executions.ts";
import { defineRoute } from "./route.ts";

const ExecutionId = z.object({ executionId: Id });

/** A line in which words were found; of a long one, what stands around the first of them. */
export const LogHit = LogLine.meta({ id: "LogHit" });
export type LogHit = z.infer<typeof LogHit>;

export const searchExecutionLog = defineRoute({
  method: "GET",
  path: "/api/executions/:executionId/log/search",
  permission: "read",
  summary:
    "Lines of an execution's log with these words, in either case, from its begin on; a part of it at a time",
  params: ExecutionId,
  query: z.object({
    text: z.string().min(1).max(200),
    after: z.coerce.number().int().min(0).max(1_000_000_000).default(0).describe("Lines behind this number"),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  replies: {
    200: z.object({
      hits: z.array(LogHit),
      /** Behind which line to go on, also where there is no hit; null where all was searched. */
      next: z.number().int().nullable(),
    }),
  },
  errors: ["executions.not_found"],
});

export const downloadExecutionLog = defineRoute({
  method: "GET",
  path: "/api/executions/:executionId/log/download",
  permission: "read",
  summary: "All that is kept of an execution's log as one file; `?ticket=` opens it in a browser",
  params: ExecutionId,
  query: z.object({ ticket: z.string().max(200).optional() }),
  replies: { 200: z.string() },
  errors: ["executions.not_found"],
  contentType: "text/plain",
});
