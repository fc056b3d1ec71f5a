import { z } from "zod";
import { Id, isText } from "./common.ts";
import { Execution } from "./executions.ts";
import { defineRoute } from "./route.ts";

const ExecutionId = z.object({ executionId: Id });

export const resumeExecution = defineRoute({
  method: "POST",
  path: "/api/executions/:executionId/resume",
  permission: "operate",
  summary: "Goes on in the session of an execution that is over, with another prompt, as a new execution",
  params: ExecutionId,
  body: z.strictObject({
    key: z
      .string()
      .regex(/^[\x21-\x7e]{1,100}$/, "must be 1 to 100 printable characters")
      .describe("Chosen by who asks, for this start alone: the same again is the same execution"),
    prompt: z.string().trim().min(1).max(50_000).refine(isText, "must be text"),
  }),
  replies: { 202: Execution },
  errors: [
    "executions.not_found",
    "executions.not_resumable",
    "executions.key_reused",
    "executions.budget_spent",
    "projects.not_found",
    "auth.watched_agent",
  ],
});
