import { link, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { newId } from "../../kernel/ids.ts";
import { replaceFile } from "./replace-file.ts";

/**
 * What a file says that only the server's user reads; made where there is none, by one of those who want it at once, and
 * the same from then on.
 */
export function keptFile<T>(path: string, make: () => string, read: (text: string) => T): () => Promise<T> {
  let known: Promise<T> | undefined;
  const look = async () => {
    const found = await readFile(path, "utf8").catch(unlessMissing);
    if (found !== undefined) return read(found);
    await mkdir(join(path, ".."), { recursive: true, mode: 0o700 });
    const draft = `${path}.${newId()}`;
    await replaceFile(draft, make(), { mode: 0o600 });
    // A link takes no name that is taken, so whoever comes second reads what the first one made.
    await link(draft, path).catch(unlessThere);
    await rm(draft);
    return read(await readFile(path, "utf8"));
  };
  return () => {
    known ??= look().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}

const hasCode = (error: unknown, code: string) =>
  error instanceof Error && "code" in error && error.code === code;

function unlessMissing(error: unknown): undefined {
  if (!hasCode(error, "ENOENT")) throw error;
}

function unlessThere(error: unknown): void {
  if (!hasCode(error, "EEXIST")) throw error;
}
