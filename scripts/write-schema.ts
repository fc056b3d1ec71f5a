/** Writes what is generated from the migrated schema: the committed dump and the table types. */
import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { describeSchema, readSchema } from "../apps/server/src/platform/database/schema.ts";
import { writeTableTypes } from "../apps/server/src/platform/database/table-types.ts";
import { testDatabase } from "../apps/server/src/platform/database/testing.ts";

const server = new URL("../apps/server/", import.meta.url);
const dumpFile = new URL("migrations/schema.txt", server);
const typesFile = new URL("src/platform/database/tables.ts", server);

const database = await testDatabase();
try {
  const schema = await readSchema(database.pool);
  await writeFile(dumpFile, describeSchema(schema));
  await writeFile(typesFile, writeTableTypes(schema));
} finally {
  await database.close();
}
const biome = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");
execFileSync(process.execPath, [biome, "format", "--write", fileURLToPath(typesFile)]);
