import { constants } from "node:fs";
import { type FileHandle, open, readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { hashText } from "../../kernel/ids.ts";

/** One file of the log, open: what it is called may change meanwhile. */
export interface OpenLog {
  /** Tells it from every other file, whatever its name: the hash of its first line. */
  name: string;
  handle: FileHandle;
  /** How long it is, whole lines only as far as this matters. */
  size: number;
}

/** So much of the first line tells a file: it holds the time. */
const headBytes = 256;

/** Runs `work` with the files of the log at a path, the newest first; links and folders are none of them. */
export async function withLogs<T>(path: string, work: (logs: readonly OpenLog[]) => Promise<T>): Promise<T> {
  const logs: OpenLog[] = [];
  const handles: FileHandle[] = [];
  const seen = new Set<string>();
  try {
    // The newest first: one that is put aside meanwhile is met twice, never missed.
    for (const file of await filesOf(path)) {
      const handle = await openPlain(file);
      if (handle === undefined) continue;
      handles.push(handle);
      const { size, ino, dev } = await handle.stat();
      const name = await nameOf(handle);
      if (name === undefined || seen.has(`${dev}:${ino}`)) continue;
      seen.add(`${dev}:${ino}`);
      logs.push({ name, handle, size });
    }
    return await work(logs);
  } finally {
    for (const handle of handles) await handle.close();
  }
}

async function filesOf(path: string): Promise<string[]> {
  const own = basename(path);
  const ageOf = (name: string): number => {
    if (name === own) return 0;
    const [, digits] = name.startsWith(own) ? (/^\.(\d{1,4})$/.exec(name.slice(own.length)) ?? []) : [];
    return digits === undefined ? Number.NaN : Number(digits);
  };
  const names = await readdir(dirname(path)).catch(() => []);
  return names
    .map((name) => ({ name, age: ageOf(name) }))
    .filter(({ age }) => !Number.isNaN(age))
    .sort((a, b) => a.age - b.age)
    .map(({ name }) => join(dirname(path), name));
}

/** A plain file, never what a link leads to, and never one that would wait for a writer. */
async function openPlain(file: string): Promise<FileHandle | undefined> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const handle = await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(() => undefined);
  if (handle === undefined || (await handle.stat()).isFile()) return handle;
  await handle.close();
  return undefined;
}

async function nameOf(handle: FileHandle): Promise<string | undefined> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
  const head = buffer.subarray(0, bytesRead);
  const end = head.indexOf(10);
  if (end === -1 && bytesRead < headBytes) return undefined;
  return hashText(end === -1 ? head : head.subarray(0, end));
}
