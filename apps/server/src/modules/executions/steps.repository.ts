import type { ExecutionStep } from "@signalbox/contract/executions";
import { sql } from "kysely";
import type { Queryable, Tx } from "../../platform/database/database.ts";

/** Those that nothing else tells of. */
type StepName = Extract<ExecutionStep["name"], "workspace" | "attempt">;

/** What went on before ends where the next step begins. */
export async function beginStep(tx: Tx, executionId: string, name: StepName, at: Date): Promise<void> {
  await endSteps(tx, executionId, at);
  await tx
    .insertInto("executions_steps")
    .values({
      ...{ execution_id: executionId, name, at },
      number: sql<number>`(select coalesce(max(number), 0) + 1 from executions_steps
        where execution_id = ${executionId})`,
    })
    .execute();
}

/** The clock of another host may be behind. */
export async function endSteps(tx: Tx, executionId: string, at: Date): Promise<void> {
  await tx
    .updateTable("executions_steps")
    .where("execution_id", "=", executionId)
    .where("ended_at", "is", null)
    .set({ ended_at: sql<Date>`greatest(${at}::timestamptz, at)` })
    .execute();
}

export async function listSteps(read: Queryable, executionId: string): Promise<ExecutionStep[]> {
  const rows = await read
    .selectFrom("executions_steps")
    .where("execution_id", "=", executionId)
    .select(["name", "at", "ended_at"])
    .orderBy("number")
    .execute();
  return rows.map(({ name, at, ended_at }) => ({
    ...{ name, at: at.toISOString() },
    endedAt: ended_at?.toISOString() ?? null,
  }));
}
