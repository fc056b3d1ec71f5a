import { keyVariables } from "@signalbox/contract/accounts";
import type { AccountCli } from "../account-cli.ts";

/** Which provider and model it uses says its own configuration, or the machine's variables: a key alone does not. */
export const gooseAccounts: AccountCli = {
  folder: "GOOSE_PATH_ROOT",
  keys: keyVariables.goose,
  others: [],
  // Else keys of the machine's keychain would be taken before.
  withSecret: { GOOSE_DISABLE_KEYRING: "1" },
};
