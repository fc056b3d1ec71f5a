import type { AccountCheck } from "@signalbox/contract/accounts";
import { oneAtATime } from "../../kernel/one-at-a-time.ts";
import type { Cause } from "../../platform/http/http.ts";
import { accountErrors } from "./accounts.errors.ts";
import { findAccount } from "./accounts.repository.ts";
import type { AccountsInUse } from "./accounts-in-use.ts";
import { checkAccount } from "./check-account.ts";
import type { AccountsOptions } from "./options.ts";

export interface AccountChecks {
  /**
   * Tries an account, and notes what became of it. One after the other: each is a CLI that wants a processor.
   * @throws AppError `accounts.not_found`, `accounts.elsewhere`, `accounts.program_missing`, `vault.not_opened`
   */
  check(id: string, by: Cause, gone: AbortSignal): Promise<AccountCheck>;
}

export const createAccountChecks = (
  options: AccountsOptions,
  inUse: Pick<AccountsInUse, "note" | "noteWindows">,
): AccountChecks => {
  const { db, clock, audit, hostId } = options;
  const inTurn = oneAtATime();
  const look = async (id: string, by: Cause, gone: AbortSignal): Promise<AccountCheck> => {
    const row = await findAccount(db.read, id);
    if (row === undefined) throw accountErrors.notFound(id);
    if (row.host_id !== null && row.host_id !== hostId()) throw accountErrors.elsewhere();
    const begunAt = clock.now();
    const { resetsAt, windows, ...check } = await checkAccount(row, options, gone);
    // Whoever wanted to know went away, and the CLI was ended for that: it says nothing of the account.
    if (gone.aborted) return check;
    await db.transaction(async (tx) => {
      const { ok, errorClass } = check;
      await audit.record(tx, {
        ...{ ...by, action: "account.checked", subject: { kind: "account", id }, detail: { ok, errorClass } },
      });
      await inUse.note(tx, {
        accountId: id,
        backend: row.backend,
        errorClass,
        resetsAt,
        begunAt,
        at: clock.now(),
      });
      await inUse.noteWindows(tx, id, windows);
    });
    if (check.ok) await options.freed();
    return check;
  };
  return { check: (id, by, gone) => inTurn("check", () => look(id, by, gone)) };
};
