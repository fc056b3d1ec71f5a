import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { newId } from "../../kernel/ids.ts";

/** What is known of the machine this process runs on. */
export interface HostFacts {
  /** Made once and kept in the state folder, so that a renamed machine stays the same host. */
  key: string;
  name: string;
  platform: string;
}

/** The key of this machine, from the state folder; made where it is missing. */
export const hostKey = async (home: string): Promise<string> => {
  const path = join(home, "host.id");
  await mkdir(home, { recursive: true, mode: 0o700 });
  // Two that start at once both come to the key of the one that was first.
  await writeFile(path, newId(), { flag: "wx", mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  return (await readFile(path, "utf8")).trim();
};
