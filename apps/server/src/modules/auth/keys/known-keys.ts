import { Scope } from "@signalbox/contract/common";
import type { Clock } from "../../../kernel/clock.ts";
import { hashSecret } from "../../../kernel/ids.ts";
import type { Queryable } from "../../../platform/database/database.ts";
import type { Caller } from "../../../platform/http/http.ts";
import { findKeyInUse } from "./keys.repository.ts";

/** Keys in use, in memory: they are asked for at every hook. What is not here is asked of the database. */
export interface KnownKeys {
  find(secret: string): Promise<Caller | null>;
  isInUse(id: string): boolean;
  forget(key: { id: string; secretHash: string }): void;
}

interface KnownKey {
  caller: Caller;
  expiresAt: Date | null;
}

/** What secrets of stored keys look like; nothing else is worth a question to the database. */
const shape = /^sbx_key_[\w-]{43}$/;

/** The key the operator chose for automation: it is in no table and can't answer. */
export const adminCaller: Caller = {
  kind: "api_key",
  id: "admin-key",
  name: "SIGNALBOX_ADMIN_KEY",
  scopes: Scope.options.filter((scope) => scope !== "answer"),
};

export const createKnownKeys = (options: {
  read: Queryable;
  clock: Clock;
  adminKey: string | undefined;
}): KnownKeys => {
  const { read, clock, adminKey } = options;
  const bySecret = new Map<string, KnownKey>();
  const byId = new Map<string, KnownKey>();
  let forgotten = 0;

  const remember = (secretHash: string, key: KnownKey) => {
    bySecret.set(secretHash, key);
    byId.set(key.caller.id, key);
  };
  if (adminKey) remember(hashSecret(adminKey), { caller: adminCaller, expiresAt: null });

  const isCurrent = ({ expiresAt }: KnownKey) => expiresAt === null || expiresAt > clock.now();

  const lookUp = async (secretHash: string): Promise<KnownKey | undefined> => {
    const before = forgotten;
    const row = await findKeyInUse(read, secretHash);
    if (row === undefined) return undefined;
    const { id, name } = row;
    const caller: Caller = { kind: "api_key", id, name, scopes: Scope.array().parse(row.scopes) };
    const key = { caller, expiresAt: row.expires_at };
    // Read before a revocation and remembered after it, the key would live on.
    if (before === forgotten) remember(secretHash, key);
    return key;
  };

  return {
    async find(secret) {
      const secretHash = hashSecret(secret);
      const key = bySecret.get(secretHash) ?? (shape.test(secret) ? await lookUp(secretHash) : undefined);
      return key !== undefined && isCurrent(key) ? key.caller : null;
    },
    isInUse(id) {
      const key = byId.get(id);
      return key !== undefined && isCurrent(key);
    },
    forget({ id, secretHash }) {
      forgotten += 1;
      bySecret.delete(secretHash);
      byId.delete(id);
    },
  };
};
