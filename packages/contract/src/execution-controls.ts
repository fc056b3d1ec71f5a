import { z } from "zod";
import { Id, isText } from "./common.ts";
import { Execution, ExecutionBudget } from "./executions.ts";
import { defineRoute } from "./route.ts";

const ExecutionId = z.object({ executionId: Id });

export const cancelExecution = defineRoute({
  method: "POST",
  path: "/api/executions/:executionId/cancel",
  permission: "operate",
  summary: "Takes an execution out of the queue, or ends what it runs; one that is over stays as it is",
  params: ExecutionId,
  replies: { 202: Execution },
  errors: ["executions.not_found", "auth.watched_agent"],
});

export const pauseExecution = defineRoute({
  method: "POST",
  path: "/api/executions/:executionId/pause",
  permission: "operate",
  summary: "Makes what an execution runs stand still; its time does not run on meanwhile",
  params: ExecutionId,
  replies: { 202: Execution },
  errors: ["executions.not_found", "executions.not_running", "auth.watched_agent"],
});

export const continueExecution = defineRoute({
  method: "POST",
  path: "/api/executions/:executionId/continue",
  permission: "operate",
  summary: "Lets a paused execution go on",
  params: ExecutionId,
  replies: { 202: Execution },
  errors: ["executions.not_found", "executions.not_running", "auth.watched_agent"],
});

export const extendExecution = defineRoute({
  method: "POST",
  path: "/api/executions/:executionId/extend",
  permission: "operate",
  summary: "Gives an execution more time",
  params: ExecutionId,
  body: z.strictObject({
    minutes: z
      .int()
      .min(1)
      .max(24 * 60),
  }),
  replies: { 202: Execution },
  errors: ["executions.not_found", "executions.not_running", "auth.watched_agent"],
});

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
    "bots.disabled",
    "projects.not_found",
    "auth.watched_agent",
  ],
});

/** So many at once. */
const Some = z.strictObject({ executionIds: z.array(Id).min(1).max(100) });

export const countExecutionsToLookAt = defineRoute({
  method: "GET",
  path: "/api/executions/needing-look",
  permission: "read",
  summary: "How many executions did not end well, and nobody looked after; counted up to 1,000",
  replies: { 200: z.object({ count: z.number().int() }) },
});

export const replayExecutions = defineRoute({
  method: "POST",
  path: "/api/executions/replays",
  permission: "operate",
  summary: "Starts executions that are over again as they were given, each once; they need no look any more",
  body: Some,
  replies: {
    200: z.object({
      items: z.array(
        z.object({
          executionId: Id,
          /** Null where it was not started again. */
          replay: Execution.nullable(),
          problem: z.string().nullable(),
        }),
      ),
    }),
  },
  errors: ["auth.watched_agent"],
});

export const dismissExecutions = defineRoute({
  method: "POST",
  path: "/api/executions/dismissals",
  permission: "operate",
  summary: "Says of executions that somebody looked at them",
  body: Some,
  /** How many needed it. */
  replies: { 200: z.object({ count: z.number().int() }) },
  errors: ["auth.watched_agent"],
});

export const changeExecutionBudget = defineRoute({
  method: "PUT",
  path: "/api/executions/:executionId/budget",
  permission: "operate",
  summary: "Changes what an execution that runs may take; null for whatever it wants",
  params: ExecutionId,
  body: z.strictObject({ budget: ExecutionBudget.nullable() }),
  replies: { 202: Execution },
  errors: ["executions.not_found", "executions.not_running", "auth.watched_agent"],
});
