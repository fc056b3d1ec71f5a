/** Writes docs/usage.md from the price table. */
import { writeFile } from "node:fs/promises";
import { pricesPage } from "../apps/server/src/modules/backends/prices-page.ts";

await writeFile(new URL("../docs/usage.md", import.meta.url), pricesPage());
