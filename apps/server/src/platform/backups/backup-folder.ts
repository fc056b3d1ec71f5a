import { chmod, lstat, mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { AppError } from "../../kernel/errors.ts";
import { replaceFile } from "../files/replace-file.ts";

/** What a backup says of itself. It is written last: a folder without it is none. */
export const BackupManifest = z.object({
  engine: z.enum(["embedded", "postgresql"]),
  version: z.string(),
  createdAt: z.iso.datetime(),
  bytes: z.number(),
  /** Rows of each table, as they were counted in the copy or with the dump; null for a dump of an older version. */
  rows: z.record(z.string(), z.number()).nullable(),
  /** Of a dump's file. */
  sha256: z.string().nullable().default(null),
});
export type BackupManifest = z.infer<typeof BackupManifest>;
export type Backup = BackupManifest & { name: string; path: string };

export const manifestFile = "backup.json";
/** A folder that becomes a backup when it was verified. */
const draftEnd = ".draft";
export const draftOf = (path: string): string => `${path}${draftEnd}`;

/** The backups of a folder, the newest first. */
export async function listBackups(folder: string): Promise<Backup[]> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names
      .filter((name) => !name.endsWith(draftEnd))
      .map((name) => readBackup(join(folder, name)).catch(() => null)),
  );
  return found.filter((backup) => backup !== null).sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

/** @throws AppError `backups.none` where the folder is no backup */
export async function readBackup(path: string): Promise<Backup> {
  try {
    const manifest = BackupManifest.parse(JSON.parse(await readFile(join(path, manifestFile), "utf8")));
    return { ...manifest, name: path.slice(dirname(path).length + 1), path };
  } catch (cause) {
    const next = 'Name the folder that "bin/signalbox backup" printed, or one beside it';
    throw new AppError("invalid", "backups.none", `${path} is no backup of Signalbox. ${next}`, { cause });
  }
}

/** Makes an empty draft, and removes those that were left behind. */
export async function beginDraft(path: string): Promise<string> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder))
    if (name.endsWith(draftEnd)) await rm(join(folder, name), { recursive: true, force: true });
  const draft = draftOf(path);
  await mkdir(draft, { mode: 0o700 });
  return draft;
}

/** Gives a verified draft its manifest and its name. */
export async function finishDraft(path: string, manifest: BackupManifest): Promise<Backup> {
  const draft = draftOf(path);
  await seal(draft);
  await replaceFile(join(draft, manifestFile), JSON.stringify(manifest, undefined, 2), { mode: 0o600 });
  await rename(draft, path);
  await flush(dirname(path));
  return readBackup(path);
}

/** Makes a tree private and durable, without keeping others waiting. */
export async function seal(path: string): Promise<void> {
  const found = await lstat(path);
  if (!found.isDirectory() && !found.isFile()) return;
  await chmod(path, found.isDirectory() ? 0o700 : 0o600);
  if (found.isDirectory()) for (const name of await readdir(path)) await seal(join(path, name));
  await flush(path);
}

export async function bytesIn(path: string): Promise<number> {
  const found = await lstat(path);
  if (!found.isDirectory()) return found.size;
  const names = await readdir(path);
  const sizes = await Promise.all(names.map((name) => bytesIn(join(path, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function flush(path: string): Promise<void> {
  await using file = await open(path, "r");
  await file.sync();
}
