import { Scope } from "@signalbox/contract/common";
import { scopesOfRole } from "@signalbox/contract/roles";
import type { Clock } from "../../../kernel/clock.ts";
import { hashSecret } from "../../../kernel/ids.ts";
import type { Queryable } from "../../../platform/database/database.ts";
import type { Caller } from "../../../platform/http/http.ts";
import { createKnownCallers, type KnownCaller, type KnownCallers } from "../known-callers.ts";
import { adminCaller } from "./admin-key.ts";
import { findKeyInUse, type KeyInUseRow } from "./keys.repository.ts";

type Shared = "onceOver" | "forget" | "forgetUser" | "forgetAll";

/** Keys in use, with the bootstrap key among them. */
export interface KnownKeys extends Pick<KnownCallers<KnownKey>, Shared> {
  find(secret: string): Promise<Caller | null>;
  findById(id: string): Promise<Caller | null>;
  /** Whether the key was made for a file of this machine. */
  isOfFile(id: string): Promise<boolean>;
}

interface KnownKey extends KnownCaller {
  ofFile: boolean;
}

/** What secrets of stored keys look like; nothing else is worth a question to the database. */
const shape = /^sbx_key_[\w-]{43}$/;

export const createKnownKeys = (options: {
  read: Queryable;
  clock: Clock;
  adminKey: string | undefined;
}): KnownKeys => {
  const { read, clock, adminKey } = options;
  const adminHash = adminKey && hashSecret(adminKey);
  const isAdmin = (id: string) => adminHash !== undefined && id === adminCaller.id;
  const ask = async (by: { secretHash: string } | { id: string }) => {
    const row = await findKeyInUse(read, by);
    return row && asKnown(row);
  };
  const known = createKnownCallers<KnownKey>({
    clock,
    readBySecret: (secretHash) => ask({ secretHash }),
    readById: (id) => ask({ id }),
  });
  const findById = async (id: string) => known.findById(id);

  return {
    async find(secret) {
      const secretHash = hashSecret(secret);
      if (secretHash === adminHash) return adminCaller;
      return (shape.test(secret) ? await known.find(secretHash) : undefined)?.caller ?? null;
    },
    findById: async (id) => (isAdmin(id) ? adminCaller : ((await findById(id))?.caller ?? null)),
    // The bootstrap key is as old as the process.
    onceOver: (caller, tell) => (isAdmin(caller.id) ? () => {} : known.onceOver(caller, tell)),
    isOfFile: async (id) => (await findById(id))?.ofFile ?? false,
    forget: known.forget,
    forgetUser: known.forgetUser,
    forgetAll: known.forgetAll,
  };
};

const asKnown = (row: KeyInUseRow): KnownKey => {
  const { id, name, user_id, login, user_name, role } = row;
  const allowed = scopesOfRole[role];
  const scopes = Scope.array()
    .parse(row.scopes)
    .filter((scope) => allowed.includes(scope));
  const user = { id: user_id, login, name: user_name, role };
  return {
    caller: { kind: "api_key", id, name, scopes, user },
    secretHash: row.secret_hash,
    expiresAt: row.expires_at,
    ofFile: row.file !== null,
  };
};
