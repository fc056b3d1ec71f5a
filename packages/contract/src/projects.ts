import { z } from "zod";
import { Id, Instant, PageQuery, pageOf } from "./common.ts";
import { defineEvent } from "./event.ts";
import { defineRoute } from "./route.ts";

export const Project = z
  .object({
    id: Id,
    hostId: Id,
    name: z.string(),
    slug: z.string(),
    path: z.string(),
    /** Agents that have not ended, children not counted. */
    liveAgents: z.number().int(),
    awaitingInput: z.number().int(),
    lastSeenAt: Instant.nullable(),
    createdAt: Instant,
  })
  .meta({ id: "Project" });
export type Project = z.infer<typeof Project>;

export const listProjects = defineRoute({
  method: "GET",
  path: "/api/projects",
  permission: "read",
  summary: "Projects by name",
  query: PageQuery,
  replies: { 200: pageOf(Project) },
  errors: ["request.cursor_invalid"],
});

export const getProject = defineRoute({
  method: "GET",
  path: "/api/projects/:projectId",
  permission: "read",
  summary: "One project",
  params: z.object({ projectId: Id }),
  replies: { 200: Project },
  errors: ["projects.not_found"],
});

export const projectDiscovered = defineEvent({
  type: "project.discovered",
  version: 1,
  producer: "projects",
  consumers: ["web app"],
  summary: "An agent was seen in a folder that was not known",
  data: z.object({ name: z.string(), path: z.string() }),
});
