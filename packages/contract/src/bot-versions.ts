import { z } from "zod";
import { Bot, BotContent, contentErrors } from "./bots.ts";
import { Id, Instant, PageQuery, pageOf } from "./common.ts";
import { defineRoute } from "./route.ts";

/** What a bot was, change by change. */
export const BotVersion = z
  .object({
    version: z.number().int(),
    content: BotContent,
    enabled: z.boolean(),
    /** Who wrote it; null where nobody noted that. */
    by: z.string().nullable(),
    at: Instant,
  })
  .meta({ id: "BotVersion" });
export type BotVersion = z.infer<typeof BotVersion>;

const BotId = z.object({ botId: Id });

export const listBotVersions = defineRoute({
  method: "GET",
  path: "/api/bots/:botId/versions",
  permission: "read",
  summary: "Versions of a bot, the newest first",
  params: BotId,
  query: PageQuery,
  replies: { 200: pageOf(BotVersion) },
  errors: ["bots.not_found", "request.cursor_invalid"],
});

export const getBotVersion = defineRoute({
  method: "GET",
  path: "/api/bots/:botId/versions/:version",
  permission: "read",
  summary: "One version of a bot",
  params: BotId.extend({ version: z.coerce.number().int().min(1).max(2_147_483_647) }),
  replies: { 200: BotVersion },
  errors: ["bots.not_found", "bots.version_not_found"],
});

export const rollBackBot = defineRoute({
  method: "POST",
  path: "/api/bots/:botId/rollback",
  permission: "operate",
  summary: "Writes an earlier version as the next one; whether the bot is on stays as it is",
  params: BotId,
  body: z.strictObject({
    to: z.int().min(1).max(2_147_483_647).describe("The version whose content is written"),
    version: z.int().min(1).describe("The latest one that was seen"),
  }),
  replies: { 200: Bot },
  errors: [...contentErrors, "bots.not_found", "bots.version_not_found", "bots.stale"],
});
