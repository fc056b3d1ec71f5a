import { chmod, mkdir, open, readFile, rename, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Scope } from "@signalbox/contract/common";
import type { Logger } from "pino";
import { newId } from "../../../kernel/ids.ts";
import type { Keys } from "./keys.ts";

/** A key that a program of ours finds in a file. */
export interface KeyFile {
  path: string;
  name: string;
  scopes: readonly Exclude<Scope, "answer">[];
  /** What stands before the key in its line, for a program that wants more than the bare key. */
  prefix?: string;
}

/**
 * Sees to it that the file holds a key in use with these scopes. A good one stays as it is; where the file, or the
 * key in the database, is missing or revoked, a new one takes its place.
 */
export const ensureKeyFile = async (
  keys: Keys,
  log: Logger,
  { path, name, scopes, prefix = "" }: KeyFile,
): Promise<void> => {
  const held = (await readHeldKey(path))?.slice(prefix.length);
  const caller = held === undefined ? null : await keys.authenticate(held);
  const fits =
    caller?.scopes.length === scopes.length && scopes.every((scope) => caller.scopes.includes(scope));
  if (fits) return closeToOthers(path);
  await writePrivately(path, `${prefix}${await keys.createForFile({ file: path, name, scopes })}\n`);
  log.info(
    { path, name },
    held === undefined ? "a key was made" : "a key was made in place of a useless one",
  );
};

const readHeldKey = (path: string): Promise<string | undefined> =>
  readFile(path, "utf8").then(
    (text) => text.trim(),
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    },
  );

const closeToOthers = async (path: string): Promise<void> => {
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) await chmod(path, 0o600);
};

/** Replaces a file in one step, readable by its owner alone, and durable before it counts. */
const writePrivately = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${newId()}`;
  const file = await open(draft, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
};
