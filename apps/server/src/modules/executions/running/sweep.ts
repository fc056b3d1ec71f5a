import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Id } from "@signalbox/contract/common";
import { signalMembers } from "../../../platform/supervisor/members.ts";
import type { ExecutionsOptions } from "../options.ts";
import { executionFolder } from "./folders.ts";
import { removeFolder } from "./settle.ts";
import { isMissing } from "./told-files.ts";

/**
 * Ends and removes what executions left on this machine that are over: another node may have ended one that waited, or
 * taken this machine for lost.
 */
export async function sweep({ db, rules }: Pick<ExecutionsOptions, "db" | "rules">): Promise<void> {
  // Whoever makes a folder is written down before: what is read here and stands nowhere is over.
  const names = await readdir(join(rules.home, "executions")).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const ids = names.filter((name) => Id.safeParse(name).success);
  if (ids.length === 0) return;
  const open = await db.read
    .selectFrom("executions")
    .where((or) => or.or([or("id", "in", ids), or("first_id", "in", ids)]))
    .where("ended_at", "is", null)
    .select(["id", "first_id"])
    .execute();
  const stay = new Set(open.flatMap(({ id, first_id: firstId }) => [id, firstId]));
  for (const id of ids.filter((one) => !stay.has(one))) {
    signalMembers({ pid: null, mark: id }, "SIGKILL");
    await removeFolder(executionFolder(rules.home, id));
  }
}
