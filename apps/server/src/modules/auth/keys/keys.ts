import { type ApiKey, apiKeyCreated, apiKeyRevoked } from "@signalbox/contract/auth";
import { Id, type Page, type Scope } from "@signalbox/contract/common";
import { scopesOfRole } from "@signalbox/contract/roles";
import type { Logger } from "pino";
import type { Clock } from "../../../kernel/clock.ts";
import { hashSecret, newId, newSecret } from "../../../kernel/ids.ts";
import type { Service } from "../../../kernel/module.ts";
import { afterCommit, type Db, type Tx } from "../../../platform/database/database.ts";
import { type EventLog, newEvent } from "../../../platform/events/events.ts";
import { keysetCursor, pageOfRows } from "../../../platform/http/cursor.ts";
import type { Caller, Cause } from "../../../platform/http/http.ts";
import type { Audit } from "../audit/audit.ts";
import { authErrors } from "../auth.errors.ts";
import { createUsage } from "../usage.ts";
import { findUserInUse, machineUser, type UserRow } from "../users/users.repository.ts";
import { adminCaller } from "./admin-key.ts";
import { insertKey, keysOfFile, keysOfUser, listKeys, revokeKey, writeUses } from "./keys.repository.ts";
import { createKnownKeys, type KnownKeys } from "./known-keys.ts";
import { presentKey } from "./present-key.ts";

export interface KeysOptions {
  db: Db;
  events: EventLog;
  clock: Clock;
  log: Logger;
  audit: Audit;
  adminKey: string | undefined;
}

/** A key to be made. */
export interface NewKey {
  name: string;
  scopes: readonly Scope[];
  expiresAt?: Date | undefined;
}

/** API keys: made, listed, revoked, and told by their secret. */
export interface Keys {
  readonly usage: Service;
  readonly known: Pick<
    KnownKeys,
    "findById" | "forget" | "forgetUser" | "forgetAll" | "onceOver" | "isOfFile"
  >;
  /** Makes a key of an account, or of whoever asks; it holds nothing that either of them may not do. */
  create(key: NewKey & { userId?: string | undefined }, by: Maker): Promise<{ key: ApiKey; secret: string }>;
  /** Makes a key for a file, in place of the one made for it before; answers its secret. */
  createForFile(key: NewKey & { file: string }): Promise<string>;
  list(page: { limit: number; cursor?: string | undefined }): Promise<Page<ApiKey>>;
  revoke(id: string, cause: Cause): Promise<void>;
  /** Who holds this secret, if it is of a key in use. */
  authenticate(secret: string): Promise<Caller | null>;
  /** Makes the key that a terminal answers with once a person let it; answers its id. */
  createGranted(tx: Tx, key: GrantedKey, cause: Cause): Promise<string>;
  /** The same as `revoke` in the transaction of something larger; one that is revoked already stays so. */
  revokeIn(tx: Tx, id: string, cause: Cause): Promise<void>;
  /** Revokes all keys of an account that is disabled. */
  revokeAllOf(tx: Tx, userId: string, cause: Cause): Promise<number>;
}

/** Of a key that will be made for a secret which somebody holds already. */
interface SecretMark {
  hash: string;
  prefix: string;
}

/** The only keys that answer: each was given by a person in a browser, and is on no disk. */
interface GrantedKey {
  name: string;
  userId: string;
  expiresAt: Date;
  secret: SecretMark;
}

/** Who makes a key. */
interface Maker extends Cause {
  holds: readonly Scope[];
  userId: string | undefined;
}

const cursors = keysetCursor("api keys", Id);
const shownLength = "sbx_key_".length + 4;

/** The secret of a key, with what is kept of it. */
export const newKeySecret = (): SecretMark & { secret: string } => {
  const secret = newSecret("sbx_key");
  return { secret, hash: hashSecret(secret), prefix: secret.slice(0, shownLength) };
};

