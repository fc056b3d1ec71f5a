import type { AccountCli } from "../account-cli.ts";

/** Its folder is one that has a folder `.gemini` in it. */
export const geminiAccounts: AccountCli = {
  folder: "GEMINI_CLI_HOME",
  keys: ["GEMINI_API_KEY"],
  others: ["GOOGLE_API_KEY", "GOOGLE_GENAI_USE_GCA", "GOOGLE_GENAI_USE_VERTEXAI"],
};
