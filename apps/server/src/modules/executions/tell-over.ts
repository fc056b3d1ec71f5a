import { executionFinished } from "@signalbox/contract/execution-events";
import type { Tx } from "../../platform/database/database.ts";
import type { ExecutionRow } from "./executions.repository.ts";
import type { ExecutionsOptions } from "./options.ts";

/** Where it waited for another attempt, its folder is where the last one ran. */
const leftAt = (row: ExecutionRow): string | null => (row.attempt > 0 ? row.wanted_host_id : null);

/** Tells that an execution is over, and writes down what it leaves behind and where: none is there without the others. */
export async function tellOver(
  tx: Tx,
  row: ExecutionRow,
  {
    tell,
    outcomes,
    workspaces,
    clock,
  }: Pick<ExecutionsOptions, "tell" | "outcomes" | "workspaces" | "clock">,
): Promise<void> {
  tell(tx, executionFinished, row);
  // Also of one that waits: it may have had its turn before.
  await workspaces.over(tx, row.id, clock.now());
  await outcomes.writeDown(tx, {
    ...{
      id: row.id,
      state: row.state,
      hostId: row.host_id ?? leftAt(row),
      correlationId: row.correlation_id,
    },
    bot: { id: row.bot_id, version: row.bot_version },
  });
}
