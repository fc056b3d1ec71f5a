import type { MountedRoute, Peer } from "../../platform/http/http.ts";
import { type AccountEnvironment, environmentOf } from "./account-environment.ts";
import { createAccountChecks } from "./accounts.checks.ts";
import { accountErrors } from "./accounts.errors.ts";
import { findAccount } from "./accounts.repository.ts";
import { accountsRoutes } from "./accounts.routes.ts";
import { createAccountsService } from "./accounts.service.ts";
import { type AccountsInUse, createAccountsInUse } from "./accounts-in-use.ts";
import type { AccountsOptions } from "./options.ts";

export interface AccountsModuleOptions extends AccountsOptions {
  refuseWatchedAgent(peer: Peer): Promise<void>;
}

/** What runs a CLI asks of accounts. */
export interface AccountsApi extends AccountsInUse {
  /** What a CLI finds in its environment for this account. @throws AppError `accounts.not_found`, `vault.not_opened` */
  environmentOf(accountId: string): Promise<AccountEnvironment>;
  /** @throws AppError `accounts.not_found` */
  nameOf(accountId: string): Promise<string>;
}

export interface AccountsModule {
  api: AccountsApi;
  routes: MountedRoute[];
}

/** Logins and keys with which the CLIs of bots are run. */
export function createAccounts({ refuseWatchedAgent, ...options }: AccountsModuleOptions): AccountsModule {
  const inUse = createAccountsInUse(options);
  const { db, vault } = options;
  return {
    api: {
      ...inUse,
      environmentOf: (accountId) => environmentOf(accountId, { read: db.read, vault }),
      async nameOf(id) {
        const account = await findAccount(db.read, id);
        if (account === undefined) throw accountErrors.notFound(id);
        return account.name;
      },
    },
    routes: accountsRoutes({
      ...{ accounts: createAccountsService(options), checks: createAccountChecks(options, inUse) },
      refuseWatchedAgent,
    }),
  };
}
