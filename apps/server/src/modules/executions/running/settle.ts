import { rm } from "node:fs/promises";
import { executionPostponed } from "@signalbox/contract/execution-events";
import { storableText } from "../../../kernel/json.ts";
import { redactText } from "../../../kernel/redact.ts";
import type { Tx } from "../../../platform/database/database.ts";
import type { Exit } from "../../../platform/supervisor/spec.ts";
import { endAttempt, listAttempts } from "../attempts/attempts.repository.ts";
import { chooseLink } from "../attempts/choose-link.ts";
import { anotherAfterMs, failedAccounts, spentLinks } from "../attempts/next-attempt.ts";
import { moveToNextAttempt, moveToOver, type Over, type Wait } from "../execution-moves.repository.ts";
import type { ExecutionRow } from "../executions.repository.ts";
import type { ExecutionsOptions } from "../options.ts";
import { chainOf } from "../present-execution.ts";
import { endSteps } from "../steps.repository.ts";
import { tellOver } from "../tell-over.ts";
import { hasTaken } from "../usage/tally.ts";
import { folderOf, foldersLeftBy } from "./folders.ts";
import { isMissing } from "./told-files.ts";

const longestReason = 2_000;

interface End extends Pick<Over, "state" | "reason" | "errorClass"> {
  exit: Exit | null;
}

/** Writes down what became of an execution. Its folder goes with it. */
export const settle = (row: ExecutionRow, end: End, options: ExecutionsOptions): Promise<void> =>
  write(row, end, options, async () => null);

/** Writes down what became of an attempt: another one may be worth it, else the execution is over. */
export const settleAttempt = (row: ExecutionRow, end: End, options: ExecutionsOptions): Promise<void> =>
  write(row, end, options, async (tx, over) => {
    const { account_id: accountId, backend, resets_at: resetsAt } = row;
    const { errorClass, state, at, begunAt } = over;
    // How it went with the account is told by what the CLI said of it, not by what was wished meanwhile.
    if (accountId !== null && (state === "succeeded" || errorClass !== null))
      await options.accounts.note(tx, { accountId, backend, errorClass, resetsAt, begunAt, at });
    return waitAfter(tx, row, over, options);
  });

type AfterIt = (tx: Tx, over: Over & { begunAt: Date }) => Promise<Wait | null>;

async function write(row: ExecutionRow, end: End, options: ExecutionsOptions, after: AfterIt): Promise<void> {
  const { db, clock, rules, news, bell, tell } = options;
  const reason = end.reason === null ? null : storableText(redactText(end.reason), longestReason);
  const over = { ...end, reason, at: endOf(end.exit, clock.now()) };
  const left = await db.transaction(async (tx) => {
    const isRepaired = over.errorClass === "result_invalid";
    const ended = {
      ...over,
      answered: row.answered || hasTaken(row),
      result: isRepaired ? row.result : null,
    };
    const attempt = await endAttempt(tx, row, ended);
    const wait = await after(tx, { ...over, begunAt: attempt?.started_at ?? over.at });
    await endSteps(tx, row.id, over.at);
    const next = wait === null ? undefined : await moveToNextAttempt(tx, row, wait);
    if (next !== undefined) {
      tell(tx, executionPostponed, next);
      return [folderOf(rules.home, row)];
    }
    const moved = await moveToOver(tx, row, over);
    // Somebody else saw it end, and it may go on.
    if (moved === undefined) return [folderOf(rules.home, row)];
    await tellOver(tx, moved, options);
    return foldersLeftBy(rules.home, row);
  });
  news.tell(row.id);
  bell.ring();
  for (const folder of left) await removeFolder(folder);
}

/** When its program ended: nobody may have been there to see it. */
const endOf = (exit: Exit | null, now: Date): Date =>
  exit === null ? now : new Date(Math.min(exit.at, now.getTime()));

/** Until when another attempt waits; null where none is worth it, or can be made. */
async function waitAfter(
  tx: Tx,
  row: ExecutionRow,
  { at, ...verdict }: Over,
  { accounts, places, chance, budgets, clock }: ExecutionsOptions,
): Promise<Wait | null> {
  const past = await listAttempts(tx, row.id);
  const afterMs = anotherAfterMs({ verdict, past, retries: row.retries, chance: chance() });
  if (afterMs === null) return null;
  const wish = {
    chain: chainOf(row),
    spent: spentLinks(past, row.retries),
    failed: failedAccounts(past),
    stickTo: row.account_id,
    ...{ past, spentAccounts: await budgets.spentAccounts(tx) },
  };
  const here = { hostId: places.hostId(), at: clock.now(), takes: false };
  const chosen = await chooseLink(tx, { ...wish, ...here }, accounts);
  // What it did so far is on this machine.
  if ("refused" in chosen || "elsewhere" in chosen) return null;
  const what = verdict.reason ?? "It failed";
  const soonest = new Date(at.getTime() + afterMs);
  if ("account" in chosen) return { since: at, until: soonest, reason: `${what}: another attempt follows` };
  const until = chosen.until > soonest ? chosen.until : soonest;
  return { since: at, until, reason: `${what}: it goes on once it can (${chosen.reason})` };
}

export const removeFolder = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true }).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
  });
