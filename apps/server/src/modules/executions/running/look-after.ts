import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { executionFinished } from "@signalbox/contract/executions";
import { signalMembers } from "../../../platform/supervisor/members.ts";
import { type Child, files } from "../../../platform/supervisor/spec.ts";
import { adapterOf } from "../../backends/index.ts";
import {
  moveBackToQueue,
  moveToOver,
  type Over,
  storePiece,
  storeSupervisor,
} from "../execution-moves.repository.ts";
import type { ExecutionRow } from "../executions.repository.ts";
import type { ExecutionsOptions } from "../options.ts";
import { control } from "./control.ts";
import { folderOf } from "./folders.ts";
import { readPiece } from "./read-piece.ts";
import { readChild, readExit } from "./told-files.ts";
import { vanished, verdictOf } from "./verdict.ts";

/** Takes in what an execution printed since, and sees it end. */
export async function lookAfter(row: ExecutionRow, options: ExecutionsOptions): Promise<void> {
  // Asked first: what was there before the end was told is read behind it.
  const exit = await readExit(folderOf(options.rules.home, row.id));
  const isThere = exit !== null || (await supervisorLives(row, options));
  const now = await readOn(row, options);
  if (now === undefined) return;
  if (exit !== null) return settle(now, { ...verdictOf(now, exit), exit }, options);
  if (!isThere) return settleVanished(now, options);
  await control(now, options);
}

/** All that there is; the row as it is then, undefined where it is over. */
async function readOn(
  row: ExecutionRow,
  { db, rules, news }: ExecutionsOptions,
): Promise<ExecutionRow | undefined> {
  const cli = adapterOf(row.backend)?.execution;
  const path = join(folderOf(rules.home, row.id), files.output);
  let now: ExecutionRow | undefined = row;
  while (now !== undefined && now.ended_at === null && cli !== undefined) {
    const piece = await readPiece(path, Number(now.read_to), cli);
    if (piece === null) return now;
    const before: ExecutionRow = now;
    now = await db.transaction((tx) => storePiece(tx, before, piece));
    news.tell(row.id);
  }
  return now?.ended_at === null ? now : undefined;
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
  const folder = folderOf(options.rules.home, row.id);
  const exit = await readExit(folder);
  if (exit !== null) return;
  const child = await readChild(folder);
  if (child !== null) await endOrphan(row.id, child, options);
  await settle(row, { ...vanished, exit: null }, options);
}

/** It may be a little older than what the supervisor wrote down of it, not younger. */
const birthWithinMs = 5_000;

/** What a supervisor left behind when it was killed. Another process may have its number by now. */
async function endOrphan(
  mark: string,
  { pid, at }: Child,
  { table, clock }: ExecutionsOptions,
): Promise<void> {
  const seen = (await table.look([pid]))?.get(pid);
  const began = seen === undefined ? null : clock.now().getTime() - seen.ageMs;
  const isIt = began !== null && Math.abs(began - at) < birthWithinMs;
  signalMembers({ pid: isIt ? pid : null, mark }, "SIGKILL");
}

/**
 * A server that went between taking an execution and starting it: where no supervisor took up its order, its turn comes
 * again.
 */
export async function recoverUnstarted(row: ExecutionRow, options: ExecutionsOptions): Promise<void> {
  const { db, rules, table } = options;
  const folder = folderOf(rules.home, row.id);
  const child = await readChild(folder);
  if (child !== null) {
    const birth = (await table.look([child.supervisor]))?.get(child.supervisor)?.birth ?? null;
    await db.transaction((tx) => storeSupervisor(tx, row.id, { pid: child.supervisor, birth }));
    return;
  }
  if ((await readExit(folder)) !== null) return lookAfter(row, options);
  if (await isTaken(folder)) return;
  await rm(folder, { recursive: true, force: true });
  await db.transaction((tx) => moveBackToQueue(tx, row));
}

/** A supervisor has taken the order up, and is about to tell of its child; else nobody takes it any more. */
async function isTaken(folder: string): Promise<boolean> {
  const isDropped = await rename(join(folder, files.spec), join(folder, "spec.dropped")).then(
    () => true,
    () => false,
  );
  return (
    !isDropped &&
    (await readdir(folder).catch(() => [])).some((name) => name !== files.deadline && name !== "workspace")
  );
}

async function settle(
  row: ExecutionRow,
  { state, reason, errorClass, exit }: Pick<Over, "state" | "reason" | "errorClass" | "exit">,
  { db, clock, tell, rules, news, bell }: ExecutionsOptions,
): Promise<void> {
  await db.transaction(async (tx) => {
    const moved = await moveToOver(tx, row.id, { state, reason, errorClass, exit, at: clock.now() });
    if (moved !== undefined) tell(tx, executionFinished, moved);
  });
  news.tell(row.id);
  bell.ring();
  await rm(folderOf(rules.home, row.id), { recursive: true, force: true });
}
