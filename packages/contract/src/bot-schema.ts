import { z } from "zod";
import { defineRoute } from "./route.ts";

/** Public: an editor that checks a bot's file signs in nowhere, and it tells nothing of this server. */
export const botSchema = defineRoute({
  method: "GET",
  path: "/schemas/bot.json",
  permission: "public",
  summary: "The JSON Schema of a bot's file",
  replies: { 200: z.record(z.string(), z.unknown()) },
  contentType: "application/schema+json",
});
