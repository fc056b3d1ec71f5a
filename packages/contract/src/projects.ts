import { z } from "zod";
import { Id, Instant, PageQuery, pageOf } from "./common.ts";
import { defineEvent, EventEnvelope, Position } from "./event.ts";
import { defineRoute } from "./route.ts";

export const Project = z
  .object({
    id: Id,
    hostId: Id,
    name: z.string(),
    slug: z.string(),
    /** Null for one that was added by its remote, until work is seen in a clone of it. */
    path: z.string().nullable(),
    description: z.string(),
    /** Where its git repository comes from; without the name and the password of whoever fetches. */
    remote: z.string().nullable(),
    /** Whether a person said so, if only that it comes from nowhere; else its folder tells. */
    remoteByHand: z.boolean(),
    /** The project of the repository that this one is a worktree of. */
    repositoryId: Id.nullable(),
    /** Agents that have not ended, children not counted; those of its worktrees are. */
    liveAgents: z.number().int(),
    awaitingInput: z.number().int(),
    lastSeenAt: Instant.nullable(),
    createdAt: Instant,
  })
  .meta({ id: "Project" });
export type Project = z.infer<typeof Project>;

const ProjectId = z.object({ projectId: Id });
// biome-ignore lint/suspicious/noControlCharactersInRegex: neither a name nor a path holds them
const plain = /^[^\u0000-\u001f\u007f]*$/;
/** What a database takes: neither half characters nor NUL. */
const isText = (text: string) => text.isWellFormed() && !text.includes("\u0000");
const Line = z.string().trim().regex(plain, "must be one line").refine(isText, "must be text");
const Name = Line.min(1, "must not be empty").max(200);
const Path = z
  .string()
  .min(1, "must not be empty")
  .max(2_048)
  .regex(plain, "must be one line")
  .refine(isText, "must be text");
const Remote = Line.min(1, "must not be empty").max(2_048);
const Description = z.string().trim().max(2_000).refine(isText, "must be text");

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
  params: ProjectId,
  replies: { 200: Project },
  errors: ["projects.not_found"],
});

export const listProjectActivity = defineRoute({
  method: "GET",
  path: "/api/projects/:projectId/activity",
  permission: "read",
  summary: "What the agents of a project and of its worktrees did, the newest first",
  params: ProjectId,
  query: PageQuery,
  replies: {
    200: pageOf(EventEnvelope).extend({
      /** Where a search that found less than a page stopped looking for now: the cursor goes on from there. */
      searchedTo: Position.nullable(),
    }),
  },
  errors: ["projects.not_found", "request.cursor_invalid"],
});

const placeErrors = [
  "projects.path_relative",
  "projects.path_missing",
  "projects.path_no_project",
  "projects.path_inside",
  "projects.path_taken",
  "projects.remote_invalid",
  "projects.remote_taken",
];

export const createProject = defineRoute({
  method: "POST",
  path: "/api/projects",
  permission: "operate",
  summary:
    "Add a project, by a folder on the machine that Signalbox runs on or by the remote of its repository",
  body: z
    .object({
      path: Path.optional(),
      remote: Remote.optional(),
      /** Without it, the name of the folder or of the repository. */
      name: Name.optional(),
      description: Description.default(""),
    })
    .refine(({ path, remote }) => path !== undefined || remote !== undefined, {
      path: ["path"],
      message: "must be given, or a remote",
    }),
  replies: { 201: Project },
  errors: placeErrors,
});

export const changeProject = defineRoute({
  method: "PATCH",
  path: "/api/projects/:projectId",
  permission: "operate",
  summary: "Change a project: what it is called, where it lies, where its repository comes from",
  params: ProjectId,
  body: z
    .object({
      name: Name.optional(),
      description: Description.optional(),
      path: Path.optional(),
      /** Null takes it away. Whatever is said, the folder does not change it any more. */
      remote: Remote.nullable().optional(),
      /** Gives the remote back: it is what the folder tells, which is read again each time; it stays where that is away. */
      remoteByHand: z.literal(false).optional(),
    })
    .refine(({ remote, remoteByHand }) => remote === undefined || remoteByHand === undefined, {
      path: ["remoteByHand"],
      message: "must not be given with a remote",
    }),
  replies: { 200: Project },
  errors: ["projects.not_found", "projects.nowhere", ...placeErrors],
});

const Told = z.object({ name: z.string(), path: z.string().nullable() });

export const projectDiscovered = defineEvent({
  type: "project.discovered",
  version: 1,
  producer: "projects",
  consumers: ["web app"],
  summary: "An agent was seen in a folder that was not known",
  data: z.object({ name: z.string(), path: z.string() }),
});

export const projectCreated = defineEvent({
  type: "project.created",
  version: 1,
  producer: "projects",
  consumers: ["web app"],
  summary: "A project was added by hand",
  data: Told.extend({ remote: z.string().nullable() }),
});

export const projectUpdated = defineEvent({
  type: "project.updated",
  version: 1,
  producer: "projects",
  consumers: ["web app"],
  summary: "A project was changed by hand, or its folder was found renamed or moved, or to be a worktree",
  data: Told.extend({
    changed: z.array(z.enum(["name", "description", "path", "remote", "repository"])),
  }),
});

export const projectEvents = [projectDiscovered, projectCreated, projectUpdated] as const;
