import type { BotBackend } from "@signalbox/contract/chain";
import type { ErrorClass } from "@signalbox/contract/executions";
import { newId } from "../../kernel/ids.ts";
import type { Tx } from "../../platform/database/database.ts";
import type { PlanWindow } from "../backends/index.ts";
import {
  type AccountRow,
  candidateOf,
  findAccount,
  findAccountNames,
  findAccountsOf,
  insertAccount,
  lockUse,
  markUsed,
  type Owner,
  storeFault,
  storeLimit,
  storeSuccess,
} from "./accounts.repository.ts";
import { afterEnd, afterTry, type Breaker, closed, heldUntil } from "./breaker.ts";
import { findBreaker, storeBreaker } from "./breakers.repository.ts";
import { type AccountChoice, chooseAccount, type Wish } from "./choice.ts";
import { afterLimit, rowAfterSuccess } from "./cooldown.ts";
import type { AccountsOptions } from "./options.ts";
import { tellAccount } from "./tell-account.ts";
import { storeWindows } from "./windows.repository.ts";

/** How an attempt with an account ended; null where it went well. */
export interface AttemptEnd {
  accountId: string;
  backend: BotBackend;
  errorClass: ErrorClass | null;
  /** When its limit is over, where that is known. */
  resetsAt: Date | null;
  /** When it began: what was written of the account since, it knows nothing of. */
  begunAt: Date;
  at: Date;
}

export interface AccountsInUse {
  /** Where `takes`, marks the chosen as used. In the caller's transaction, of which it is the last lock to be taken. */
  choose(
    tx: Tx,
    wish: Wish & { backend: BotBackend; programId: string | null; takes: boolean },
  ): Promise<AccountChoice>;
  /**
   * What became of an attempt: success closes the breaker and clears a fault, `rate_limit` sets a cooldown,
   * `authentication` and `billing` a fault, `overloaded` and `network` count for the breaker. In the caller's transaction.
   */
  note(tx: Tx, end: AttemptEnd): Promise<void>;
  /** How much of its plan is used, as its CLI tells. In the caller's transaction. */
  noteWindows(tx: Tx, accountId: string, windows: readonly PlanWindow[]): Promise<void>;
}

type Means = Pick<AccountsOptions, "events" | "hostId" | "programs">;

export const createAccountsInUse = (means: Means): AccountsInUse => ({
  async choose(tx, wish) {
    const { programId } = wish;
    if (programId !== null && (await means.programs.find(programId, tx)) === null)
      return { refused: "Its program is not there any more" };
    await lockUse(tx);
    const rows = await findAccountsOf(tx, wish);
    const isAnyHere = rows.some(({ host_id }) => host_id === null || host_id === wish.hostId);
    if (!isAnyHere) rows.push(await addMachine(tx, wish));
    const breaker = await breakerOf(tx, wish);
    const choice = chooseAccount(rows.map(candidateOf), wish, heldUntil(breaker, wish.at));
    if (!("account" in choice) || !wish.takes) return choice;
    await markUsed(tx, choice.account.id, wish.at);
    const tried = afterTry(breaker, wish.at);
    if (tried !== breaker) await storeBreakerOf(tx, wish, tried);
    return choice;
  },
  async note(tx, end) {
    await lockUse(tx);
    const which = { backend: end.backend, hostId: means.hostId() };
    const breaker = await breakerOf(tx, which);
    const then = afterEnd(breaker, end.errorClass, end.at);
    if (then.faults !== breaker.faults || then.nextTryAt !== breaker.nextTryAt)
      await storeBreakerOf(tx, which, then);
    const before = await findAccount(tx, end.accountId);
    const after = before === undefined ? undefined : await storeEnd(tx, before, end);
    if (before !== undefined && after !== undefined)
      tellAccount(means.events, tx, { before, after }, { at: end.at });
  },
  noteWindows: storeWindows,
});

interface Which {
  backend: BotBackend;
  hostId: string;
}

/** Programs have nothing in common that could be left alone. */
const breakerOf = async (tx: Tx, { backend, hostId }: Which): Promise<Breaker> =>
  backend === "program" ? closed : findBreaker(tx, { backend, hostId });

async function storeBreakerOf(tx: Tx, { backend, hostId }: Which, breaker: Breaker): Promise<void> {
  if (backend !== "program") await storeBreaker(tx, { backend, hostId }, breaker);
}

/** The machine's own sign-in is there before anybody says so. */
async function addMachine(
  tx: Tx,
  { backend, programId, hostId, at }: Owner & { hostId: string; at: Date },
): Promise<AccountRow> {
  const taken = new Set((await findAccountNames(tx, backend)).map((name) => name.toLowerCase()));
  const names = Array.from({ length: taken.size + 1 }, (_, n) => (n === 0 ? "Machine" : `Machine ${n + 1}`));
  const name = names.find((each) => !taken.has(each.toLowerCase())) ?? `Machine ${hostId}`;
  const given = { backend, name, kind: "machine" as const };
  return insertAccount(tx, {
    ...{ id: newId(), given, programId, hostId, folder: null, secret: null, actor: "system", at },
  });
}

async function storeEnd(tx: Tx, row: AccountRow, end: AttemptEnd): Promise<AccountRow | undefined> {
  const { errorClass, at, resetsAt } = end;
  const limits = { limitedUntil: row.limited_until, inRow: row.limits_in_row };
  if (errorClass === null) return storeSuccess(tx, row.id, rowAfterSuccess(limits, at));
  if (errorClass === "authentication" || errorClass === "billing")
    return row.updated_at > end.begunAt ? undefined : storeFault(tx, row.id, errorClass, at);
  if (errorClass !== "rate_limit") return undefined;
  const { limitedUntil: until, inRow } = afterLimit(limits, { at, resetsAt });
  const reason = resetsAt === null ? "It met a limit, and did not say when that is over" : "It met a limit";
  return storeLimit(tx, row.id, { until, reason, inRow });
}
