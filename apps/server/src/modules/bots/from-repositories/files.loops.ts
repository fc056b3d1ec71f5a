import type { Loop } from "../../../platform/nodes/loops.ts";
import type { FilesOptions } from "./options.ts";
import { syncProject } from "./sync-project.ts";
import { findDueSyncs, type SyncRow, takeSync } from "./syncs.repository.ts";

/** Somebody may have asked another node. */
const idleMs = 2_000;
export const everyMs = 5 * 60_000;

export const botFilesLoop = (options: FilesOptions): Loop => ({
  name: "bot files",
  summary: "Reads bots from the repositories of projects on this machine, where that is switched on",
  alone: false,
  dispensable: true,
  async run(signal) {
    while (!signal.aborted) {
      await syncDue(options, signal);
      await options.bell.wait(idleMs, signal);
    }
  },
});

/** Looks at those that are due, and can be looked at from here. */
export async function syncDue(options: FilesOptions, signal: AbortSignal): Promise<void> {
  const { db, clock } = options;
  for (const row of await findDueSyncs(db.read, clock.now())) {
    if (signal.aborted) return;
    if (!(await isHere(row, options))) continue;
    const next = new Date(clock.now().getTime() + everyMs);
    if (await db.transaction((tx) => takeSync(tx, row, next))) await syncProject(row, signal, options);
  }
}

async function isHere({ project_id }: SyncRow, { places }: FilesOptions): Promise<boolean> {
  const { path, hostId } = await places.project(project_id);
  return path === null || hostId === places.hostId();
}
