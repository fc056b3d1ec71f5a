import { BotContent } from "@signalbox/contract/bots";
import { z } from "zod";
import { once } from "../../kernel/once.ts";

/** The JSON Schema of what a person writes of a bot, for editors that check its file. */
export const botSchema = once(() => ({
  title: "A bot of Signalbox",
  ...z.toJSONSchema(BotContent, { io: "input" }),
}));
