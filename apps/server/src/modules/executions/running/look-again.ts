import { endWaits } from "../execution-moves.repository.ts";
import type { ExecutionsOptions } from "../options.ts";

/** Accounts may have come free: what waits for one is looked at now. */
export async function lookAgain({
  db,
  clock,
  bell,
}: Pick<ExecutionsOptions, "db" | "clock" | "bell">): Promise<void> {
  await db.transaction((tx) => endWaits(tx, clock.now()));
  bell.ring();
}
