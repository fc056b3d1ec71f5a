import { z } from "zod";
import { BotFields } from "./bots.ts";
import { defineRoute } from "./route.ts";

/** A bot that somebody may begin with. */
export const ReadyBot = z
  .object({
    /** By which it is named in commands: `code-tour`. */
    id: z.string().regex(/^[a-z]+(?:-[a-z]+)*$/),
    /** What it does and leaves behind, in a sentence. */
    about: z.string(),
    /** What it is usually started by, in a sentence. */
    begins: z.string(),
    /** All that is written of it but a project, which whoever takes it chooses. */
    content: BotFields,
  })
  .meta({ id: "ReadyBot" });
export type ReadyBot = z.infer<typeof ReadyBot>;

export const listReadyBots = defineRoute({
  method: "GET",
  path: "/api/ready-bots",
  permission: "read",
  summary: "Bots to begin with: one is taken by making a bot of its content, with a project",
  replies: { 200: z.object({ items: z.array(ReadyBot) }) },
});
