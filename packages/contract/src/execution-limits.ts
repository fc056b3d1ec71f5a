import { z } from "zod";
import { Id } from "./common.ts";
import { defineRoute } from "./route.ts";

/** How many executions run in a project at once, on all machines together. */
export const ExecutionLimit = z
  .object({ most: z.number().int().nullable().describe("Null for as many as bots and machines allow") })
  .meta({ id: "ExecutionLimit" });
export type ExecutionLimit = z.infer<typeof ExecutionLimit>;

const OfProject = z.object({ projectId: Id });

export const getExecutionLimit = defineRoute({
  method: "GET",
  path: "/api/projects/:projectId/execution-limit",
  permission: "read",
  summary: "How many executions may run in a project at once",
  params: OfProject,
  replies: { 200: ExecutionLimit },
  errors: ["projects.not_found"],
});

export const writeExecutionLimit = defineRoute({
  method: "PUT",
  path: "/api/projects/:projectId/execution-limit",
  permission: "operate",
  summary: "Limits how many executions run in a project at once; those that run go on",
  params: OfProject,
  body: z.strictObject({ most: z.int().min(1).max(100).nullable() }),
  replies: { 200: ExecutionLimit },
  errors: ["projects.not_found", "auth.watched_agent"],
});
