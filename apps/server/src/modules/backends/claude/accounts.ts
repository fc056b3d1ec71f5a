import type { AccountCli } from "../account-cli.ts";

/** A cloud of somebody else's would win over any of these, and a bearer token over a key. */
export const claudeAccounts: AccountCli = {
  folder: "CLAUDE_CONFIG_DIR",
  keys: ["ANTHROPIC_API_KEY"],
  token: "CLAUDE_CODE_OAUTH_TOKEN",
  others: [
    "ANTHROPIC_AUTH_TOKEN",
    "CLAUDE_CODE_USE_BEDROCK",
    "CLAUDE_CODE_USE_VERTEX",
    "CLAUDE_CODE_USE_FOUNDRY",
  ],
};
