import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { botSchema } from "./bot-schema.ts";

test("docs/schemas/bot.schema.json is what the contract says; node scripts/write-bot-schema.ts renews it", async () => {
  const published = new URL("../../../../../docs/schemas/bot.schema.json", import.meta.url);
  expect(JSON.parse(await readFile(published, "utf8"))).toEqual(JSON.parse(JSON.stringify(botSchema())));
});

test("of a bot's file a name and a prompt must be there, and nothing that is not known", () => {
  const asked = { required: ["name", "prompt"], additionalProperties: false };
  expect(botSchema()).toMatchObject({ $defs: { BotContent: asked } });
});
