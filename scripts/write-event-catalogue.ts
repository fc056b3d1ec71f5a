/** Writes docs/events.md from the events of the contract. */
import { writeFile } from "node:fs/promises";
import { cataloguePage } from "../apps/server/src/platform/events/catalogue-page.ts";

await writeFile(new URL("../docs/events.md", import.meta.url), cataloguePage());
