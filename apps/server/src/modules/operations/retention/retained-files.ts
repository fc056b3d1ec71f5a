import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../../kernel/clock.ts";
import { listBackups } from "../../../platform/backups/backup-folder.ts";
import { daysBefore, type Retained } from "../../../platform/retention/retained.ts";
import { listDrafts, listFiles } from "../exports/event-file.ts";

interface OldFile {
  path: string;
  bytes: number;
}

const retainedFiles = (name: string, rule: string, expired: () => Promise<OldFile[]>): Retained => ({
  name,
  rule,
  async count() {
    const files = await expired();
    return { count: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
  },
  async remove(atMost) {
    const files = (await expired()).slice(0, atMost);
    for (const { path } of files) await rm(path, { recursive: true, force: true });
    return files.length;
  },
});

export const retainedExports = (folder: string, clock: Clock, days: number): Retained =>
  retainedFiles("exports", `Kept for ${days} days`, async () => {
    const before = daysBefore(clock.now(), days).toISOString();
    const files = [...(await listFiles(folder)), ...(await listDrafts(folder))];
    return files
      .filter(({ createdAt }) => createdAt < before)
      .map(({ name, bytes }) => ({ path: join(folder, name), bytes }));
  });

export const retainedBackups = (folder: string, newest: number): Retained =>
  retainedFiles("backups", `The newest ${newest} are kept`, async () =>
    (await listBackups(folder)).slice(newest),
  );
