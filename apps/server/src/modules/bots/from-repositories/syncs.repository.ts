import type { BotSync } from "@signalbox/contract/bot-files";
import type { Selectable } from "kysely";
import type { Queryable, Tx } from "../../../platform/database/database.ts";
import type { BotsSyncs } from "../../../platform/database/tables.ts";

export type SyncRow = Selectable<BotsSyncs>;

export const presentSync = (row: SyncRow): BotSync => ({
  projectId: row.project_id,
  ...{ version: row.version, enabled: row.enabled, enablesNew: row.enables_new },
  asked: row.enabled && isAsked(row),
  lookedAt: row.looked_at?.toISOString() ?? null,
  ...{ branch: row.branch, commit: row.commit, fault: row.fault },
});

/** Whether somebody asked since it was looked at last. */
export const isAsked = ({ asked_at, looked_at }: Pick<SyncRow, "asked_at" | "looked_at">): boolean =>
  asked_at !== null && (looked_at === null || looked_at < asked_at);

/** Of a project that nobody has said anything of. */
export const noSync = (projectId: string): BotSync => ({
  ...{ projectId, version: 0, enabled: false, enablesNew: false, asked: false },
  ...{ lookedAt: null, branch: null, commit: null, fault: null },
});

export const findSync = (read: Queryable, projectId: string): Promise<SyncRow | undefined> =>
  read.selectFrom("bots_syncs").where("project_id", "=", projectId).selectAll().executeTakeFirst();

export function findSyncs(
  read: Queryable,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<SyncRow[]> {
  const query = read.selectFrom("bots_syncs").selectAll().orderBy("project_id").limit(limit);
  return (after === undefined ? query : query.where("project_id", ">", after)).execute();
}

export const findEnabledSyncs = (read: Queryable): Promise<SyncRow[]> =>
  read.selectFrom("bots_syncs").where("enabled", "=", true).selectAll().execute();

export const findDueSyncs = (read: Queryable, now: Date): Promise<SyncRow[]> =>
  read
    .selectFrom("bots_syncs")
    .where("enabled", "=", true)
    .where("due_at", "<=", now)
    .orderBy("due_at")
    .selectAll()
    .execute();

/** One after the other: two nodes would each make a bot of a file. False where it is switched off by now. */
export async function lockSync(tx: Tx, projectId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("bots_syncs")
    .where("project_id", "=", projectId)
    .select("enabled")
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row?.enabled === true;
}

interface WrittenSync {
  projectId: string;
  version: number;
  enabled: boolean;
  enablesNew: boolean;
  at: Date;
}

/** The version behind the one that was seen; undefined where that is not the latest any more. It is due at once. */
export function writeSync(tx: Tx, sync: WrittenSync): Promise<SyncRow | undefined> {
  const { projectId, version, enabled, enablesNew, at } = sync;
  const set = { version, enabled, enables_new: enablesNew, due_at: at, asked_at: at };
  return version === 1
    ? tx
        .insertInto("bots_syncs")
        .values({ project_id: projectId, ...set })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst()
    : tx
        .updateTable("bots_syncs")
        .set(set)
        .where("project_id", "=", projectId)
        .where("version", "=", version - 1)
        .returningAll()
        .executeTakeFirst();
}

/** Undefined where it is switched off. */
export const askSync = (tx: Tx, projectId: string, at: Date): Promise<SyncRow | undefined> =>
  tx
    .updateTable("bots_syncs")
    .set({ due_at: at, asked_at: at })
    .where("project_id", "=", projectId)
    .where("enabled", "=", true)
    .returningAll()
    .executeTakeFirst();

/** Takes one that is due; false where another node was faster. */
export async function takeSync(
  tx: Tx,
  { project_id, due_at }: Pick<SyncRow, "project_id" | "due_at">,
  next: Date,
): Promise<boolean> {
  const taken = await tx
    .updateTable("bots_syncs")
    .set({ due_at: next })
    .where("project_id", "=", project_id)
    .where("due_at", "=", due_at)
    .where("enabled", "=", true)
    .returning("project_id")
    .executeTakeFirst();
  return taken !== undefined;
}

interface Looked {
  /** When it began to be looked at. */
  at: Date;
  branch: string | null;
  commit: string | null;
  fault: string | null;
}

export async function storeLooked(
  tx: Tx,
  projectId: string,
  { at, branch, commit, fault }: Looked,
): Promise<void> {
  await tx
    .updateTable("bots_syncs")
    .set({ looked_at: at, fault, ...(fault === null ? { branch, commit } : {}) })
    .where("project_id", "=", projectId)
    .execute();
}
