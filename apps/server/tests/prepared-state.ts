import { rename } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "@signalbox/testkit/temporary";
import { preparedFolder } from "../src/platform/database/testing.ts";

/** A state folder with a migrated database in it: a server on it is ready in a moment. The test removes it. */
export async function preparedState(): Promise<string> {
  const stateFolder = temporaryFolder("state");
  await rename(await preparedFolder(), join(stateFolder, "database"));
  return stateFolder;
}
