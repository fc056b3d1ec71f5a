import { readFile } from "node:fs/promises";
import { AppError } from "../../../kernel/errors.ts";
import { hookErrors } from "../hooks.errors.ts";
import type { EntryForm } from "./entry-form.ts";
import { unlessMissing, withFaultsOf } from "./file-faults.ts";
import { SettingsFaultError } from "./read-settings.ts";
import { backupPathOf, decode, readSettingsFile, type SettingsFile } from "./settings-file.ts";

export type Action = "install" | "remove";

/** An edit that is worked out and not yet made. */
export interface PlannedChange {
  file: SettingsFile;
  changed: boolean;
  before: string;
  after: string;
  /** What to write; null removes the file. */
  bytes: Buffer | null;
  /** Where the file goes as it is now before it is changed; null where no copy is due. */
  backupPath: string | null;
}

/** What a settings file holds. */
export interface SettingsView {
  path: string;
  text: string;
  ours: string[];
  foreign: number;
  /** Installing would change nothing. */
  upToDate: boolean;
}

export async function viewSettings(path: string, form: EntryForm): Promise<SettingsView> {
  const file = await readSettingsFile(path);
  const { text } = decode(file);
  return explained(file.path, () => ({
    path: file.path,
    text,
    ...form.inspect(text),
    upToDate: form.enter(text) === text,
  }));
}

export async function planChange(path: string, action: Action, form: EntryForm): Promise<PlannedChange> {
  const file = await readSettingsFile(path);
  return action === "install" ? planInstall(file, form) : planRemoval(file, form);
}

function planInstall(file: SettingsFile, form: EntryForm): PlannedChange {
  const { mark, text } = decode(file);
  const { after, isFirst } = explained(file.path, () => ({
    after: form.enter(text),
    isFirst: form.inspect(text).ours.length === 0,
  }));
  return {
    file,
    changed: after !== text,
    before: text,
    after,
    bytes: Buffer.from(mark + after),
    // The copy shows the file as it was without us, so an upgrade does not replace it.
    backupPath: file.bytes !== null && isFirst ? backupPathOf(file.path) : null,
  };
}

async function planRemoval(file: SettingsFile, form: EntryForm): Promise<PlannedChange> {
  const { mark, text } = decode(file);
  const after = explained(file.path, () => form.leave(text));
  const planned = { file, changed: after !== text, before: text, backupPath: null };
  if (!planned.changed) return { ...planned, after, bytes: file.bytes };

  const original = await readBackup(file);
  if (original !== null && isInstalledFrom(original, file, form)) {
    return { ...planned, after: decode({ ...file, bytes: original }).text, bytes: original };
  }
  // A copy of a file that is gone since tells nothing of the one we made then.
  const wasMadeByUs = original === null ? form.isEmpty(after) : isMadeFromNothing(text, form);
  if (wasMadeByUs) return { ...planned, after: "", bytes: null };
  return { ...planned, after, bytes: Buffer.from(mark + after) };
}

const isMadeFromNothing = (text: string, form: EntryForm): boolean => form.enter(text) === form.enter("");

/** Whether the file is the copy plus our hooks and nothing else; then the copy's very bytes may come back. */
function isInstalledFrom(original: Buffer, file: SettingsFile, form: EntryForm): boolean {
  try {
    const { mark, text } = decode({ ...file, bytes: original });
    if (form.inspect(text).ours.length > 0) return false;
    return file.bytes?.equals(Buffer.from(mark + form.enter(text))) === true;
  } catch (error) {
    if (error instanceof SettingsFaultError || error instanceof AppError) return false;
    throw error;
  }
}

const readBackup = (file: SettingsFile): Promise<Buffer | null> => {
  const path = backupPathOf(file.path);
  return withFaultsOf(path, () => readFile(path).catch(unlessMissing));
};

/** Runs `work` on a text and tells a fault of the text as one of the file. */
function explained<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SettingsFaultError)) throw error;
    const { fault } = error;
    throw fault.kind === "not_json"
      ? hookErrors.malformed(path, fault)
      : hookErrors.unexpected(path, fault.at, fault.words);
  }
}
