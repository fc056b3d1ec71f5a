import type { ProcessTable } from "../../../platform/processes/process-table.ts";
import type { LaunchRow } from "../launches.repository.ts";

/** A server process, by number and birth. */
export interface Owner {
  pid: number;
  birth: string | null;
}

/** This one. */
export const ownOwner = async (table: ProcessTable): Promise<Owner> => ({
  pid: process.pid,
  birth: (await table.look([process.pid]))?.get(process.pid)?.birth ?? null,
});

/** Whether the server process that a launch without a terminal is a part of lives: this one, or another beside it. */
export async function ownerOf(
  { owner_pid: pid, owner_birth: birth }: Pick<LaunchRow, "owner_pid" | "owner_birth">,
  table: ProcessTable,
): Promise<"this" | "another" | "gone"> {
  if (pid === null) return "gone";
  const own = await ownOwner(table);
  if (pid === own.pid && birth === own.birth) return "this";
  const seen = await table.look([pid]);
  // Where the system does not tell, nobody's agent is ended.
  if (seen === null) return "another";
  const found = seen.get(pid);
  return found !== undefined && (birth === null || found.birth === birth) ? "another" : "gone";
}
