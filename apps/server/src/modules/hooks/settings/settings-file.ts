import { constants } from "node:fs";
import { access, mkdir, readFile, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { replaceFile } from "../../../platform/files/replace-file.ts";
import { hookErrors } from "../hooks.errors.ts";
import { unlessMissing, withFaultsOf } from "./file-faults.ts";
import { realPathOf } from "./real-path.ts";

/** A settings file as it was read: what an edit starts from and is checked against. */
export interface SettingsFile {
  /** Where the file really is, symlinks followed. */
  path: string;
  /** Null where there is no file yet. */
  bytes: Buffer | null;
  mode: number;
}

/** Far more than settings hold. An edit reads the text a few times, while nothing else is answered. */
const largestBytes = 256 * 1024;
const newFileMode = 0o600;
const newFolderMode = 0o700;

export const backupPathOf = (path: string): string => `${path}.before-signalbox`;

/** Reads a settings file through its symlinks. */
export async function readSettingsFile(path: string): Promise<SettingsFile> {
  const target = await realPathOf(path);
  return withFaultsOf(target, async () => {
    const found = await stat(target).catch(unlessMissing);
    if (found === null) return { path: target, bytes: null, mode: newFileMode };
    if (!found.isFile()) throw hookErrors.unexpected(target, "the file", "is no regular file");
    if (found.size > largestBytes)
      throw hookErrors.unexpected(target, "the file", "is larger than 256 KiB, which no settings are");
    return { path: target, bytes: await readFile(target), mode: found.mode & 0o7777 };
  });
}

/** The text of a file; a byte order mark is kept apart, since no parser wants it. */
export function decode(file: SettingsFile): { mark: string; text: string } {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      file.bytes ?? Buffer.alloc(0),
    );
    return text.startsWith("\uFEFF") ? { mark: "\uFEFF", text: text.slice(1) } : { mark: "", text };
  } catch (error) {
    if (error instanceof TypeError) throw hookErrors.unexpected(file.path, "the file", "is not UTF-8 text");
    throw error;
  }
}

/** Refuses what could not be written, before anything is. */
export async function refuseReadOnly(file: SettingsFile): Promise<void> {
  if (file.bytes !== null) await refuseUnwritable(file.path);
  const folder = await nearestFolder(dirname(file.path));
  await refuseUnwritable(folder);
}

/**
 * Replaces the file at once and durably, keeping its mode; null removes it. Refuses when the file is no
 * longer what was read.
 */
export async function writeSettingsFile(file: SettingsFile, bytes: Buffer | null): Promise<void> {
  await refuseReadOnly(file);
  await withFaultsOf(file.path, async () => {
    await mkdir(dirname(file.path), { recursive: true, mode: newFolderMode });
    if (bytes === null) {
      await refuseChanged(file);
      await rm(file.path);
    } else {
      await replaceFile(file.path, bytes, { mode: file.mode, lastCheck: () => refuseChanged(file) });
    }
  });
}

/** Keeps the file as it was read under another name beside it. */
export async function copySettingsFile(file: SettingsFile, path: string): Promise<void> {
  const { bytes, mode } = file;
  if (bytes !== null) await withFaultsOf(path, () => replaceFile(path, bytes, { mode }));
}

async function refuseChanged(file: SettingsFile): Promise<void> {
  const now = await readSettingsFile(file.path);
  const same = file.bytes === null ? now.bytes === null : now.bytes?.equals(file.bytes) === true;
  if (!same) throw hookErrors.changed(file.path);
}

async function nearestFolder(path: string): Promise<string> {
  const found = await stat(path).catch(unlessMissing);
  return found === null ? nearestFolder(dirname(path)) : path;
}

/** The mode is asked too, since to root everything is writable and a read-only file is still meant so. */
async function refuseUnwritable(path: string): Promise<void> {
  const { mode } = await stat(path);
  await withFaultsOf(path, () => access(path, constants.W_OK));
  if ((mode & 0o222) === 0) throw hookErrors.readOnly(path);
}
