import { executionStarted } from "@signalbox/contract/execution-events";
import type { Tx } from "../../../platform/database/database.ts";
import { markVariable } from "../../../platform/supervisor/members.ts";
import { recordOf } from "../../../platform/supervisor/spec.ts";
import { startSupervisor } from "../../../platform/supervisor/start-supervisor.ts";
import { insertAttempt, listAttempts } from "../attempts/attempts.repository.ts";
import { heldAccounts } from "../attempts/choose-link.ts";
import { moveBackToQueue, storeNote, storePrepared, storeSupervisor } from "../execution-moves.repository.ts";
import { type ExecutionRow, findExecution, lockClaims } from "../executions.repository.ts";
import type { ExecutionsOptions } from "../options.ts";
import { beginStep, endSteps } from "../steps.repository.ts";
import { folderOf } from "./folders.ts";
import { type Plan, planOf } from "./plan.ts";
import { keepSecrets } from "./secrets.ts";
import { removeFolder, settle } from "./settle.ts";
import { endedOnRequest, notStarted } from "./verdict.ts";

/** Starts the next attempt of an execution that was claimed, under a supervisor. */
export async function beginExecution(
  row: ExecutionRow,
  options: ExecutionsOptions,
  signal: AbortSignal,
): Promise<void> {
  const { db, clock, tell, table, rules } = options;
  await removeFolder(folderOf(rules.home, row));
  const plan = await planOf(row, options, signal);
  if ("later" in plan) {
    await db.transaction(async (tx) => {
      await endSteps(tx, row.id, clock.now());
      return moveBackToQueue(tx, row, plan.later);
    });
    return;
  }
  if ("stopped" in plan) return putBack(row, options);
  // Links that could not be started count as attempts.
  if ("state" in plan) return settle(await rowNow(row, options), { ...plan, exit: null }, options);
  const { file, args, cwd, env } = plan.spec;
  const names = [...Object.keys(env), markVariable].sort();
  const prepared = { cwd, command: [file, ...args], environment: names, ...plan };
  const stored = await db.transaction(async (tx) => {
    if (await isSpentMeanwhile(tx, row, { plan, options })) return "spent";
    const moved = await storePrepared(tx, row.id, prepared);
    if (moved === undefined) return undefined;
    // It had been prepared before where a server went and its turn came again, or an attempt failed.
    if (row.command === null) tell(tx, executionStarted, moved);
    await beginAttempt(tx, moved, plan, options);
    return moved;
  });
  // Its turn comes again, with another account or none.
  if (stored === "spent") return putBack(row, options);
  if (stored === undefined || stored.deadline === null) return;
  if (stored.cancel_asked || stored.over_budget !== null)
    return settle(stored, { ...endedOnRequest(stored), exit: null }, options);
  const folder = folderOf(rules.home, stored);
  const pid = await keepSecrets(rules.home, stored, plan.secrets)
    .then(() => startSupervisor(folder, plan.spec, { deadline: stored.deadline ?? clock.now() }))
    .catch(notStarted);
  if (typeof pid !== "number") return settle(stored, { ...pid, exit: null }, options);
  const birth = (await table.look([pid]))?.get(pid)?.birth ?? null;
  await db.transaction((tx) => storeSupervisor(tx, row.id, { pid, birth }));
}

/**
 * Its account was chosen before it was got ready: another attempt may have taken what was left of a budget. Those that
 * begin are looked at one after the other, so that no two of them take the last of it.
 */
async function isSpentMeanwhile(
  tx: Tx,
  row: ExecutionRow,
  { plan: { account }, options: { budgets } }: { plan: Plan; options: ExecutionsOptions },
): Promise<boolean> {
  await lockClaims(tx);
  const spent = (await budgets.spentAccounts(tx)).filter(({ accountId }) => accountId === account.id);
  return spent.length > 0 && heldAccounts(spent, await listAttempts(tx, row.id)).size > 0;
}

/** Writes down which it is, and says so in the log where it is not the first that was to be tried. */
async function beginAttempt(
  tx: Tx,
  row: ExecutionRow,
  { link: { backend, model }, account, asks, number: link, why }: Plan,
  { clock }: ExecutionsOptions,
): Promise<void> {
  const [at, number] = [clock.now(), row.attempt];
  await insertAttempt(tx, row.id, { number, link, backend, model, account, asks, why, at });
  await beginStep(tx, row.id, "attempt", at);
  const { passedOver } = why;
  if (number === 1 && passedOver.length === 0) return;
  const since = passedOver.length === 0 ? "" : `, since ${passedOver.join("; ")}`;
  const what = `Attempt ${number}, with ${backend} (${account.name}), ${doings[asks]}${since}`;
  await storeNote(tx, row.id, recordOf(at.getTime(), "n", what.replace(/\s+/g, " ")));
}

const doings = {
  prompt: "begins from the start",
  next_prompt: "goes on in the session of another execution",
  going_on: "goes on in the same session",
  repair: "is asked for its result again",
} as const;

/** The server stops before it was begun, or its end is wished. */
async function putBack(row: ExecutionRow, options: ExecutionsOptions): Promise<void> {
  const { db, clock } = options;
  const moved = await db.transaction(async (tx) => {
    await endSteps(tx, row.id, clock.now());
    return moveBackToQueue(tx, row);
  });
  if (moved !== undefined) return;
  const now = await rowNow(row, options);
  // Else somebody else has it by now.
  if (now.cancel_asked || now.over_budget !== null)
    await settle(now, { ...endedOnRequest(now), exit: null }, options);
}

const rowNow = async (row: ExecutionRow, { db }: Pick<ExecutionsOptions, "db">): Promise<ExecutionRow> =>
  (await findExecution(db.read, row.id)) ?? row;
