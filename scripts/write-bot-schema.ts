/** Writes docs/schemas/bot.schema.json from the contract. */
import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { botSchema } from "../apps/server/src/modules/bots/bot-schema.ts";

const folder = new URL("../docs/schemas/", import.meta.url);
const file = new URL("bot.schema.json", folder);
await mkdir(folder, { recursive: true });
await writeFile(file, JSON.stringify(botSchema()));
const biome = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");
execFileSync(process.execPath, [biome, "format", "--write", fileURLToPath(file)]);
