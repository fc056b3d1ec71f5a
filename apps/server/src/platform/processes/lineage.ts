import type { ProcessTable } from "./process-table.ts";

/** A process and its terminal are seldom further apart: a shell, a wrapper, a version manager. */
const furthestAncestor = 12;

/** The process and those it descends from, the nearest first; null where it does not live. */
export async function lineageOf(pid: number, table: ProcessTable): Promise<number[] | null> {
  const lineage: number[] = [];
  for (let at = pid; at > 0 && lineage.length < furthestAncestor; ) {
    const seen = (await table.look([at]))?.get(at);
    if (seen === undefined) break;
    lineage.push(at);
    at = seen.parent;
  }
  return lineage.length === 0 ? null : lineage;
}
