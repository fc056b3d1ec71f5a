import type { Selectable } from "kysely";
import { sql } from "kysely";
import type { Queryable, Tx } from "../../platform/database/database.ts";
import type { AccountsWindows } from "../../platform/database/tables.ts";
import type { PlanWindow } from "../backends/index.ts";

export type WindowRow = Selectable<AccountsWindows>;

/** More than any plan has: those that were told last are kept. */
const mostWindows = 12;

/** What was told last stands, in whatever order it is noted. An account that is gone has none. */
export async function storeWindows(tx: Tx, accountId: string, windows: readonly PlanWindow[]): Promise<void> {
  const account = tx.selectFrom("accounts").select("id").where("id", "=", accountId).forKeyShare();
  if ((await account.executeTakeFirst()) === undefined) return;
  // By name, so that two that write at once don't wait for each other.
  const last = new Map(windows.map((window) => [window.name, window]));
  for (const [, { name, usedPercent, isMet, resetsAt, toldAt }] of [...last].sort(byName)) {
    const values = { used_percent: usedPercent, is_met: isMet, resets_at: resetsAt, told_at: toldAt };
    await tx
      .insertInto("accounts_windows")
      .values({ account_id: accountId, name, ...values })
      .onConflict((conflict) =>
        conflict
          .columns(["account_id", "name"])
          .doUpdateSet(values)
          .where("accounts_windows.told_at", "<=", toldAt),
      )
      .execute();
  }
  await tx
    .deleteFrom("accounts_windows")
    .where("account_id", "=", accountId)
    .where(
      "name",
      "not in",
      sql<string>`(select name from accounts_windows where account_id = ${accountId}
        order by told_at desc, name limit ${mostWindows})`,
    )
    .execute();
}

const byName = ([one]: [string, unknown], [other]: [string, unknown]): number => (one < other ? -1 : 1);

/** Those of each account, by when they are over. */
export async function findWindows(
  read: Queryable,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, WindowRow[]>> {
  const of = new Map<string, WindowRow[]>();
  if (accountIds.length === 0) return of;
  const rows = await read
    .selectFrom("accounts_windows")
    .selectAll()
    .where("account_id", "in", accountIds)
    .orderBy("resets_at")
    .orderBy("name")
    .execute();
  for (const row of rows) of.set(row.account_id, [...(of.get(row.account_id) ?? []), row]);
  return of;
}

/** What was told of another login. */
export const deleteWindows = async (tx: Tx, accountId: string): Promise<void> => {
  await tx.deleteFrom("accounts_windows").where("account_id", "=", accountId).execute();
};
