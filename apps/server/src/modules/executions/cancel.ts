import type { Execution } from "@signalbox/contract/executions";
import type { Cause } from "../../platform/http/http.ts";
import { askToCancel, moveQueuedToCancelled } from "./execution-moves.repository.ts";
import { executionErrors } from "./executions.errors.ts";
import { findExecution } from "./executions.repository.ts";
import type { ExecutionsOptions } from "./options.ts";
import { presentExecution } from "./present-execution.ts";
import { foldersLeftBy } from "./running/folders.ts";
import { removeFolder } from "./running/settle.ts";
import { tellOver } from "./tell-over.ts";

/** Takes an execution out of the queue, or asks for its end. @throws AppError `executions.not_found` */
export async function cancel(id: string, by: Cause, options: ExecutionsOptions): Promise<Execution> {
  const { db, clock, audit, bell, news, rules } = options;
  const cancelled = await db.transaction(async (tx) => {
    const row = await findExecution(tx, id);
    if (row === undefined) throw executionErrors.notFound(id);
    const dropped = await moveQueuedToCancelled(tx, id, clock.now());
    if (dropped !== undefined) await tellOver(tx, dropped, options);
    const asked = dropped ?? (await askToCancel(tx, id));
    if (asked === undefined) return row;
    await audit.record(tx, { ...by, action: "execution.cancelled", subject: { kind: "execution", id } });
    return asked;
  });
  // What earlier attempts left here; elsewhere it goes when that machine looks.
  if (cancelled.ended_at !== null)
    for (const folder of foldersLeftBy(rules.home, cancelled)) await removeFolder(folder);
  bell.ring();
  news.tell(id);
  return presentExecution(cancelled);
}
