import { mkdir, open, readdir, rename, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { EventEnvelope } from "@signalbox/contract/event";
import type { EventExport } from "@signalbox/contract/upkeep";

/** How far a file came: everything up to `bytes` is whole and on the disk. */
export interface Written {
  position: string;
  bytes: number;
}

const draftOf = (path: string): string => `${path}.part`;

/** Where the file stands; undefined where it is not there as it was left, and has to be begun anew. */
export async function writtenSoFar(path: string, left: Written | null): Promise<Written | undefined> {
  if (left === null) return undefined;
  const found = await stat(draftOf(path)).catch(() => undefined);
  return found !== undefined && found.size >= left.bytes ? left : undefined;
}

/** Writes events behind what is whole; whatever an interrupted try wrote further is cut off. */
export async function appendEvents(
  path: string,
  at: Written | undefined,
  events: readonly EventEnvelope[],
): Promise<Written> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const start = at?.bytes ?? 0;
  await using file = await open(draftOf(path), at === undefined ? "w" : "r+", 0o600);
  await file.truncate(start);
  const text = Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(""));
  await file.write(text, 0, text.length, start);
  await file.datasync();
  return { position: events.at(-1)?.position ?? at?.position ?? "0", bytes: start + text.length };
}

/** Gives the file its name. */
export async function finishFile(path: string): Promise<void> {
  await rename(draftOf(path), path);
  await using folder = await open(dirname(path), "r");
  await folder.sync();
}

/** The exports of a folder, the newest first. */
export async function listFiles(folder: string): Promise<EventExport[]> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names
      .filter((name) => name.endsWith(".ndjson"))
      .map(async (name) => {
        const { size, mtime } = await stat(join(folder, name));
        return { name, bytes: size, createdAt: mtime.toISOString() };
      }),
  );
  return found.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}
