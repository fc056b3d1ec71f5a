/** Writes docs/states.md from the state machine of commands. */
import { writeFile } from "node:fs/promises";
import { statesPage } from "../apps/server/src/modules/agents/tracking/states-page.ts";

await writeFile(new URL("../docs/states.md", import.meta.url), statesPage());
