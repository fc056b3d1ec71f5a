import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { executionContinued, executionPaused } from "@signalbox/contract/execution-events";
import { replaceFile } from "../../../platform/files/replace-file.ts";
import { files } from "../../../platform/supervisor/spec.ts";
import { moveToContinued, moveToPaused } from "../execution-moves.repository.ts";
import type { ExecutionRow } from "../executions.repository.ts";
import type { ExecutionsOptions } from "../options.ts";
import { folderOf } from "./folders.ts";
import { signalIfThere } from "./signal.ts";
import { readChild, readOrNull } from "./told-files.ts";

/** While it stands still, its time does not run. */
const never = 8_640_000_000_000_000;

/** Carries out what is wished of an execution that runs. */
export async function control(row: ExecutionRow, options: ExecutionsOptions): Promise<void> {
  if (row.cancel_asked || row.over_budget !== null) {
    if (row.supervisor_pid !== null) signalIfThere(row.supervisor_pid, "SIGTERM");
    return;
  }
  await tellDeadline(await pausedOrNot(row, options), options);
}

/** Its whole group stands still, or goes on: what it started does so with it. */
async function pausedOrNot(row: ExecutionRow, options: ExecutionsOptions): Promise<ExecutionRow> {
  const { db, clock, tell, rules } = options;
  const wants = row.pause_asked;
  if (wants === (row.state === "paused")) return row;
  const folder = folderOf(rules.home, row);
  if ((await readChild(folder)) === null || row.supervisor_pid === null) return row;
  const mark = join(folder, files.paused);
  // Its time stops first, and goes on last.
  if (wants) await writeDeadline(row, never, options);
  await (wants ? writeFile(mark, "") : rm(mark, { force: true }));
  signalIfThere(row.supervisor_pid, "SIGUSR2");
  const moved = await db.transaction(async (tx) => {
    const next = await (wants ? moveToPaused : moveToContinued)(tx, row.id, clock.now());
    if (next !== undefined) tell(tx, wants ? executionPaused : executionContinued, next);
    return next;
  });
  return moved ?? row;
}

/** The supervisor reads it from a file, since it must know it though no server is there. */
async function tellDeadline(row: ExecutionRow, options: ExecutionsOptions): Promise<void> {
  const { state, deadline } = row;
  if (deadline === null) return;
  const at = state === "paused" ? never : deadline.getTime();
  const told = await readOrNull(join(folderOf(options.rules.home, row), files.deadline));
  if (told !== String(at)) await writeDeadline(row, at, options);
}

const writeDeadline = (row: ExecutionRow, at: number, { rules }: ExecutionsOptions): Promise<void> =>
  replaceFile(join(folderOf(rules.home, row), files.deadline), String(at), { mode: 0o600 });
