import type { Backend } from "@signalbox/contract/common";
import { lineageOf } from "../../../platform/processes/lineage.ts";
import { adapterOf } from "../../backends/index.ts";
import type { LaunchesOptions } from "../options.ts";
import type { TargetProcess } from "./target.ts";

type Means = Pick<LaunchesOptions, "groups" | "programs" | "table">;

/**
 * Whom a signal goes to: the group that the process leads, or that a launcher of its own leads (Gemini CLI runs as the
 * child of one, which hands no signal on). Never to a group that others are in: a script's, or that of this server.
 */
export async function groupFor(
  { pid }: TargetProcess,
  backend: Backend,
  { groups, programs, table }: Means,
): Promise<number | null> {
  const group = await groups.groupOf(pid);
  if (group === null || group === (await groups.groupOf(process.pid))) return null;
  if (group === pid) return group;
  const lineage = (await lineageOf(pid, table)) ?? [];
  if (!lineage.includes(group)) return null;
  // The list remembers what was wanted of it: it is asked for all, always.
  const leader = ((await programs.look(() => true)) ?? []).find((program) => program.pid === group);
  return leader !== undefined && adapterOf(backend)?.running.holdsSession(leader.args) === true
    ? group
    : null;
}

/** Those that descend from a process, the farthest first. */
export async function descendantsOf({ pid }: TargetProcess, { programs }: Pick<Means, "programs">) {
  const all = (await programs.look(() => true)) ?? [];
  const below = (parent: number): typeof all =>
    all.filter((one) => one.parent === parent).flatMap((one) => [...below(one.pid), one]);
  return below(pid);
}
