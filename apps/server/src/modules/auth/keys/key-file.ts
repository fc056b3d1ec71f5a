import { chmod, mkdir, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Scope } from "@signalbox/contract/common";
import type { Logger } from "pino";
import { replaceFile } from "../../../platform/files/replace-file.ts";
import type { Keys } from "./keys.ts";

/** A key that a program of ours finds in a file. */
export interface KeyFile {
  /** The machine it is on: others that share the database may have a file at the same path. */
  host: string;
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
  { host, path, name, scopes, prefix = "" }: KeyFile,
): Promise<void> => {
  const held = (await readHeldKey(path))?.slice(prefix.length);
  const caller = held === undefined ? null : await keys.authenticate(held);
  const fits =
    caller?.scopes.length === scopes.length && scopes.every((scope) => caller.scopes.includes(scope));
  if (fits) return closeToOthers(path);
  const key = await keys.createForFile({ file: `${host}:${path}`, name, scopes });
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await replaceFile(path, `${prefix}${key}\n`, { mode: 0o600 });
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
