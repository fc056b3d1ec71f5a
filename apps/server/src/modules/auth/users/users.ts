import { Login } from "@signalbox/contract/auth";
import type { Page } from "@signalbox/contract/common";
import { type User, userCreated } from "@signalbox/contract/people";
import type { Role } from "@signalbox/contract/roles";
import type { Clock } from "../../../kernel/clock.ts";
import { newId } from "../../../kernel/ids.ts";
import type { Db, Tx } from "../../../platform/database/database.ts";
import { isUniqueViolation } from "../../../platform/database/errors.ts";
import { type EventLog, newEvent } from "../../../platform/events/events.ts";
import { keysetCursor, pageOfRows } from "../../../platform/http/cursor.ts";
import type { Cause } from "../../../platform/http/http.ts";
import type { Audit } from "../audit/audit.ts";
import { authErrors } from "../auth.errors.ts";
import type { Keys } from "../keys/keys.ts";
import type { Passwords } from "../passwords/passwords.ts";
import type { Link, Links } from "../sign-ins/links.ts";
import type { SignIns } from "../sign-ins/sign-ins.ts";
import { changeUser, type UserChange } from "./change-user.ts";
import { presentUser } from "./present-user.ts";
import { findUserByLogin, insertUser, listUsers, showUser } from "./users.repository.ts";

export interface UsersOptions {
  db: Db;
  events: EventLog;
  clock: Clock;
  audit: Audit;
  keys: Keys;
  links: Links;
  signIns: SignIns;
  passwords: Passwords;
}

/** An account to be made. */
export interface NewUser {
  login: string;
  name?: string | undefined;
  role: Role;
  password?: string | undefined;
  /** Whoever makes it may not learn how to get in. */
  withoutLink?: boolean;
}

/** People with an account. */
export interface Users {
  list(page: { limit: number; cursor?: string | undefined }): Promise<Page<User>>;
  get(id: string): Promise<User>;
  /** Makes an account: with a password, a link with which the person chooses one, or neither. */
  create(user: NewUser, cause: Cause): Promise<{ user: User; link: Link | null }>;
  /** An account for whom a trusted proxy names; the one there is, where another node was quicker. */
  createViewer(login: string, cause: Cause): Promise<{ id: string } | undefined>;
  change(id: string, change: UserChange, cause: Cause): Promise<User>;
  /** Gives an account a password and ends its sign-ins, but the one to be kept. */
  setPassword(
    id: string,
    chosen: { password: string; keep?: string | undefined },
    cause: Cause,
  ): Promise<void>;
}

const cursors = keysetCursor("users", Login);

export const createUsers = (options: UsersOptions): Users => {
  const { db, links, passwords } = options;
  const get = async (id: string) => {
    const row = await showUser(db.read, id);
    if (row === undefined) throw authErrors.userNotFound(id);
    return presentUser(row);
  };

  return {
    get,
    async list({ limit, cursor }) {
      const rows = await listUsers(db.read, { after: cursors.decode(cursor), limit: limit + 1 });
      const page = pageOfRows(rows, limit, ({ login }) => cursors.encode(login));
      return { ...page, items: page.items.map(presentUser) };
    },
    async create({ password, withoutLink = false, ...user }, cause) {
      const prepared = password === undefined ? undefined : await passwords.prepare(password, user.login);
      const made = await db
        .transaction(async (tx) => {
          const id = await insert(options, tx, { user, cause });
          if (prepared !== undefined) await passwords.store(tx, { userId: id, prepared }, cause);
          const link =
            prepared === undefined && !withoutLink
              ? await links.createIn(tx, { purpose: "set_password", userId: id }, cause)
              : null;
          return { id, link };
        })
        .catch((error: unknown) => rethrowTaken(error, user.login));
      return { user: await get(made.id), link: made.link };
    },
    createViewer: (login, cause) =>
      db
        .transaction(async (tx) => ({
          id: await insert(options, tx, { user: { login, role: "viewer" }, cause }),
        }))
        .catch((error: unknown) => {
          if (isUniqueViolation(error)) return findUserByLogin(db.read, login);
          throw error;
        }),
    async change(id, change, cause) {
      await db
        .transaction((tx) => changeUser(options, tx, { id, change, cause }))
        .catch((error: unknown) => rethrowTaken(error, change.login));
      return get(id);
    },
    async setPassword(id, { password, keep }, cause) {
      const { login } = await get(id);
      const prepared = await passwords.prepare(password, login);
      await db.transaction((tx) => passwords.store(tx, { userId: id, prepared, keep }, cause));
    },
  };
};

const rethrowTaken = (error: unknown, login: string | undefined): never => {
  if (login !== undefined && isUniqueViolation(error)) throw authErrors.loginTaken(login);
  throw error;
};

const insert = async (
  { events, clock, audit }: UsersOptions,
  tx: Tx,
  { user, cause }: { user: NewUser; cause: Cause },
): Promise<string> => {
  const at = clock.now();
  const id = newId();
  const { login, role } = user;
  const subject = { kind: "user", id };
  await insertUser(tx, { id, login, name: user.name ?? login, role, created_at: at });
  events.append(tx, newEvent(userCreated, { ...cause, at, subject }, { userId: id, role }));
  await audit.record(tx, { ...cause, action: userCreated.type, subject, detail: { login, role } });
  return id;
};
