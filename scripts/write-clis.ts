/** Writes docs/clis.md from the adapters of the CLIs. */
import { writeFile } from "node:fs/promises";
import { clisPage } from "../apps/server/src/modules/backends/clis-page.ts";

await writeFile(new URL("../docs/clis.md", import.meta.url), clisPage());
