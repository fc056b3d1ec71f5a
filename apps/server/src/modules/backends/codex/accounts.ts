import type { AccountCli } from "../account-cli.ts";

/** `codex exec` takes its key before whatever is signed in. */
export const codexAccounts: AccountCli = {
  folder: "CODEX_HOME",
  keys: ["CODEX_API_KEY"],
  others: ["OPENAI_API_KEY", "CODEX_ACCESS_TOKEN"],
};
