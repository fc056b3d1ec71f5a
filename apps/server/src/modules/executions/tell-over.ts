import { executionFinished } from "@signalbox/contract/executions";
import type { Tx } from "../../platform/database/database.ts";
import type { ExecutionRow } from "./executions.repository.ts";
import type { ExecutionsOptions } from "./options.ts";

/** Tells that an execution is over, and writes down what it leaves behind: none is there without the other. */
export async function tellOver(
  tx: Tx,
  row: ExecutionRow,
  { tell, outcomes }: Pick<ExecutionsOptions, "tell" | "outcomes">,
): Promise<void> {
  tell(tx, executionFinished, row);
  await outcomes.writeDown(tx, {
    ...{ id: row.id, state: row.state, hostId: row.host_id, correlationId: row.correlation_id },
    bot: { id: row.bot_id, version: row.bot_version },
  });
}
