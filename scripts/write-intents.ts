/** Writes docs/intents.md from the labelled messages and what is read from them. */
import { writeFile } from "node:fs/promises";
import { intentsPage } from "../apps/server/src/modules/agents/tracking/intent/intents-page.ts";
import { labelledSets } from "../apps/server/src/modules/agents/tracking/intent/labelled.testing.ts";

await writeFile(new URL("../docs/intents.md", import.meta.url), intentsPage(await labelledSets()));
