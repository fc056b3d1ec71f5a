export { type AccountsApi, type AccountsModule, createAccounts } from "./accounts.module.ts";
export { accountsTables } from "./accounts.tables.ts";
export type { AccountChoice } from "./choice.ts";
