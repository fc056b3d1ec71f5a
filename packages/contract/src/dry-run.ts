import { z } from "zod";
import { startBot } from "./bots.ts";
import { BotBackend } from "./chain.ts";
import { Id } from "./common.ts";
import { WorkspaceKind } from "./executions.ts";
import { defineRoute } from "./route.ts";

/** What one link of a bot's chain would run. */
export const DryRunLink = z
  .object({
    backend: BotBackend,
    model: z.string().nullable(),
    /** What the program is called, where it is one that is there. */
    program: z.string().nullable(),
    /** The account that it would be given now. */
    account: z.string().nullable(),
    /** Why it could not be run now; null where it could. */
    why: z.string().nullable(),
    /** Without the prompt, which goes to its standard input; null where it could not be told. */
    command: z.array(z.string()).nullable(),
    /** The names of the variables that it would find. */
    environment: z.array(z.string()),
  })
  .meta({ id: "DryRunLink" });
export type DryRunLink = z.infer<typeof DryRunLink>;

/** What a start would do. Nothing is started, and no account taken. */
export const DryRun = z
  .object({
    prompt: z.string(),
    workspace: z.object({
      kind: WorkspaceKind,
      /** The project's folder; null where it works in one of its own. */
      folder: z.string().nullable(),
      /** What is checked out there. */
      ref: z.string().nullable(),
    }),
    /** As in a checkout that is trusted. */
    links: z.array(DryRunLink),
    /** What half of its last executions stayed below; null where none is over. */
    estimate: z
      .object({
        executions: z.number().int(),
        costMicros: z.number().int().nullable(),
        tokens: z.number().int(),
        minutes: z.number(),
      })
      .nullable(),
  })
  .meta({ id: "DryRun" });
export type DryRun = z.infer<typeof DryRun>;

const { values, checkout } = startBot.body.shape;

export const dryRunBot = defineRoute({
  method: "POST",
  path: "/api/bots/:botId/dry-run",
  permission: "operate",
  summary: "What a start of a bot would run: prompt, command lines, workspace, and what it may cost",
  params: z.object({ botId: Id }),
  body: z.strictObject({ values, checkout }),
  replies: { 200: DryRun },
  errors: [
    "bots.not_found",
    "bots.value_missing",
    "bots.value_unknown",
    "bots.template_invalid",
    "projects.not_found",
    "auth.watched_agent",
  ],
});
