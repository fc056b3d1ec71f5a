import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  statfsSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pathFault } from "@signalbox/state-folder/path-fault";
import { databaseErrors } from "../errors.ts";

/** The major version of the embedded PostgreSQL; data folders do not carry over between majors. */
export const postgresMajor = "18";

/** Where PostgreSQL keeps its files. */
export const dataFolder = (folder: string): string => join(folder, "pg");

/** Where a new data folder grows, until it is whole and gets its name. */
export const draftFolder = (folder: string): string => join(folder, "pg.new");

/** Where the copy of a backup lies until it gets that name. */
export const restoringFolder = (folder: string): string => join(folder, "restoring");

const versionFile = (folder: string): string => join(folder, "version.json");

/** Makes the folder private to this user; refuses one that can't be used, naming the cure. */
export function prepareFolder(folder: string, minimumFreeBytes: number): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    refuseForeign(folder);
    chmodSync(folder, 0o700);
    writeFileSync(versionFile(folder), JSON.stringify({ postgres: versionIn(folder) ?? postgresMajor }));
  } catch (cause) {
    const fault = pathFault(cause, folder);
    throw fault === null ? cause : databaseErrors.unusablePath(fault, cause);
  }
  refuseFull(folder, minimumFreeBytes);
}

/** Whether there is a data folder; refuses one that this engine can't open. */
export function hasData(folder: string): boolean {
  if (!existsSync(dataFolder(folder))) {
    refuseHalfRestored(folder);
    return false;
  }
  const found = versionIn(folder);
  if (found === undefined)
    throw databaseErrors.unusableFolder(
      folder,
      "has a folder pg that is not PostgreSQL's: restore it from a copy, or move it away to start anew.",
    );
  if (found !== postgresMajor) throw databaseErrors.otherVersion(folder, found, postgresMajor);
  return true;
}

/** What was there before is aside then: an empty database in its place would look like a loss of all. */
function refuseHalfRestored(folder: string): void {
  if (!existsSync(dataFolder(restoringFolder(folder)))) return;
  const cure = "run bin/signalbox restore once more, or remove its folder restoring to start anew.";
  throw databaseErrors.unusableFolder(folder, `was left by a restore that did not end: ${cure}`);
}

/** The major version that wrote the data folder. */
function versionIn(folder: string): string | undefined {
  const file = join(dataFolder(folder), "PG_VERSION");
  // Unlike a question whether it exists, this fails where it can't be known.
  const found = statSync(file, { throwIfNoEntry: false });
  return found && readFileSync(file, "utf8").trim();
}

function refuseForeign(folder: string): void {
  const owner = statSync(folder).uid;
  const self = process.geteuid?.() ?? owner;
  if (owner !== self)
    throw databaseErrors.unusableFolder(
      folder,
      `belongs to another user (uid ${owner}): give it to uid ${self} with chown, or choose another state folder.`,
    );
}

/** What this user may still write on the folder's disk. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

const unwritable = ["EACCES", "EPERM", "EROFS"];

/** Whether files can be made where the engine makes them, as far as the system tells: it asks about the folders alone. */
export function isWritable(folder: string): boolean {
  const data = dataFolder(folder);
  try {
    for (const each of [folder, data, join(data, "pg_wal")]) accessSync(each, constants.W_OK);
    return true;
  } catch (thrown) {
    return !(thrown instanceof Error && "code" in thrown && unwritable.includes(String(thrown.code)));
  }
}

function refuseFull(folder: string, minimumFreeBytes: number): void {
  const free = freeBytes(folder);
  if (free < minimumFreeBytes)
    throw databaseErrors.unusableFolder(
      folder,
      `has only ${megabytes(free)} MB left on its disk: free ${megabytes(minimumFreeBytes)} MB.`,
    );
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 1_048_576);
