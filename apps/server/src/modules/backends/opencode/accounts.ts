import { keyVariables } from "@signalbox/contract/accounts";
import type { AccountCli } from "../account-cli.ts";

/** Its sign-ins lie in `opencode/auth.json` in its folder, and would win over a key: the last variable takes their place. */
export const opencodeAccounts: AccountCli = {
  folder: "XDG_DATA_HOME",
  keys: keyVariables.opencode,
  others: ["OPENCODE_AUTH_CONTENT"],
  withSecret: { OPENCODE_AUTH_CONTENT: "{}" },
};
