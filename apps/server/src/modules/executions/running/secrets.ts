import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { ExecutionRow } from "../executions.repository.ts";
import { folderOf } from "./folders.ts";
import { readOrNull } from "./told-files.ts";

export const secretsFile = "secrets.json";
const Secrets = z.array(z.string());

/**
 * Keeps what an attempt was given beside what it prints, for as long as that is read: its account may be removed, or be
 * given another secret, while it runs.
 */
export async function keepSecrets(
  home: string,
  attempt: Pick<ExecutionRow, "id" | "attempt">,
  secrets: readonly string[],
): Promise<void> {
  const folder = folderOf(home, attempt);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, secretsFile), JSON.stringify(secrets), { mode: 0o600 });
}

/** @throws Error where they can't be read: what it prints must not be kept then */
export async function readSecrets(
  home: string,
  attempt: Pick<ExecutionRow, "id" | "attempt">,
): Promise<readonly string[]> {
  const text = await readOrNull(join(folderOf(home, attempt), secretsFile));
  if (text === null) throw new Error("what its account is known by is not there any more");
  return Secrets.parse(JSON.parse(text));
}
