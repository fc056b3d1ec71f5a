import { z } from "zod";
import { Id, Instant, PageQuery, pageOf } from "./common.ts";
import { defineEvent } from "./event.ts";
import { defineRoute } from "./route.ts";

/** One that is `archived` starts no agent any more. */
export const personaStatuses = ["active", "archived"] as const;
export const PersonaStatus = z.enum(personaStatuses).meta({ id: "PersonaStatus" });
export type PersonaStatus = z.infer<typeof PersonaStatus>;

/** Who an agent is: a role, a name, and what every agent that is started as this persona is told. */
export const Persona = z
  .object({
    id: Id,
    /** `{role}-{name}-{number}`; it stays when the name changes. */
    slug: z.string(),
    name: z.string(),
    role: z.string(),
    description: z.string(),
    skill: z.string(),
    status: PersonaStatus,
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: "Persona" });
export type Persona = z.infer<typeof Persona>;

// biome-ignore lint/suspicious/noControlCharactersInRegex: a line holds none of them
const plain = /^[^\u0000-\u001f\u007f]*$/;
const isText = (text: string) => text.isWellFormed() && !text.includes("\u0000");
const Line = z.string().trim().regex(plain, "must be one line").refine(isText, "must be text");
const Name = Line.min(1, "must not be empty").max(64);
const Role = Line.min(1, "must not be empty").max(64).toLowerCase();
const Description = z.string().trim().max(2_000).refine(isText, "must be text");
/** It travels in a CLI's command line beside the first prompt. */
const Skill = z.string().trim().max(20_000).refine(isText, "must be text");

const PersonaId = z.object({ personaId: Id });

export const listPersonas = defineRoute({
  method: "GET",
  path: "/api/personas",
  permission: "read",
  summary: "Personas by name",
  query: PageQuery.extend({ status: PersonaStatus.optional() }),
  replies: { 200: pageOf(Persona) },
  errors: ["request.cursor_invalid"],
});

export const getPersona = defineRoute({
  method: "GET",
  path: "/api/personas/:personaId",
  permission: "read",
  summary: "One persona",
  params: PersonaId,
  replies: { 200: Persona },
  errors: ["personas.not_found"],
});

export const createPersona = defineRoute({
  method: "POST",
  path: "/api/personas",
  permission: "operate",
  summary: "Makes a persona; its role stays as it is",
  body: z.strictObject({
    name: Name,
    role: Role,
    description: Description.default(""),
    skill: Skill.default(""),
  }),
  replies: { 201: Persona },
  errors: ["auth.watched_agent"],
});

export const changePersona = defineRoute({
  method: "PATCH",
  path: "/api/personas/:personaId",
  permission: "operate",
  summary: "Changes a persona; agents that were started as it keep what they were told",
  params: PersonaId,
  body: z.strictObject({
    name: Name.optional(),
    description: Description.optional(),
    skill: Skill.optional(),
    status: PersonaStatus.optional(),
  }),
  replies: { 200: Persona },
  errors: ["personas.not_found", "auth.watched_agent"],
});

const Told = z.object({ personaId: Id, slug: z.string(), name: z.string() });

export const personaCreated = defineEvent({
  type: "persona.created",
  version: 1,
  producer: "organisation",
  consumers: ["web app"],
  summary: "A persona was made",
  data: Told,
});

export const personaUpdated = defineEvent({
  type: "persona.updated",
  version: 1,
  producer: "organisation",
  consumers: ["web app"],
  summary: "A persona was changed, archived or taken up again",
  data: Told.extend({ changed: z.array(z.enum(["name", "description", "skill", "status"])) }),
});

export const personaEvents = [personaCreated, personaUpdated] as const;
