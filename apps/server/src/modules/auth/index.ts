export type { Audit } from "./audit/audit.ts";
export { retainedAudit } from "./audit/retained-audit.ts";
export { type Auth, type AuthApi, type AuthOptions, createAuth } from "./auth.module.ts";
export { authTables } from "./auth.tables.ts";
export type { KeyFile } from "./keys/key-file.ts";
export { retainedSignIns } from "./sign-ins/retained-sign-ins.ts";