export const createKeys = (options: KeysOptions): Keys => {
  const { db, clock, log, adminKey } = options;
  const known = createKnownKeys({ read: db.read, clock, adminKey });
  const { insert, revoke } = keyWriter(options, known.forget);
  const usage = createUsage({
    name: "last use of API keys",
    log,
    everyMs: 60_000,
    write: (uses) => db.transaction((tx) => writeUses(tx, uses)),
  });

  return {
    usage,
    known,
    async create(key, { holds, userId, ...cause }) {
      if (key.scopes.includes("answer")) throw authErrors.answerNeedsSignIn();
      for (const scope of key.scopes) if (!holds.includes(scope)) throw authErrors.scopeNotHeld(scope);
      const ownerId = key.userId ?? userId;
      if (key.expiresAt !== undefined && key.expiresAt <= clock.now()) throw authErrors.expiryPast();
      return db.transaction(async (tx) => {
        const owner = ownerId === undefined ? await machineUser(tx) : await findUserInUse(tx, ownerId);
        if (owner === undefined) throw authErrors.userNotFound(ownerId ?? "");
        const allowed = scopesOfRole[owner.role];
        for (const scope of key.scopes) if (!allowed.includes(scope)) throw authErrors.scopeNotOfOwner(scope);
        const made = newKeySecret();
        return { key: await insert(tx, key, { owner, cause, ...made }), secret: made.secret };
      });
    },
    async createForFile({ file, ...key }) {
      const cause = { actor: "system", correlationId: newId() };
      const made = newKeySecret();
      await db.transaction(async (tx) => {
        for (const { id } of await keysOfFile(tx, file)) await revoke(tx, id, cause);
        await insert(tx, key, { owner: await machineUser(tx), cause, file, ...made });
      });
      return made.secret;
    },
    async createGranted(tx, { name, userId, expiresAt, secret }, cause) {
      const owner = await findUserInUse(tx, userId);
      if (owner === undefined) throw authErrors.userNotFound(userId);
      const scopes = ["read", "answer"] as const;
      const { id } = await insert(tx, { name, scopes, expiresAt }, { owner, cause, ...secret });
      return id;
    },
    async revokeIn(tx, id, cause) {
      await revoke(tx, id, cause);
    },
    async list({ limit, cursor }) {
      const rows = await listKeys(db.read, { before: cursors.decode(cursor), limit: limit + 1 });
      const page = pageOfRows(rows, limit, ({ id }) => cursors.encode(id));
      const present = (row: (typeof rows)[number]) =>
        presentKey({ ...row, last_used_at: usage.unwritten(row.id) ?? row.last_used_at });
      return { ...page, items: page.items.map(present) };
    },
    async revoke(id, cause) {
      if (!(await db.transaction((tx) => revoke(tx, id, cause)))) throw authErrors.keyNotFound(id);
    },
    async authenticate(secret) {
      const caller = await known.find(secret);
      if (caller !== null && caller !== adminCaller) usage.note(caller.id, clock.now());
      return caller;
    },
    async revokeAllOf(tx, userId, cause) {
      const keys = await keysOfUser(tx, userId);
      for (const { id } of keys) await revoke(tx, id, cause);
      return keys.length;
    },
  };
};

interface Insertion extends SecretMark {
  owner: UserRow;
  cause: Cause;
  file?: string;
}

/** Each change with its event and its line in the audit. */
const keyWriter = ({ events, clock, audit }: KeysOptions, forget: (id: string) => void) => ({
  async insert(tx: Tx, key: NewKey, { owner, cause, file, hash, prefix }: Insertion): Promise<ApiKey> {
    const at = clock.now();
    const row = {
      id: newId(),
      user_id: owner.id,
      name: key.name,
      prefix,
      secret_hash: hash,
      scopes: [...new Set(key.scopes)],
      created_at: at,
      expires_at: key.expiresAt ?? null,
      file: file ?? null,
    };
    const { id, name, scopes } = row;
    const subject = { kind: "api_key", id };
    await insertKey(tx, row);
    events.append(tx, newEvent(apiKeyCreated, { ...cause, at, subject }, { keyId: id, name, scopes }));
    await audit.record(tx, {
      ...cause,
      action: apiKeyCreated.type,
      subject,
      detail: { name, scopes, owner: owner.login, file },
    });
    return presentKey({ ...row, user_name: owner.name, last_used_at: null, revoked_at: null });
  },
  /** False where no such key is in use. */
  async revoke(tx: Tx, id: string, cause: Cause): Promise<boolean> {
    const at = clock.now();
    const revoked = await revokeKey(tx, id, at);
    if (revoked === undefined) return false;
    const subject = { kind: "api_key", id };
    events.append(tx, newEvent(apiKeyRevoked, { ...cause, at, subject }, { keyId: id }));
    await audit.record(tx, { ...cause, action: apiKeyRevoked.type, subject });
    afterCommit(tx, () => forget(id));
    return true;
  },
});
