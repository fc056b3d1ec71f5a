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
export const ensureKeyFile = async (keys: Keys, log: Logger, file: KeyFile): Promise<void> => {
  const { host, path, name, scopes, prefix = "" } = file;
  // Of two nodes that make one at the same time, the file may keep the key that the other's took the place of.
  for (;;) {
    const held = (await readHeldKey(path))?.slice(prefix.length);
    if (held !== undefined && (await fits(keys, held, file))) return closeToOthers(path);
    const key = await keys.createForFile({ file: `${host}:${path}`, name, scopes });
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await replaceFile(path, `${prefix}${key}\n`, { mode: 0o600 });
    log.info(
      { path, name },
      held === undefined ? "a key was made" : "a key was made in place of a useless one",
    );
  }
};

const fits = async (keys: Keys, held: string, { scopes }: KeyFile): Promise<boolean> => {
  const caller = await keys.authenticate(held);
  return caller?.scopes.length === scopes.length && scopes.every((scope) => caller.scopes.includes(scope));
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
