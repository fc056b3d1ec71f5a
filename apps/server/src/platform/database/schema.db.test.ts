import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrationsFolder } from "./migrate.ts";
import { describeSchema, readSchema } from "./schema.ts";
import { writeTableTypes } from "./table-types.ts";
import { type TestDatabase, testDatabase } from "./testing.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const biome = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");
const tablesFile = fileURLToPath(new URL("./tables.ts", import.meta.url));

test("the committed dump is the migrated schema (else: node scripts/write-schema.ts)", async () => {
  const committed = readFileSync(`${migrationsFolder}schema.txt`, "utf8");
  expect(describeSchema(await readSchema(db.pool))).toBe(committed);
});

test("the committed table types are those of the migrated schema", async () => {
  const written = writeTableTypes(await readSchema(db.pool));
  const formatted = execFileSync(process.execPath, [biome, "format", `--stdin-file-path=${tablesFile}`], {
    input: written,
  });
  expect(formatted.toString()).toBe(readFileSync(tablesFile, "utf8"));
});
