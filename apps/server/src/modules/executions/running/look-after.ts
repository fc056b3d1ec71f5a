import { readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { signalMembers } from "../../../platform/supervisor/members.ts";
import { type Child, type Exit, files } from "../../../platform/supervisor/spec.ts";
import { moveBackToQueue, storeOverBudget, storeSupervisor } from "../execution-moves.repository.ts";
import { type ExecutionRow, findExecution } from "../executions.repository.ts";
import type { ExecutionsOptions } from "../options.ts";
import { overOwnBudget } from "../usage/own-budget.ts";
import { control } from "./control.ts";
import { folderOf } from "./folders.ts";
import { readOn } from "./read-on.ts";
import { secretsFile } from "./secrets.ts";
import { removeFolder, settle, settleAttempt } from "./settle.ts";
import { readChild, readExit } from "./told-files.ts";
import { endedOnRequest, heldAgainstSchema, vanishedOf, verdictOf } from "./verdict.ts";

/** After its end was told. */
const readsWithinMs = 60_000;

/** Takes in what an execution printed since, and sees it end. */
export async function lookAfter(row: ExecutionRow, options: ExecutionsOptions): Promise<void> {
  // Asked first: what was there before the end was told is read behind it.
  const exit = await readExit(folderOf(options.rules.home, row));
  const isThere = exit !== null || (await supervisorLives(row, options));
  const now = await readOn(row, options).catch((error: unknown) => {
    // What can't be read, or stored, keeps nobody from ending it; its result is waited for a little.
    if (exit !== null && options.clock.now().getTime() - exit.at < readsWithinMs) throw error;
    options.log.warn({ err: error, executionId: row.id }, "the output of an execution could not be read");
    return findExecution(options.db.read, row.id);
  });
  if (now === undefined) return;
  if (exit !== null) return settleExit(await heldToBudget(now, options), exit, options);
  if (!isThere) return settleVanished(now, options);
  await control(await heldToBudget(now, options), options);
}

/** What took all that it may is not tried again. */
function settleExit(row: ExecutionRow, exit: Exit, options: ExecutionsOptions): Promise<void> {
  const verdict = heldAgainstSchema(row, verdictOf(row, exit));
  if (verdict.errorClass !== null && row.over_budget !== null)
    return settle(row, { ...endedOnRequest(row), exit }, options);
  return settleAttempt(row, { ...verdict, exit }, options);
}

/** It is to end once it took what it may. */
async function heldToBudget(row: ExecutionRow, { db }: ExecutionsOptions): Promise<ExecutionRow> {
  const why = row.over_budget === null ? overOwnBudget(row) : null;
  if (why === null) return row;
  return (await db.transaction((tx) => storeOverBudget(tx, row.id, why))) ?? row;
}

async function supervisorLives(
  { supervisor_pid: pid, supervisor_birth: birth }: ExecutionRow,
  { table }: ExecutionsOptions,
): Promise<boolean> {
  if (pid === null) return false;
  const seen = await table.look([pid]);
  if (seen === null) return true;
  const process = seen.get(pid);
  return process !== undefined && (birth === null || process.birth === birth);
}

/** Its supervisor is gone; it may have told the end in its last moment. */
async function settleVanished(row: ExecutionRow, options: ExecutionsOptions): Promise<void> {
  const folder = folderOf(options.rules.home, row);
  const exit = await readExit(folder);
  if (exit !== null) return;
  await endOrphan(row.id, await readChild(folder), options);
  await settle(row, { ...vanishedOf(row), exit: null }, options);
}

/** It may be a little older than what the supervisor wrote down of it, not younger. */
const birthWithinMs = 5_000;

/** What a supervisor left behind when it was killed. Another process may have its number by now. */
async function endOrphan(
  mark: string,
  child: Child | null,
  { table, clock }: ExecutionsOptions,
): Promise<void> {
  const seen = child === null ? undefined : (await table.look([child.pid]))?.get(child.pid);
  const began = seen === undefined ? Number.NaN : clock.now().getTime() - seen.ageMs;
  const isIt = child !== null && Math.abs(began - child.at) < birthWithinMs;
  signalMembers({ pid: isIt ? child.pid : null, mark }, "SIGKILL");
}

/**
 * A server that went between taking an execution and starting it: where no supervisor took up its order, its turn comes
 * again.
 */
export async function recoverUnstarted(row: ExecutionRow, options: ExecutionsOptions): Promise<void> {
  const { db, rules, table, clock } = options;
  const folder = folderOf(rules.home, row);
  const child = await readChild(folder);
  if (child !== null) {
    const birth = (await table.look([child.supervisor]))?.get(child.supervisor)?.birth ?? null;
    await db.transaction((tx) => storeSupervisor(tx, row.id, { pid: child.supervisor, birth }));
    return;
  }
  if ((await readExit(folder)) !== null) return lookAfter(row, options);
  if (await isTaken(folder)) {
    const began = (row.deadline?.getTime() ?? 0) - Number(row.timeout_ms);
    if (clock.now().getTime() - began > tellsWithinMs) await settleVanished(row, options);
    return;
  }
  if (row.cancel_asked || row.over_budget !== null)
    return settle(row, { ...endedOnRequest(row), exit: null }, options);
  await removeFolder(folder);
  await db.transaction((tx) => moveBackToQueue(tx, row));
}

/** A supervisor that took its order up tells of its child at once; on a slow disk, later. */
const tellsWithinMs = 120_000;

/** What lies there though nobody has taken the order up. */
const ours: readonly string[] = [files.deadline, files.spec, files.dropped, secretsFile, "workspace"];

/** A supervisor has taken the order up, and is about to tell of its child; else nobody takes it any more. */
async function isTaken(folder: string): Promise<boolean> {
  const isDropped = await rename(join(folder, files.spec), join(folder, files.dropped)).then(
    () => true,
    () => false,
  );
  return !isDropped && (await readdir(folder).catch(() => [])).some((name) => !ours.includes(name));
}
