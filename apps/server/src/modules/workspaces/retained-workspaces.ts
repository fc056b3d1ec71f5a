import { rm } from "node:fs/promises";
import { sql } from "kysely";
import { daysBefore, type Retained, retainedRows } from "../../platform/retention/retained.ts";
import { bytesIn } from "./folder-size.ts";
import { workspaceFolder } from "./folders.ts";
import type { Mirrors } from "./mirror/mirrors.ts";
import { keptConfig } from "./mirror/own-config.ts";
import type { WorkspacesOptions } from "./options.ts";
import { deleteRepository, findThere, findUnusedRepositories } from "./workspaces.repository.ts";
import type { WorkspacesApi } from "./workspaces.service.ts";

interface RetainedOptions extends WorkspacesOptions {
  service: Pick<WorkspacesApi, "wouldLose" | "drop">;
  mirrors: Mirrors;
}

const gigabyte = 1024 ** 3;
const repositoryDays = 30;
const rowDays = 365;

/** Workspaces of this machine that were kept, its bare repositories, and what is remembered of those that went. */
export const retainedWorkspaces = (options: RetainedOptions): Retained[] => [
  keptWorkspaces(options),
  unusedRepositories(options),
  retainedRows(options.db, {
    name: "removed_workspaces",
    rule: `Remembered for ${rowDays} days after they were removed`,
    expired: () => sql`
      select execution_id as key from workspaces
      where state = 'removed' and removed_at < ${daysBefore(options.clock.now(), rowDays)}
      order by removed_at, execution_id`,
    remove: (keys) => sql`delete from workspaces where execution_id in ${keys}`,
  }),
];

const keptWorkspaces = (options: RetainedOptions): Retained => ({
  name: "workspaces",
  rule: ruleOf(options.rules),
  async count() {
    const going = await goingNow(options);
    return { count: going.length, bytes: going.reduce((sum, { bytes }) => sum + bytes, 0) };
  },
  async remove(atMost) {
    const going = (await goingNow(options)).slice(0, atMost);
    for (const { executionId } of going) await options.service.drop(executionId);
    return going.length;
  },
});

const ruleOf = ({ keepDays, mostBytes, losesUnsaved }: WorkspacesOptions["rules"]): string =>
  `Kept for ${keepDays} days, or until all take ${mostBytes / gigabyte} GB; ${
    losesUnsaved ? "after those days also" : "never"
  } where work would be lost`;

/** Kept ones that are old, or, the oldest first, too much; of those, what may go. */
async function goingNow({ db, clock, places, rules, service }: RetainedOptions) {
  const before = daysBefore(clock.now(), rules.keepDays);
  const rows = await findThere(db.read, places.hostId());
  const all = [];
  for (const row of rows) all.push({ row, bytes: await bytesIn(workspaceFolder(rules.home, row.folder_id)) });
  let total = all.reduce((sum, { bytes }) => sum + bytes, 0);
  const going: { executionId: string; bytes: number }[] = [];
  for (const { row, bytes } of all) {
    if (row.state !== "kept" || row.over_at === null) continue;
    const isOld = row.over_at < before;
    if (!isOld && total <= rules.mostBytes) continue;
    const executionId = row.execution_id;
    if (!(isOld && rules.losesUnsaved) && (await service.wouldLose(executionId)) !== null) continue;
    going.push({ executionId, bytes });
    total -= bytes;
  }
  return going;
}

const unusedRepositories = ({ db, clock, places, mirrors }: RetainedOptions): Retained => {
  const before = () => daysBefore(clock.now(), repositoryDays);
  const unused = () => findUnusedRepositories(db.read, { hostId: places.hostId(), before: before() });
  return {
    name: "workspace_repositories",
    rule: `Kept for ${repositoryDays} days after a workspace was made from them last`,
    count: async () => ({ count: (await unused()).length, bytes: null }),
    async remove(atMost) {
      const going = (await unused()).slice(0, atMost);
      let removed = 0;
      for (const { id } of going)
        await mirrors.locked(id, new AbortController().signal, async (folder) => {
          // Somebody may have begun to use it meanwhile.
          if (!(await db.transaction((tx) => deleteRepository(tx, id, before())))) return;
          await rm(folder, { recursive: true, force: true });
          await rm(keptConfig(folder), { force: true });
          removed += 1;
        });
      return removed;
    },
  };
};
