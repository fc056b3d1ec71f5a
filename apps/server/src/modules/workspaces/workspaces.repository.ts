import type { ExecutionSource, ExecutionWorkspace, Trust } from "@signalbox/contract/executions";
import { type Selectable, sql } from "kysely";
import { newId } from "../../kernel/ids.ts";
import type { Queryable, Tx } from "../../platform/database/database.ts";
import type { Workspaces } from "../../platform/database/tables.ts";

export type WorkspaceRow = Selectable<Workspaces>;

interface NewRepository {
  hostId: string;
  source: string;
  at: Date;
}

/** The bare repository of a source on a machine; made known where it was not. */
export async function useRepository(tx: Tx, { hostId, source, at }: NewRepository): Promise<string> {
  const row = { id: newId(), host_id: hostId, source, used_at: at };
  const { id } = await tx
    .insertInto("workspaces_repositories")
    .values(row)
    .onConflict((conflict) => conflict.columns(["host_id", "source"]).doUpdateSet({ used_at: at }))
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

export const findRepository = (
  read: Queryable,
  { hostId, source }: Pick<NewRepository, "hostId" | "source">,
): Promise<{ id: string } | undefined> =>
  read
    .selectFrom("workspaces_repositories")
    .where("host_id", "=", hostId)
    .where("source", "=", source)
    .select("id")
    .executeTakeFirst();

interface NewWorkspace
  extends Pick<
    WorkspaceRow,
    | "execution_id"
    | "folder_id"
    | "host_id"
    | "repository_id"
    | "project_id"
    | "kind"
    | "source"
    | "ref"
    | "base"
    | "branch"
    | "created_at"
  > {}

/** An execution whose turn comes again begins anew. */
export async function insertWorkspace(tx: Tx, row: NewWorkspace): Promise<WorkspaceRow> {
  const anew = { state: "preparing", why: null, commit_id: null, trust: "user_only" } as const;
  return tx
    .insertInto("workspaces")
    .values({ ...row, ...anew })
    .onConflict((conflict) =>
      conflict.column("execution_id").doUpdateSet({ ...row, ...anew, removed_at: null }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}

const change = (tx: Tx, executionId: string) =>
  tx.updateTable("workspaces").where("execution_id", "=", executionId);

export async function moveToReady(
  tx: Tx,
  executionId: string,
  { commit, trust }: { commit: string; trust: Trust },
): Promise<void> {
  await change(tx, executionId)
    .where("state", "=", "preparing")
    .set({ state: "ready", commit_id: commit, trust })
    .execute();
}

export async function storeOver(tx: Tx, executionId: string, at: Date): Promise<void> {
  await change(tx, executionId).where("over_at", "is", null).set({ over_at: at }).execute();
}

/** Another execution goes on in what this one worked in; false where that is not there any more. */
export async function handOver(tx: Tx, { from, to }: { from: string; to: string }): Promise<boolean> {
  const { numUpdatedRows } = await change(tx, from)
    .where("state", "in", ["ready", "kept"])
    .where("over_at", "is not", null)
    .set({ execution_id: to, state: "ready", why: null, over_at: null })
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function moveToKept(tx: Tx, executionId: string, why: string): Promise<void> {
  await change(tx, executionId).where("state", "in", ["ready", "kept"]).set({ state: "kept", why }).execute();
}

export async function moveToRemoved(tx: Tx, executionId: string, at: Date): Promise<void> {
  await change(tx, executionId)
    .where("state", "<>", "removed")
    .set({ state: "removed", why: null, removed_at: at })
    .execute();
}

export const findWorkspace = (read: Queryable, executionId: string): Promise<WorkspaceRow | undefined> =>
  read.selectFrom("workspaces").where("execution_id", "=", executionId).selectAll().executeTakeFirst();

const there = (read: Queryable, hostId: string) =>
  read.selectFrom("workspaces").where("host_id", "=", hostId).where("state", "<>", "removed").selectAll();

/** Those of a host whose executions are over, and that nobody has looked at since; the oldest first. */
export const findLeft = (read: Queryable, hostId: string): Promise<WorkspaceRow[]> =>
  there(read, hostId)
    .where("over_at", "is not", null)
    .where("state", "in", ["preparing", "ready"])
    .orderBy("over_at")
    .limit(100)
    .execute();

/** Those of a host that take room, the oldest first. */
export const findThere = (read: Queryable, hostId: string): Promise<WorkspaceRow[]> =>
  there(read, hostId).orderBy(sql`over_at nulls last`).execute();

/** Bare repositories of a host that nothing is checked out of, and that were not used since. */
export const findUnusedRepositories = (
  read: Queryable,
  { hostId, before }: { hostId: string; before: Date },
): Promise<{ id: string }[]> =>
  read
    .selectFrom("workspaces_repositories as r")
    .where("r.host_id", "=", hostId)
    .where("r.used_at", "<", before)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("workspaces as w")
            .whereRef("w.repository_id", "=", "r.id")
            .where("w.state", "<>", "removed")
            .select("w.execution_id"),
        ),
      ),
    )
    .select("r.id")
    .execute();

export async function deleteRepository(tx: Tx, id: string, before: Date): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom("workspaces_repositories")
    .where("id", "=", id)
    .where("used_at", "<", before)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export const presentWorkspace = (
  row: WorkspaceRow,
): { source: ExecutionSource; checkedOut: ExecutionWorkspace } => ({
  source: {
    ...{ repository: row.source, ref: row.ref, base: row.base, commit: row.commit_id },
    ...{ branch: row.branch, trust: row.trust },
  },
  checkedOut: { state: row.state, why: row.why },
});
