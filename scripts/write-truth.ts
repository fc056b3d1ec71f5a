/** Writes docs/truth.md from the steps that the tests of real CLIs play. */
import { writeFile } from "node:fs/promises";
import { truthPage } from "../apps/server/tests/truth/truth-page.ts";

await writeFile(new URL("../docs/truth.md", import.meta.url), truthPage());
