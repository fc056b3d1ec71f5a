import type { Tx } from "../../../platform/database/database.ts";
import { claimNext, type ExecutionRow, lockClaims, type Owner } from "../executions.repository.ts";
import { findFullProjects } from "../limits/limits.repository.ts";
import type { ExecutionBudgets } from "../ports.ts";
import { tellHolds } from "../usage/held.ts";

interface Taking {
  hostId: string;
  owner: Owner;
  at: Date;
  budgets: Pick<ExecutionBudgets, "holds">;
  /** Whether some that wait may say why, though nothing holds them any more. */
  anyHeld: boolean;
}

/** Takes the next that neither a budget nor a full project holds, and says of those that are held why they wait. */
export async function takeNext(
  tx: Tx,
  { hostId, owner, at, budgets, anyHeld }: Taking,
): Promise<{ claimed: ExecutionRow | undefined; isAnyHeld: boolean }> {
  // Also before what is used is summed: what another node takes meanwhile would be missed.
  await lockClaims(tx);
  const holds = [...(await budgets.holds(tx)), ...(await findFullProjects(tx))];
  const isAnyHeld = holds.length > 0;
  if (anyHeld || isAnyHeld) await tellHolds(tx, holds);
  return { claimed: await claimNext(tx, { hostId, owner, at, holds }), isAnyHeld };
}
