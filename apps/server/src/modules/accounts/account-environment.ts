import type { Queryable } from "../../platform/database/database.ts";
import type { Vault } from "../../platform/vault/vault.ts";
import { type AccountCli, accountEnvironment, launchableOf } from "../backends/index.ts";
import { accountErrors } from "./accounts.errors.ts";
import { type AccountRow, findAccount } from "./accounts.repository.ts";

/** Of a program nothing is known but the variable that was named. */
const programAccounts: AccountCli = { folder: "", keys: [], others: [] };

/** The secret of an account opens nowhere else. */
export const placeOf = (accountId: string): string => `accounts/${accountId}`;

/** What a CLI finds in its environment for an account. */
export interface AccountEnvironment {
  env: Record<string, string>;
  /** What must not be seen in its output. */
  secrets: readonly string[];
}

export async function environmentOf(
  accountId: string,
  { read, vault }: { read: Queryable; vault: Vault },
): Promise<AccountEnvironment> {
  const row = await findAccount(read, accountId);
  if (row === undefined) throw accountErrors.notFound(accountId);
  return environmentOfRow(row, vault);
}

export async function environmentOfRow(row: AccountRow, vault: Vault): Promise<AccountEnvironment> {
  const cli = row.backend === "program" ? programAccounts : launchableOf(row.backend)?.accounts;
  if (cli === undefined) return { env: {}, secrets: [] };
  const { id, kind, folder, variable, sealed_secret: sealed } = row;
  if (folder !== null) return { env: accountEnvironment(cli, { kind: "folder", folder }), secrets: [] };
  if (kind !== "key" && kind !== "token") return { env: {}, secrets: [] };
  if (variable === null || sealed === null) throw accountErrors.notFound(id);
  const secret = await vault.open(placeOf(id), sealed);
  return { env: accountEnvironment(cli, { kind, variable, secret }), secrets: [secret] };
}
