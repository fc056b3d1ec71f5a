import type { Queryable, Tx } from "../../../platform/database/database.ts";
import type { Hold } from "../ports.ts";

export async function findLimit(read: Queryable, projectId: string): Promise<number | null> {
  const row = await read
    .selectFrom("executions_limits")
    .where("project_id", "=", projectId)
    .select("most")
    .executeTakeFirst();
  return row?.most ?? null;
}

export async function storeLimit(tx: Tx, projectId: string, most: number | null): Promise<void> {
  if (most === null) await tx.deleteFrom("executions_limits").where("project_id", "=", projectId).execute();
  else
    await tx
      .insertInto("executions_limits")
      .values({ project_id: projectId, most })
      .onConflict((conflict) => conflict.column("project_id").doUpdateSet({ most }))
      .execute();
}

/** Projects in which as many run as may. It is only true while nobody else takes one: claims are locked. */
export async function findFullProjects(tx: Tx): Promise<Hold[]> {
  const rows = await tx
    .selectFrom("executions_limits as limits")
    .innerJoin("executions as busy", "busy.project_id", "limits.project_id")
    .where("busy.state", "in", ["running", "paused"])
    .groupBy(["limits.project_id", "limits.most"])
    .having((eb) => eb(eb.fn.countAll<number>(), ">=", eb.ref("limits.most")))
    .select(["limits.project_id", "limits.most"])
    .execute();
  return rows.map(({ project_id, most }) => ({
    scope: { projectId: project_id },
    reason: `Its project runs ${most} ${most === 1 ? "execution" : "executions"} at once, and does so now`,
    // One that goes on takes as much room as one that begins.
    sparesBegun: false,
  }));
}
