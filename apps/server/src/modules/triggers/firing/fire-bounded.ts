import type { Decision } from "../deciding/decision.ts";
import type { TriggersOptions } from "../options.ts";
import type { TriggerRow } from "../triggers.repository.ts";
import { begin, type Cause, overflow, unmatched } from "./begin.ts";
import { countFirings, type NewFiring } from "./firings.repository.ts";

const hourMs = 60 * 60_000;

/** Begins where it was decided so, unless it began too often of late. */
export async function fireBounded(
  { row, perHour }: { row: TriggerRow; perHour: number },
  decision: Decision,
  cause: Cause,
  options: TriggersOptions,
): Promise<NewFiring> {
  if (!decision.matches) return unmatched(row, cause, decision.reason, options);
  const since = new Date(options.clock.now().getTime() - hourMs);
  if ((await countFirings(options.db.read, row.id, "started", since)) < perHour)
    return begin(row, decision, cause, options);
  const often = perHour === 1 ? "once" : `${perHour} times`;
  return overflow(row, cause, `${decision.what}: it began ${often} within an hour`, options);
}
