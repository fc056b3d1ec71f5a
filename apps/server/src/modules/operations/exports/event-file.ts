import { copyFile, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { EventEnvelope } from "@signalbox/contract/event";
import type { EventExport } from "@signalbox/contract/upkeep";
import { newId } from "../../../kernel/ids.ts";

/** How far a draft came: everything up to `bytes` is whole and on the disk. */
export interface Written {
  position: string;
  bytes: number;
}

const draftEnd = ".part";

/**
 * A draft of one try alone. A worker that stood still while another took its job over may wake in the middle of a
 * write, and must not spoil what the other one writes.
 */
export const newDraft = (path: string): string => `${path}.${newId()}${draftEnd}`;

/** Goes on with a copy of an earlier try's draft; undefined where that is not there as it was left. */
export async function takeOver(
  draft: string,
  left: (Written & { draft: string }) | null,
): Promise<Written | undefined> {
  if (left === null) return undefined;
  try {
    await copyFile(join(dirname(draft), left.draft), draft);
    const { size } = await stat(draft);
    return size >= left.bytes ? { position: left.position, bytes: left.bytes } : undefined;
  } catch (error) {
    return noneWhereMissing(error);
  }
}

function noneWhereMissing(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}

/** Writes events behind what is whole; what was written behind it is cut off. */
export async function appendEvents(
  draft: string,
  at: Written | undefined,
  events: readonly EventEnvelope[],
): Promise<Written> {
  await mkdir(dirname(draft), { recursive: true, mode: 0o700 });
  const start = at?.bytes ?? 0;
  await using file = await open(draft, at === undefined ? "w" : "r+", 0o600);
  await file.truncate(start);
  const text = Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(""));
  await file.write(text, 0, text.length, start);
  await file.datasync();
  return { position: events.at(-1)?.position ?? at?.position ?? "0", bytes: start + text.length };
}

/** Gives the draft its name, and removes those of earlier tries. */
export async function finishFile(draft: string, path: string): Promise<void> {
  await rename(draft, path);
  const folder = dirname(path);
  for (const name of await readdir(folder))
    if (name.startsWith(`${basename(path)}.`) && name.endsWith(draftEnd))
      await rm(join(folder, name), { force: true });
  await using opened = await open(folder, "r");
  await opened.sync();
}

/** The exports of a folder, the newest first. */
export const listFiles = (folder: string): Promise<EventExport[]> => filesIn(folder, ".ndjson");

/** What tries that never came to an end left. */
export const listDrafts = (folder: string): Promise<EventExport[]> => filesIn(folder, draftEnd);

async function filesIn(folder: string, end: string): Promise<EventExport[]> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names
      .filter((name) => name.endsWith(end))
      .map(async (name) => {
        // A draft may get its name, or go, between the two looks.
        const file = await stat(join(folder, name)).catch(noneWhereMissing);
        return file === undefined ? [] : [{ name, bytes: file.size, createdAt: file.mtime.toISOString() }];
      }),
  );
  return found.flat().sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}
