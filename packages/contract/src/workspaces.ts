import { z } from "zod";
import { Id } from "./common.ts";
import { defineRoute } from "./route.ts";

export const removeWorkspace = defineRoute({
  method: "DELETE",
  path: "/api/executions/:executionId/workspace",
  permission: "operate",
  summary: "Removes the worktree or clone of an execution that is over; refused where that would lose work",
  params: z.object({ executionId: Id }),
  query: z.object({
    force: z
      .enum(["true", "false"])
      .default("false")
      .describe("Removes it though changes or commits are nowhere else"),
  }),
  replies: { 204: null },
  errors: [
    "workspaces.not_found",
    "workspaces.in_use",
    "workspaces.elsewhere",
    "workspaces.unsaved",
    "auth.watched_agent",
  ],
});
