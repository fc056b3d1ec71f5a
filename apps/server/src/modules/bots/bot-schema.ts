import { BotContent } from "@signalbox/contract/bots";
import { z } from "zod";
import { once } from "../../kernel/once.ts";

/** A file names a program, which the contract has by its id. */
const program = { type: "string", description: "The program's name, where the CLI is one" } as const;

/** The JSON Schema of what a person writes of a bot, for editors that check its file. */
export const botSchema = once(() => ({
  title: "A bot of Signalbox",
  ...z.toJSONSchema(BotContent, {
    io: "input",
    override: ({ jsonSchema: { properties } }) => {
      if (properties?.programId !== undefined) properties.program = program;
    },
  }),
}));
